import { headersOf } from '../../../shared/token/joined-header.ts'
import type { Check } from '../../../shared/verdict/check.ts'
import type { VerifyResult } from '../../../shared/verdict/verification.ts'
import { diagnosisOf } from './find-diagnosis.ts'
import { judgeSignatures, signatureParts, withNote } from './judge-signatures.ts'
import { claimRungs, conclude, keySpec, parsedRung, refuseUnparsed, signatureSpec } from './ladder.ts'
import { withProfileRungs } from './profile-rungs.ts'
import { keyRung } from './prove-signature.ts'
import { judgeTogether } from './signatures-together.ts'
import { findSignedPayload } from './signed-payload.ts'
import { withSignedToken } from './signed-token.ts'
import type { VerifyTask } from './verify-deps.ts'

/** A JWS in JSON form (RFC 7515 §7.2): each signature has a ladder of its own, and the whole says how many hold. */
export async function verifyJwsJson(task: VerifyTask): Promise<VerifyResult> {
  const { reading, request, deps, asOf } = task
  const parsed = parsedRung(reading, deps.exact)
  const signatures = reading.signatures ?? []
  if (parsed.status !== 'pass' || signatures.length === 0) return refuseUnparsed(parsed, asOf)
  const payload = findSignedPayload(reading, request)
  const rules = { mayBeUnencoded: true }
  const judged = await judgeSignatures({ signatures, headers: headersOf(reading), payload, rules }, task)
  const whole = judgeTogether(judged)
  const { shown, together } = whole
  const { claims } = payload
  const proved = together.status === 'pass'
  const checks: readonly Check[] = [
    claims ? { ...parsed, ...withNote(parsed, notCompact) } : parsed,
    { id: 'signature', spec: signatureSpec, ...together },
    { id: 'key', spec: keySpec, ...keyRung(shown.proof, shown.header, claims, request) },
    ...claimRungs(
      {
        header: shown.protectedHeader,
        claims,
        proved,
        alg: shown.header.get('alg'),
        source: shown.proof.source,
      },
      task,
    ),
  ]
  const parts = signatureParts(judged, whole, claims, task)
  const result: VerifyResult = {
    ...conclude(withProfileRungs(checks, { header: shown.protectedHeader, claims, proved }, task), asOf),
    key: shown.proof.outcome?.key ?? null,
    requests: judged.find(({ proof }) => proof.source)?.proof.source?.requests ?? [],
    ...(parts.length > 0 ? { parts } : {}),
    ...diagnosisOf(shown.proof),
  }
  return withSignedToken(result, shown.header, payload)
}

const notCompact = 'A JWT is always compact (RFC 7519 §1), so libraries for JWTs do not take this form.'
