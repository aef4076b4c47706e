import type { TokenReading } from '../../../shared/token/reading.ts'
import type { Check, Verdict, VerdictCode } from '../../../shared/verdict/check.ts'
import { checkParsed } from '../../../shared/verdict/check-parsed.ts'
import {
  type Claims,
  checkAlgorithm,
  checkAudience,
  checkIssuer,
  checkNonce,
  checkTime,
  checkType,
} from '../../../shared/verdict/claim-checks.ts'
import type { VerifyResult } from '../../../shared/verdict/verification.ts'
import type { ResolvedSource } from '../resolve-key-source.ts'
import type { VerifyTask } from './verify-deps.ts'

export const signatureSpec = 'RFC 7515 §5.2'
export const keySpec = 'RFC 8725 §3.8'

/** The first rung: whether every reader would read the same. Nothing goes on below a failure here. */
export function parsedRung(reading: TokenReading, exact: boolean | undefined): Check {
  return { id: 'parsed', spec: 'RFC 7519 §7.2', ...checkParsed(reading, exact) }
}

/** The answer where the text is no whole token: nothing else was looked at. */
export function refuseUnparsed(parsed: Check, asOf: number): VerifyResult {
  const code = parsed.code ?? 'MALFORMED'
  return {
    ...conclude([parsed, ...unreachable(undefined, 'The token could not be read.')], asOf),
    code,
  }
}

export type LadderSubject = {
  readonly header: Claims
  readonly claims: Claims
  readonly proved: boolean
  /** The alg of the signature that counts; null where nothing is signed. */
  readonly alg: unknown
  /** Where the keys were looked for; null where they were not. */
  readonly source: ResolvedSource | null
}

/**
 * The algorithm where a list of accepted ones was given, then time, issuer, audience, type and nonce; what fits is not
 * thereby true, so without a proof each pass is marked.
 */
export function claimRungs(
  { header, claims, proved, alg, source }: LadderSubject,
  { request, asOf }: VerifyTask,
): readonly Check[] {
  const { expect } = request
  return [
    ...(expect.alg === undefined ? [] : [checkAlgorithm(alg, expect.alg)]),
    checkTime(claims, { at: asOf, skew: expect.skew ?? 0 }),
    issuerRung(claims, request, source),
    checkAudience(claims, expect.aud),
    checkType(header, expect.typ),
    checkNonce(claims, expect.nonce),
  ].map((check) => (proved ? check : asUnproved(check)))
}

/** Who was only asked for keys and gave none may be no issuer at all: a wrong address says nothing about the token. */
function issuerRung(
  claims: Claims,
  { source: asked, expect }: VerifyTask['request'],
  source: ResolvedSource | null,
): Check {
  if (expect.iss !== undefined || asked.kind !== 'discovery') return checkIssuer(claims, expect.iss)
  if (source?.material) return checkIssuer(claims, asked.issuer)
  const did = source ? 'gave no keys' : 'was not asked for its keys'
  return {
    ...checkIssuer(claims, undefined),
    note: `${asked.issuer} ${did}, so the token’s issuer was not compared with it.`,
  }
}

/** A forged token can say anything: what fits in it is not thereby true. */
export function asUnproved(check: Check): Check {
  return check.status === 'pass' ? { ...check, unproved: true } : check
}

/** The rungs above one that could not be climbed. */
export function unreachable(code: VerdictCode | undefined, note: string): readonly Check[] {
  const specs: readonly (readonly [id: string, spec: string])[] = [
    ['signature', signatureSpec],
    ['key', keySpec],
    ['time', 'RFC 7519 §4.1.4'],
    ['issuer', 'RFC 7519 §4.1.1'],
    ['audience', 'RFC 7519 §4.1.3'],
    ['type', 'RFC 8725 §3.11'],
    ['nonce', 'OIDC Core §3.1.3.7'],
  ]
  return specs.map(([id, spec]) => ({
    id,
    status: 'not_checked',
    ...(code ? { code } : {}),
    ...(note ? { note } : {}),
    spec,
  }))
}

/** The verdict that the checks together allow, and never a better one: valid needs a proved signature and no failure. */
export function conclude(checks: readonly Check[], asOf: number): VerifyResult {
  const failed = checks.find(({ status }) => status === 'fail')
  const proved = checks.some(
    ({ id, status, unproved }) => id === 'signature' && status === 'pass' && !unproved,
  )
  const verdict: Verdict = failed ? 'invalid' : proved ? 'valid' : 'unverified'
  const reason = checks.find(
    ({ status, code }) => status === 'not_checked' && code && code !== 'NOT_VERIFIED',
  )
  const code = failed ? (failed.code ?? 'INTERNAL') : proved ? 'OK' : (reason?.code ?? 'NOT_VERIFIED')
  return { verdict, code, checks, key: null, requests: [], asOf }
}
