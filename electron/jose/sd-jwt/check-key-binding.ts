import { failed, notChecked, passed } from '../../../shared/oauth/flow-check.ts'
import { plainValue } from '../../../shared/oauth/plain-text.ts'
import { readToken } from '../../../shared/token/read-token.ts'
import type { Check } from '../../../shared/verdict/check.ts'
import { toClaims } from '../../../shared/verdict/check-parsed.ts'
import {
  checkAlgorithm,
  checkAudience,
  checkNonce,
  checkTime,
  checkType,
} from '../../../shared/verdict/claim-checks.ts'
import { issuedWithin } from '../../../shared/verdict/profiles/issued-within.ts'
import { requireClaims } from '../../../shared/verdict/profiles/rules.ts'
import type { PartResult } from '../../../shared/verdict/verification.ts'
import { asUnproved, conclude, parsedRung } from '../verify/ladder.ts'
import { provePossession } from '../verify/prove-possession.ts'
import type { VerifyTask } from '../verify/verify-deps.ts'

const spec = 'RFC 9901 §7.3'
const claimSpec = 'RFC 9901 §4.3'

export type KeyBindingEvidence = {
  /** The key binding JWT as presented. */
  readonly text: string
  /** `cnf` of the payload that the issuer signed, as JSON text; null where there is none. */
  readonly cnf: string | null
  /** What sd_hash must be; null where the hash is not known. */
  readonly sdHash: string | null
  /** The issuer's own signature was proved: without it the holder's key is anybody's. */
  readonly issuerProved: boolean
  readonly required: boolean
}

/** Each rule for a key binding JWT by itself (RFC 9901 §4.3 and §7.3 step 5). */
export async function checkKeyBinding(evidence: KeyBindingEvidence, task: VerifyTask): Promise<PartResult> {
  const { text, cnf, sdHash, issuerProved, required } = evidence
  const { request, asOf } = task
  const base = { id: 'key_binding', title: 'Key binding' } as const
  const reading = readToken(text)
  const parsed = parsedRung(reading, true)
  const header = toClaims(reading.segments.find(({ name }) => name === 'header'))
  const claims = toClaims(reading.segments.find(({ name }) => name === 'payload'))
  if (parsed.status !== 'pass' || reading.format !== 'jws' || !header || !claims) {
    const found = parsed.status === 'pass' ? 'text that is not a signed JWT' : parsed.found
    const malformed: Check =
      parsed.status === 'fail' ? parsed : failed('parsed', spec, 'MALFORMED', found ? { found } : {})
    return { ...base, ...verdictOf([malformed], asOf), key: null }
  }
  const jwk = holderKey(cnf)
  const accepted = request.expect.alg
  const { signature, key } =
    jwk === undefined
      ? { signature: noHolderKey(cnf), key: null }
      : await provePossession({ token: text, header, jwk }, task, accepted)
  const context = request.context ?? {}
  const skew = request.expect.skew ?? 0
  const time = checkTime(claims, { at: asOf, skew })
  const fresh = issuedWithin({ claims, asOf, skew }, spec)
  const later: readonly Check[] = [
    ...(accepted === undefined ? [] : [checkAlgorithm(header.get('alg'), accepted)]),
    checkType(header, 'kb+jwt'),
    requireClaims(
      claims,
      [
        ['iat', 'time'],
        ['aud', 'text'],
        ['nonce', 'text'],
        ['sd_hash', 'text'],
      ],
      claimSpec,
    ),
    sdHashCheck(claims.get('sd_hash'), sdHash),
    // How old it may be is for whoever asked for it to say; an old one is no forgery.
    fresh.code === 'STALE' && !required ? { ...fresh, status: 'not_checked' } : fresh,
    ...(claims.has('exp') || claims.has('nbf') ? [time] : []),
    checkAudience(claims, context.kb_aud),
    checkNonce(claims, context.kb_nonce),
  ]
  const proved = issuerProved && signature.status === 'pass'
  const checks: readonly Check[] = [
    parsed,
    {
      id: 'signature',
      spec,
      ...signature,
      ...(signature.status === 'pass' && !issuerProved ? { unproved: true } : {}),
    },
    keyCheck(cnf, issuerProved, key !== null && signature.status === 'pass'),
    ...later.map((check) => (proved ? check : asUnproved(check))),
  ]
  return { ...base, ...verdictOf(checks, asOf), key }
}

function verdictOf(checks: readonly Check[], asOf: number): Pick<PartResult, 'verdict' | 'code' | 'checks'> {
  const { verdict, code } = conclude(checks, asOf)
  return { verdict, code, checks }
}

/** The key that the issuer wrote into what it signed (RFC 7800 §3.2); other ways of naming one are not followed. */
function holderKey(cnf: string | null): unknown {
  const value: unknown = cnf === null ? undefined : JSON.parse(cnf)
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined
  return Object.hasOwn(value, 'jwk') ? (value as { readonly jwk: unknown }).jwk : undefined
}

function noHolderKey(cnf: string | null) {
  if (cnf === null) {
    return {
      status: 'fail',
      code: 'KEY_NOT_FOUND',
      expected: 'the holder’s key in cnf',
      found: 'the issuer named no key',
    } as const
  }
  const note = 'cnf names the holder’s key in a way that is not followed here; only cnf.jwk is.'
  return {
    status: 'not_checked',
    code: 'KEY_NOT_FOUND',
    found: plainValue(JSON.parse(cnf), 100),
    note,
  } as const
}

function keyCheck(cnf: string | null, issuerProved: boolean, used: boolean): Check {
  const at = 'RFC 9901 §4.1.2'
  if (!used) {
    const note = cnf === null ? 'The issuer named no key of the holder.' : 'No key was found to fit.'
    return { id: 'key', status: 'not_checked', note, spec: at }
  }
  return {
    id: 'key',
    status: 'pass',
    found: 'cnf of what the issuer signed',
    note: issuerProved
      ? 'Only the issuer’s signature vouches for this key.'
      : 'The issuer’s signature is not proved, so anybody can have put this key there.',
    ...(issuerProved ? {} : { unproved: true }),
    spec: at,
  }
}

function sdHashCheck(found: unknown, expected: string | null): Check {
  if (expected === null) return notChecked('sd_hash', claimSpec, 'The hash of the SD-JWT is not known.')
  const facts = { expected, found: plainValue(found, 100) }
  if (found === undefined) return failed('sd_hash', claimSpec, 'CLAIM_MISSING', facts)
  return found === expected
    ? passed('sd_hash', claimSpec, facts)
    : failed('sd_hash', claimSpec, 'HASH', {
        ...facts,
        note: 'The key binding was made for another choice of disclosures, or for another SD-JWT.',
      })
}
