import type { Check } from '../../../shared/verdict/check.ts'
import { toClaims } from '../../../shared/verdict/check-parsed.ts'
import type { VerifyResult } from '../../../shared/verdict/verification.ts'
import { claimRungs, conclude, keySpec, parsedRung, refuseUnparsed, signatureSpec } from './ladder.ts'
import { withProfileRungs } from './profile-rungs.ts'
import { createKeyGetter, keyRung, proveSignature } from './prove-signature.ts'
import type { VerifyTask } from './verify-deps.ts'

/** A JWS in compact form: parsed, signature, key, time, issuer, audience, type, nonce, then the profile's own. */
export async function verifyJws(task: VerifyTask): Promise<VerifyResult> {
  const { reading, request, deps, asOf } = task
  const parsed = parsedRung(reading, deps.exact)
  const header = toClaims(reading.segments.find(({ name }) => name === 'header'))
  if (parsed.status !== 'pass' || !header) return refuseUnparsed(parsed, asOf)
  const claims = toClaims(reading.segments.find(({ name }) => name === 'payload'))
  const proof = await proveSignature({ token: reading.token, header }, task, createKeyGetter(task))
  const proved = proof.signature.status === 'pass'
  const checks: readonly Check[] = [
    parsed,
    { id: 'signature', spec: signatureSpec, ...proof.signature },
    { id: 'key', spec: keySpec, ...keyRung(proof, header, claims, request) },
    ...claimRungs(header, claims, task, proved),
  ]
  return {
    ...conclude(withProfileRungs(checks, { header, claims, proved }, task), asOf),
    key: proof.outcome?.key ?? null,
    requests: proof.source?.requests ?? [],
  }
}
