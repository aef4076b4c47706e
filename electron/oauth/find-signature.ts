import { problem } from '../../shared/oauth/explain-problem.ts'
import type { IdTokenReading } from '../../shared/oauth/read-id-token.ts'
import { fetchKeySet } from './fetch-key-set.ts'
import {
  isAsymmetric,
  type KeySetFinding,
  type SignatureProof,
  verifyIdTokenSignature,
} from './id-token-signature.ts'
import type { RunSession } from './run-session.ts'

/** Verifies an ID token of this run, with the key set already fetched or, where none was, one fetched now. */
export async function findSignature(
  session: RunSession,
  token: unknown,
  reading: IdTokenReading,
): Promise<SignatureProof> {
  if (typeof token !== 'string' || reading.kind !== 'jws' || !isAsymmetric(reading.header.alg)) {
    const none: KeySetFinding = { kind: 'none', problem: problem('MALFORMED', 'no signed ID token') }
    return verifyIdTokenSignature(typeof token === 'string' ? token : '', none)
  }
  return verifyIdTokenSignature(token, await fetchKeySet(session))
}
