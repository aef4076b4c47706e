import { encodeBase64url, readBase64url } from '../../../shared/token/base64url.ts'
import type { TokenReading } from '../../../shared/token/reading.ts'
import type { Check } from '../../../shared/verdict/check.ts'
import { isJudgeable, lastValueNote, toLastValues } from '../../../shared/verdict/check-parsed.ts'
import type { VerifyResult } from '../../../shared/verdict/verification.ts'
import { diagnosisOf } from './find-diagnosis.ts'
import { claimRungs, conclude, keySpec, signatureSpec } from './ladder.ts'
import { withProfileRungs } from './profile-rungs.ts'
import { createKeyGetter, keyRung, proveSignature } from './prove-signature.ts'
import type { VerifyTask } from './verify-deps.ts'

/**
 * A token that is malformed and yet whole: whether its maker held the key tells whose mistake it is. The first rung
 * failed, so that the verdict is `invalid` whatever comes after it. Null where it is not clear what was signed.
 */
export async function judgeMalformed(task: VerifyTask, parsed: Check): Promise<VerifyResult | null> {
  const { reading, request, deps, asOf } = task
  if (parsed.status !== 'fail' || !isJudgeable(reading) || request.payload !== undefined) return null
  if (deps.exact && reading.token !== reading.input) return null
  const [head, payload, signature] = reading.segments
  const header = toLastValues(head)
  const claims = toLastValues(payload)
  if (!head || !payload || !signature || !header || !claims) return null
  // What was signed stays as it is written; the signature gets its one spelling, which is all that the check takes.
  const canonical = encodeBase64url(readBase64url(signature.text).bytes)
  const proof = await proveSignature(
    { token: `${head.text}.${payload.text}.${canonical}`, header },
    task,
    createKeyGetter(task),
  )
  const proved = proof.signature.status === 'pass'
  const rungs: readonly Check[] = [
    { id: 'signature', spec: signatureSpec, ...proof.signature },
    { id: 'key', spec: keySpec, ...keyRung(proof, header, claims, request) },
    ...claimRungs({ header, claims, proved, alg: header.get('alg'), source: proof.source }, task),
  ]
  const all = withProfileRungs([parsed, ...rungs], { header, claims, proved }, task)
  const checks = hasDuplicates(reading) ? all.map(asLastValue) : all
  return {
    ...conclude(checks, asOf),
    key: proof.outcome?.key ?? null,
    requests: proof.source?.requests ?? [],
    ...diagnosisOf(proof),
  }
}

function hasDuplicates({ problems }: TokenReading): boolean {
  return problems.some(({ code }) => code === 'JSON_DUPLICATE_MEMBER')
}

/** Another reader takes the first value, so that what fits here proves nothing of what it sees. */
function asLastValue(check: Check): Check {
  if (['parsed', 'signature', 'key', 'type'].includes(check.id)) return check
  if (check.status === 'not_checked') return check
  const note = [check.note, lastValueNote].filter((text) => text).join(' ')
  return { ...check, note, ...(check.status === 'pass' ? { unproved: true } : {}) }
}
