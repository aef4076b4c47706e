import { readToken } from '../../../shared/token/read-token.ts'
import type { VerifyRequest, VerifyResult } from '../../../shared/verdict/verification.ts'
import type { ResolvedSource } from '../resolve-key-source.ts'
import { refuseUnparsed } from './ladder.ts'
import { learnFromSource } from './learn-from-source.ts'
import { refuseForm } from './profile-form.ts'
import type { VerifyDeps, VerifyTask } from './verify-deps.ts'
import { verifyDpopProof } from './verify-dpop-proof.ts'
import { verifyJweLayers } from './verify-jwe.ts'
import { verifyJws } from './verify-jws.ts'
import { verifyJwsJson } from './verify-jws-json.ts'
import { verifySdJwt } from './verify-sd-jwt.ts'

/**
 * Climbs the ladder of whatever the text is; each format has a file of its own. Never throws for what the token or the
 * keys hold; AppError ERR_CANCELLED when the signal aborts.
 */
export async function verifyToken(
  request: VerifyRequest,
  deps: VerifyDeps,
  signal?: AbortSignal,
): Promise<VerifyResult> {
  const asOf = request.expect.at ?? Math.floor(deps.now() / 1000)
  const task: VerifyTask = { reading: readToken(request.token), request, deps, signal, asOf, depth: 0 }
  if (!deps.learn) return verifyLayer(task)
  let keys: Promise<ResolvedSource> | null = null
  const onKeys = (asked: Promise<ResolvedSource>) => {
    keys = asked
  }
  const result = await verifyLayer({ ...task, onKeys })
  return { ...result, ...(await learnFromSource(await keys, result, task)) }
}

async function verifyLayer(task: VerifyTask): Promise<VerifyResult> {
  const refused = refuseForm(task)
  if (refused) return refuseUnparsed(refused, task.asOf)
  switch (task.reading.format) {
    case 'jwe':
    case 'jwe_json':
      return verifyJweLayers(task, verifyLayer)
    case 'jws_json':
      return verifyJwsJson(task)
    case 'sd_jwt':
      return verifySdJwt(task)
    default:
      return task.request.as === 'dpop_proof' ? verifyDpopProof(task) : verifyJws(task)
  }
}
