import { AppError } from '../../shared/error.ts'
import { readToken } from '../../shared/token/read-token.ts'
import type { Check, Verdict, VerdictCode } from '../../shared/verdict/check.ts'
import {
  type Claims,
  checkAudience,
  checkIssuer,
  checkNonce,
  checkTime,
  checkType,
} from '../../shared/verdict/claim-checks.ts'
import type { VerifyRequest, VerifyResult } from '../../shared/verdict/verification.ts'
import type { FetchLike } from '../net/limited-fetch.ts'
import { checkHeader } from './check-header.ts'
import { checkParsed, toClaims } from './check-parsed.ts'
import type { RunJob } from './crypto-jobs.ts'
import { cancelledAfter, type ResolvedSource, resolveKeySource, type VaultKey } from './resolve-key-source.ts'
import type { Finding, VerifyOutcome } from './verify-job.ts'
import { createWorkerRunner } from './worker-runner.ts'

export type TokenVerifier = {
  /**
   * Answers with the whole ladder, whatever the token and the keys are. Fetches only for the sources `discovery`
   * and `jwks_url`. Throws AppError ERR_CANCELLED when the signal aborts, with the number of `requests` made until then.
   */
  verify(request: VerifyRequest, signal?: AbortSignal): Promise<VerifyResult>
  close(): Promise<void>
}

export type TokenVerifierDeps = {
  readonly fetch: FetchLike
  /** Unix milliseconds. */
  readonly now: () => number
  readonly vaultKey: VaultKey
  /** The built `crypto-worker`; keys and signatures are handled on that thread. */
  readonly workerUrl: URL
}

export function createTokenVerifier({ fetch, now, vaultKey, workerUrl }: TokenVerifierDeps): TokenVerifier {
  const runner = createWorkerRunner(workerUrl)
  return {
    verify: (request, signal) => verifyToken(request, { fetch, now, run: runner.run, vaultKey }, signal),
    close: () => runner.close(),
  }
}

export type VerifyDeps = {
  readonly fetch: FetchLike
  /** Unix milliseconds. */
  readonly now: () => number
  readonly run: RunJob
  /** Absent where there is no vault: the command line. */
  readonly vaultKey?: VaultKey
  /** The text must be the token and nothing else: no `Bearer`, quotes or white space around it. */
  readonly exact?: boolean
}

const signatureSpec = 'RFC 7515 §5.2'
const keySpec = 'RFC 8725 §3.8'

/** Climbs the ladder: parsed, signature, key, time, issuer, audience, type, nonce. */
export async function verifyToken(
  request: VerifyRequest,
  deps: VerifyDeps,
  signal?: AbortSignal,
): Promise<VerifyResult> {
  const { expect, source } = request
  const asOf = expect.at ?? Math.floor(deps.now() / 1000)
  const reading = readToken(request.token)
  const parsed = checkParsed(reading, deps.exact)
  const header = toClaims(reading.segments.find(({ name }) => name === 'header'))
  const parsedCheck: Check = { id: 'parsed', spec: 'RFC 7519 §7.2', ...parsed }
  if (parsed.status !== 'pass' || !header || reading.format === 'jwe') {
    const isEncrypted = parsed.status === 'pass'
    const code = isEncrypted ? 'ENCRYPTED' : (parsed.code ?? 'MALFORMED')
    const reason = isEncrypted ? 'The token is encrypted.' : 'The token could not be read.'
    const result = conclude([parsedCheck, ...unreachable(isEncrypted ? code : undefined, reason)], asOf)
    return parsed.status === 'pass' ? result : { ...result, code }
  }
  const claims = toClaims(reading.segments.find(({ name }) => name === 'payload'))
  const proof = await proveSignature(reading.token, header, request, deps, signal)
  const issuer = expect.iss ?? (source.kind === 'discovery' ? source.issuer : undefined)
  const checks: readonly Check[] = [
    parsedCheck,
    { id: 'signature', spec: signatureSpec, ...proof.signature },
    { id: 'key', spec: keySpec, ...keyRung(proof, header, claims, request) },
    ...[
      checkTime(claims, { at: asOf, skew: expect.skew ?? 0 }),
      checkIssuer(claims, issuer),
      checkAudience(claims, expect.aud),
      checkType(header, expect.typ),
      checkNonce(claims, expect.nonce),
    ].map((check) => (proof.signature.status === 'pass' ? check : asUnproved(check))),
  ]
  return {
    ...conclude(checks, asOf),
    key: proof.outcome?.key ?? null,
    requests: proof.source?.requests ?? [],
  }
}

/** A forged token can say anything: what fits in it is not thereby true. */
function asUnproved(check: Check): Check {
  return check.status === 'pass' ? { ...check, unproved: true } : check
}

type Proof = {
  readonly signature: Finding
  readonly outcome: VerifyOutcome | null
  readonly source: ResolvedSource | null
}

