import type { Check } from '../verdict/check.ts'
import type { VerifyResult } from '../verdict/verification.ts'
import { failed, notChecked, passed } from './flow-check.ts'
import { plainText, plainValue } from './plain-text.ts'
import type { JsonObject } from './read-id-token.ts'

const backChannel = 'OIDC Back-Channel Logout §2.6'
const frontChannel = 'OIDC Front-Channel Logout §2'

/** What a logout token is held against beside the rules of its kind. */
export type LogoutEvidence = {
  readonly result: Pick<VerifyResult, 'checks'>
  readonly claims: JsonObject
  /** Of the run's ID token; null where the run has none that was proved. */
  readonly idToken: JsonObject | null
  /** `jti` of the logout tokens that were accepted before. */
  readonly seen: ReadonlySet<string>
}

/**
 * The whole ladder of a logout token: what the engine found, whether it came before (step 8), and whether it speaks of
 * the session of this run (steps 9 and 10).
 */
export function checkLogoutToken({ result, claims, idToken, seen }: LogoutEvidence): readonly Check[] {
  return [
    // That there is no nonce is a rule of its own (`forbidden_claims`); none is expected.
    ...result.checks.filter(({ id }) => id !== 'nonce'),
    checkReplay(claims, seen),
    compare('sub', 'session_subject', claims, idToken),
    compare('sid', 'session', claims, idToken),
  ].map((check) => ({ ...check, id: `backlogout_${check.id}` }))
}

/** Accepted only where the signature was proved, nothing failed, and it speaks of this run's session by name. */
export function isLogoutAccepted(verdict: VerifyResult['verdict'], checks: readonly Check[]): boolean {
  const names = checks.filter(({ id }) => /^backlogout_session/.test(id))
  return (
    verdict === 'valid' &&
    checks.every(({ status }) => status !== 'fail') &&
    names.some(({ status }) => status === 'pass')
  )
}

function checkReplay({ jti }: JsonObject, seen: ReadonlySet<string>): Check {
  if (typeof jti !== 'string') return notChecked('replay', backChannel, 'there is no jti to compare')
  const facts = { expected: 'a jti that did not come before', found: plainText(jti, 100) }
  return seen.has(jti)
    ? failed('replay', backChannel, 'CLAIM_VALUE', facts)
    : passed('replay', backChannel, facts)
}

function compare(name: 'sub' | 'sid', id: string, claims: JsonObject, idToken: JsonObject | null): Check {
  const found = claims[name]
  const expected = idToken?.[name]
  if (found === undefined) return notChecked(id, backChannel, `the logout token names no ${name}`)
  if (typeof expected !== 'string') {
    return notChecked(id, backChannel, `this run has no ID token with a ${name} to compare with`)
  }
  const facts = { expected: plainText(expected, 200), found: plainValue(found, 200) }
  return found === expected
    ? passed(id, backChannel, facts)
    : failed(id, backChannel, name === 'sub' ? 'SUBJECT' : 'CLAIM_VALUE', facts)
}

/**
 * What came in the query of a front-channel logout. Either both of iss and sid come or neither; nothing here is signed,
 * so that a pass proves no more than that whoever called knows the session.
 */
export function checkFrontChannelLogout(
  query: URLSearchParams,
  issuer: string,
  idToken: JsonObject | null,
): readonly Check[] {
  const issuers = query.getAll('iss')
  const sessions = query.getAll('sid')
  const note = 'nothing here is signed: a page in the browser can send the same'
  if (issuers.length === 0 && sessions.length === 0) {
    const why =
      'neither iss nor sid came; the provider sends them where frontchannel_logout_session_required is registered'
    return [
      notChecked('frontlogout_issuer', frontChannel, why),
      notChecked('frontlogout_session', frontChannel, why),
    ]
  }
  const issuerFacts = { expected: issuer, found: foundText(issuers), note }
  const sid = idToken?.sid
  const sessionFacts = {
    expected: typeof sid === 'string' ? plainText(sid, 200) : 'the sid of the ID token',
    found: foundText(sessions),
    note,
  }
  return [
    issuers.length === 1 && issuers[0] === issuer
      ? passed('frontlogout_issuer', frontChannel, issuerFacts)
      : failed('frontlogout_issuer', frontChannel, 'ISSUER', issuerFacts),
    typeof sid !== 'string' && sessions.length === 1
      ? notChecked('frontlogout_session', frontChannel, 'the ID token of this run has no sid to compare with')
      : sessions.length === 1 && sessions[0] === sid
        ? passed('frontlogout_session', frontChannel, sessionFacts)
        : failed('frontlogout_session', frontChannel, 'CLAIM_VALUE', sessionFacts),
  ]
}

function foundText(values: readonly string[]): string {
  return values.length === 0 ? 'nothing' : plainText(values.join(' and '), 300)
}
