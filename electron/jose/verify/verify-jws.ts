import { beginsLikeObject } from '../../../shared/token/read-segment.ts'
import type { Check } from '../../../shared/verdict/check.ts'
import { toClaims } from '../../../shared/verdict/check-parsed.ts'
import type { VerifyResult } from '../../../shared/verdict/verification.ts'
import { findCutOff } from '../diagnose/cut-off.ts'
import { diagnosisOf } from './find-diagnosis.ts'
import { judgeMalformed } from './judge-malformed.ts'
import { claimRungs, conclude, keySpec, parsedRung, refuseUnparsed, signatureSpec } from './ladder.ts'
import { withProfileRungs } from './profile-rungs.ts'
import { createKeyGetter, keyRung, type Proof, proveSignature } from './prove-signature.ts'
import { findSignedPayload, payloadMissing, type SignedPayload } from './signed-payload.ts'
import { withSignedToken } from './signed-token.ts'
import type { VerifyTask } from './verify-deps.ts'

/** A JWS in compact form: parsed, signature, key, time, issuer, audience, type, nonce, then the profile's own. */
export async function verifyJws(task: VerifyTask): Promise<VerifyResult> {
  const { reading, request, deps, asOf } = task
  const parsed = parsedRung(reading, deps.exact)
  const header = toClaims(reading.segments.find(({ name }) => name === 'header'))
  if (parsed.status !== 'pass' || !header) {
    const cut = deps.diagnose === false ? null : findCutOff(reading)
    const judged = cut ? null : await judgeMalformed(task, parsed)
    return judged ?? { ...refuseUnparsed(parsed, asOf), ...(cut ? { diagnosis: [cut] } : {}) }
  }
  const payload = findSignedPayload(reading, request)
  const { claims } = payload
  if (reading.detached && claims === null && saysJwt(header.get('typ'))) {
    const found = 'a header that says JWT, and a payload that is not a JSON object'
    return refuseUnparsed({ ...parsed, status: 'fail', code: 'MALFORMED', found }, asOf)
  }
  const proof = await proveCompact(payload, header, task)
  const proved = proof.signature.status === 'pass'
  const checks: readonly Check[] = [
    parsed,
    { id: 'signature', spec: signatureSpec, ...proof.signature },
    { id: 'key', spec: keySpec, ...keyRung(proof, header, claims, request) },
    ...claimRungs({ header, claims, proved, alg: header.get('alg'), source: proof.source }, task),
  ]
  const result: VerifyResult = {
    ...conclude(withProfileRungs(checks, { header, claims, proved }, task), asOf),
    key: proof.outcome?.key ?? null,
    requests: proof.source?.requests ?? [],
    ...diagnosisOf(proof),
  }
  return withSignedToken(result, header, payload)
}

async function proveCompact(
  { middle, unencoded, claims, missing, refusal }: SignedPayload,
  header: ReadonlyMap<string, unknown>,
  task: VerifyTask,
): Promise<Proof> {
  if (refusal) return { signature: refusal, outcome: null, source: null }
  const [head = '', ...rest] = task.reading.token.split('.')
  // A claims set makes it a JWT, and a JWT is always encoded (RFC 7797 §7). Text that decodes to one would be taken for
  // it by whoever does not look at b64. A payload that travels elsewhere makes no JWT.
  const written = task.reading.segments.find(({ name }) => name === 'payload')?.text ?? ''
  const mayBeUnencoded =
    task.reading.detached === true
      ? !saysJwt(header.get('typ'))
      : claims === null && !beginsLikeObject(written)
  const proof = await proveSignature(
    { token: `${head}.${middle}.${rest.at(-1) ?? ''}`, ...unencoded, header, rules: { mayBeUnencoded } },
    task,
    createKeyGetter(task),
  )
  if (!missing) return proof
  const { status, code } = proof.signature
  // Nothing in the middle may be the payload itself: then the signature fits, and that is the proof.
  if (status === 'pass') {
    return { ...proof, signature: { ...proof.signature, note: 'The payload is empty, and signed so.' } }
  }
  return code === 'SIGNATURE_INVALID' || code === 'NOT_VERIFIED'
    ? { ...proof, signature: payloadMissing }
    : proof
}

function saysJwt(typ: unknown): boolean {
  return typeof typ === 'string' && /^(?:application\/)?(?:[^/]+\+)?jwt$/i.test(typ)
}
