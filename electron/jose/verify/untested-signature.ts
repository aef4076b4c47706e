import { isKeyFaultCode } from '../../../shared/verdict/key-fault.ts'
import type { Diagnosis } from '../../../shared/verdict/verification.ts'
import type { Finding, KeyMaterial } from '../verify-job.ts'

/**
 * A key that the person gave and that does not fit or cannot be used says nothing about the token: its signature was not
 * tested. A key that the issuer publishes under the name the token gives, and one that the token brings, do speak of the
 * token, and so does a signature that was made with the public key as its secret. Never makes a pass of anything.
 */
export function leaveUntested(
  signature: Finding,
  material: KeyMaterial,
  diagnosis: readonly Diagnosis[],
): Finding {
  const given =
    material.kind === 'secret' || material.provenance === 'pasted' || material.provenance === 'vault'
  const isForged = diagnosis.some(({ cause }) => cause === 'KEY_CONFUSION')
  if (signature.status !== 'fail' || !given || isForged || !isKeyFaultCode(signature.code)) return signature
  return { ...signature, status: 'not_checked' }
}

/** An algorithm that is not accepted fails at a rung of its own; the signature is not tested then. */
export function refusedByList(decided: Finding): Finding {
  if (decided.code !== 'ALG_NOT_ALLOWED') return decided
  const note = 'The algorithm is not one that is accepted, so no key was looked for.'
  return { ...decided, status: 'not_checked', note }
}
