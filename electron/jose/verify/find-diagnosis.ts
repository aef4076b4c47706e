import { AppError } from '../../../shared/error.ts'
import type { VerdictCode } from '../../../shared/verdict/check.ts'
import type { Diagnosis, KeySource, VerifyResult } from '../../../shared/verdict/verification.ts'
import type { VerifyJob } from '../verify-job.ts'
import type { Proof } from './prove-signature.ts'
import type { VerifyTask } from './verify-deps.ts'

/** Failures of the signature for which trying again with one thing changed can tell why. */
const explained: ReadonlySet<VerdictCode | undefined> = new Set([
  'SIGNATURE_INVALID',
  'KEY_NOT_FOUND',
  'KEY_AMBIGUOUS',
  'KEY_TYPE_MISMATCH',
  'KEY_INVALID',
  'ALG_NOT_ALLOWED',
])

/**
 * Why the signature did not fit. It never makes a verdict better: whatever goes wrong here is no diagnosis. Throws AppError ERR_CANCELLED only.
 */
export async function findDiagnosis(
  code: VerdictCode | undefined,
  job: VerifyJob,
  { deps, request, signal }: VerifyTask,
): Promise<readonly Diagnosis[]> {
  const fromToken = job.material.kind === 'key' && job.material.provenance === 'token'
  // Whether a public key was the secret decides between a forged token and a key that does not fit: always asked.
  const mayBeForged = job.alg.startsWith('HS') && (code === 'KEY_TYPE_MISMATCH' || code === 'KEY_INVALID')
  if (!explained.has(code) || fromToken || (deps.diagnose === false && !mayBeForged)) return []
  try {
    return await deps.run('diagnoseFailure', { job, asked: askedAt(request.source) }, signal)
  } catch (error) {
    if (error instanceof AppError && error.code === 'ERR_CANCELLED') throw error
    return []
  }
}

/** For the result; nothing where the verdict is about something else, such as a payload that was not given. */
export function diagnosisOf({
  signature,
  diagnosis,
}: Pick<Proof, 'signature' | 'diagnosis'>): Pick<VerifyResult, 'diagnosis'> {
  return diagnosis && signature.status !== 'pass' && explained.has(signature.code) ? { diagnosis } : {}
}

function askedAt(source: KeySource): string | null {
  if (source.kind === 'discovery') return source.issuer
  return source.kind === 'jwks_url' ? source.url : null
}
