import { conclude, parsedRung, refuseUnparsed, unreachable } from './ladder.ts'
import type { VerifyFormat, VerifyTask } from './verify-deps.ts'

/** A JWE, and what is inside it where a key opens it: `verifyInner` judges the next layer. */
export async function verifyJweLayers(task: VerifyTask, _verifyInner: VerifyFormat) {
  const { reading, deps, asOf } = task
  const parsed = parsedRung(reading, deps.exact)
  if (parsed.status !== 'pass') return refuseUnparsed(parsed, asOf)
  return conclude([parsed, ...unreachable('ENCRYPTED', 'The token is encrypted.')], asOf)
}
