import { AppError } from '../../../shared/error.ts'
import type { Claims } from '../../../shared/verdict/claim-checks.ts'
import type { Diagnosis, VerifyRequest } from '../../../shared/verdict/verification.ts'
import { checkHeader, type HeaderRules } from '../check-header.ts'
import { cancelledAfter, type ResolvedSource, resolveKeySource } from '../resolve-key-source.ts'
import type { Finding, VerifyJob, VerifyOutcome } from '../verify-job.ts'
import { findDiagnosis } from './find-diagnosis.ts'
import { leaveUntested, refusedByList } from './untested-signature.ts'
import type { VerifyTask } from './verify-deps.ts'

export type Proof = {
  readonly signature: Finding
  readonly outcome: VerifyOutcome | null
  readonly source: ResolvedSource | null
  /** Why the signature did not fit, where trying found a cause. */
  readonly diagnosis?: readonly Diagnosis[]
}

/** The one thing that is signed: a compact JWS, or one signature of a JWS in another form. */
export type SignedText = Omit<VerifyJob, 'alg' | 'kid' | 'material'> & {
  /** The header parameters that count for it. */
  readonly header: ReadonlyMap<string, unknown>
  readonly rules?: HeaderRules
}

/** Keys are got once for all signatures of a token; once more, `fresh`, where those of an earlier request did not do. */
export type GetKeys = (fresh?: boolean) => Promise<ResolvedSource>

export function createKeyGetter({ request, deps, signal, onKeys }: VerifyTask): GetKeys {
  const options = { fetch: deps.fetch, signal, vaultKey: deps.vaultKey, keySets: deps.keptKeySets }
  let resolved: Promise<ResolvedSource> | null = null
  let again = false
  return (fresh = false) => {
    if (fresh && !again) {
      again = true
      const before = resolved
      resolved = resolveKeySource(request.source, { ...options, fresh }).then(async (own) => ({
        ...own,
        requests: [...((await before)?.requests ?? []), ...own.requests],
      }))
    }
    resolved ??= resolveKeySource(request.source, options)
    onKeys?.(resolved)
    return resolved
  }
}

/** What the header alone decides, then the key, then the signature itself. Throws AppError ERR_CANCELLED only. */
export async function proveSignature(signed: SignedText, task: VerifyTask, getKeys: GetKeys): Promise<Proof> {
  const proof = await proveWith(signed, task, () => getKeys())
  // Keys of a minute ago prove what they prove; that they do not is only said of the keys of now.
  const isOld = proof.source?.kept === true && proof.signature.status !== 'pass'
  return isOld ? proveWith(signed, task, () => getKeys(true)) : proof
}

async function proveWith(
  signed: SignedText,
  task: VerifyTask,
  getKeys: () => Promise<ResolvedSource>,
): Promise<Proof> {
  const { request, deps, signal } = task
  const { source, expect } = request
  const { header, rules, ...job } = signed
  const decided = checkHeader(header, expect.alg, rules)
  if (decided) return { signature: refusedByList(decided), outcome: null, source: null }
  if (signal?.aborted) throw new AppError('ERR_CANCELLED', 'the verification was cancelled')
  const resolved = await getKeys()
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
  const whole = {
    ...job,
    alg,
    kid: typeof kid === 'string' ? kid : null,
    at: task.asOf,
    material: resolved.material,
  }
  try {
    const outcome = await deps.run('checkSignature', whole, signal)
    const diagnosis = resolved.kept ? [] : await findDiagnosis(outcome.signature.code, whole, task)
    const accepted = expect.alg ? { expected: expect.alg.join(' or ') } : {}
    const signature =
      outcome.signature.status === 'pass'
        ? { ...outcome.signature, ...accepted }
        : leaveUntested(outcome.signature, resolved.material, diagnosis)
    return { signature, outcome, source: resolved, ...(diagnosis.length > 0 ? { diagnosis } : {}) }
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

/** The rung "key": where the key came from, and what of the token's own keys was left alone. */
export function keyRung(
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