async function proveSignature(
  token: string,
  header: ReadonlyMap<string, unknown>,
  { source, expect }: VerifyRequest,
  { fetch, run, vaultKey }: VerifyDeps,
  signal: AbortSignal | undefined,
): Promise<Proof> {
  const decided = checkHeader(header, expect.alg)
  if (decided) return { signature: decided, outcome: null, source: null }
  if (signal?.aborted) throw new AppError('ERR_CANCELLED', 'the verification was cancelled')
  const resolved = await resolveKeySource(source, { fetch, signal, vaultKey })
  if (!resolved.material) {
    const note =
      source.kind === 'none'
        ? 'Choose where the key comes from, then verify.'
        : 'There is no key to check it with.'
    return {
      signature: { status: 'not_checked', code: 'NOT_VERIFIED', note },
      outcome: null,
      source: resolved,
    }
  }
  const alg = String(header.get('alg'))
  const kid = header.get('kid')
  try {
    const job = { token, alg, kid: typeof kid === 'string' ? kid : null, material: resolved.material }
    const outcome = await run('checkSignature', job, signal)
    const accepted = expect.alg ? { expected: expect.alg.join(' or ') } : {}
    const signature =
      outcome.signature.status === 'pass' ? { ...outcome.signature, ...accepted } : outcome.signature
    return { signature, outcome, source: resolved }
  } catch (error) {
    if (error instanceof AppError && error.code === 'ERR_CANCELLED')
      throw cancelledAfter(resolved.requests.length)
    const code = error instanceof AppError && error.code === 'ERR_TIMEOUT' ? 'TIMEOUT' : 'INTERNAL'
    const found = error instanceof AppError ? error.message : 'the check itself failed'
    return { signature: { status: 'not_checked', code, found }, outcome: null, source: resolved }
  }
}

/** Keys that travel in the token are the sender's choice: never used, never fetched (RFC 8725 §3.10). */
const headerKeys = ['jwk', 'jku', 'x5c', 'x5u'] as const

function keyRung(
  { signature, outcome, source }: Proof,
  header: ReadonlyMap<string, unknown>,
  claims: Claims,
  request: VerifyRequest,
): Finding {
  const carried = headerKeys.filter((name) => header.has(name))
  const ignored =
    carried.length === 0
      ? ''
      : `The header carries ${carried.join(', ')}, chosen by whoever made the token; it was neither used nor fetched.`
  const withNotes = (finding: Finding, extra: readonly string[] = []): Finding => {
    const note = [finding.note, ...extra, ignored].filter((text) => text).join(' ')
    return note ? { ...finding, note } : finding
  }
  if (!source) {
    const note =
      signature.code === 'UNSECURED'
        ? 'Without a signature there is no key.'
        : 'The header already decided; no key was looked for.'
    return withNotes({ status: 'not_checked', note })
  }
  const keyNotes = outcome?.keyNotes ?? []
  if (source.finding.status !== 'pass') return withNotes(source.finding, keyNotes)
  if (!outcome?.key) {
    // The search ended without one key that could be named: where it came from says nothing about this token.
    const { found } = source.finding
    return withNotes(
      { status: 'not_checked', ...(found ? { found } : {}), note: 'No single key was found to fit.' },
      keyNotes,
    )
  }
  const named = outcome.key.kid === undefined ? '' : `, key ${outcome.key.kid}`
  const finding = { ...source.finding, found: `${source.finding.found ?? ''}${named}` }
  const { source: asked } = request
  if (asked.kind === 'discovery' && request.expect.iss !== undefined && claims?.get('iss') !== asked.issuer) {
    const note = 'Keys of one issuer prove nothing about tokens of another.'
    return withNotes({ ...finding, status: 'fail', code: 'KEY_UNTRUSTED', note }, keyNotes)
  }
  return withNotes(finding, keyNotes)
}

/** The rungs above one that could not be climbed. */
function unreachable(code: VerdictCode | undefined, note: string): readonly Check[] {
  const specs: readonly (readonly [id: string, spec: string])[] = [
    ['signature', signatureSpec],
    ['key', keySpec],
    ['time', 'RFC 7519 §4.1.4'],
    ['issuer', 'RFC 7519 §4.1.1'],
    ['audience', 'RFC 7519 §4.1.3'],
    ['type', 'RFC 8725 §3.11'],
    ['nonce', 'OIDC Core §3.1.3.7'],
  ]
  return specs.map(([id, spec]) => ({ id, status: 'not_checked', ...(code ? { code } : {}), note, spec }))
}

function conclude(checks: readonly Check[], asOf: number): VerifyResult {
  const failed = checks.find(({ status }) => status === 'fail')
  const proved = checks.some(({ id, status }) => id === 'signature' && status === 'pass')
  const verdict: Verdict = failed ? 'invalid' : proved ? 'valid' : 'unverified'
  const reason = checks.find(
    ({ status, code }) => status === 'not_checked' && code && code !== 'NOT_VERIFIED',
  )
  const code = failed ? (failed.code ?? 'INTERNAL') : proved ? 'OK' : (reason?.code ?? 'NOT_VERIFIED')
  return { verdict, code, checks, key: null, requests: [], asOf }
}
