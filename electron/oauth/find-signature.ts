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

/**
 * Verifies a signed token of this run, with the key set already fetched or, where none was, one fetched now. `agreed` is
 * the algorithm that was registered for this kind of token; default: that of ID tokens.
 */
export async function findSignature(
  session: RunSession,
  token: unknown,
  reading: IdTokenReading,
  agreed: string = session.config.flow.id_token_signed_response_alg,
): Promise<SignatureProof> {
  const secret = secretFor(session, reading, agreed)
  if (typeof token === 'string' && secret !== null) return verifyIdTokenSignature(token, secret)
  if (typeof token !== 'string' || reading.kind !== 'jws' || !isAsymmetric(reading.header.alg)) {
    const none: KeySetFinding = { kind: 'none', problem: problem('MALFORMED', 'no signed ID token') }
    return verifyIdTokenSignature(typeof token === 'string' ? token : '', none)
  }
  return verifyIdTokenSignature(token, await fetchKeySet(session))
}

/**
 * The client secret, only where the profile says that this very algorithm of HMAC was agreed on: otherwise whoever
 * knows a public key could sign with it as the secret (RFC 8725 §2.1).
 */
function secretFor({ config }: RunSession, reading: IdTokenReading, agreed: string): KeySetFinding | null {
  if (!agreed.startsWith('HS') || reading.kind !== 'jws' || reading.header.alg !== agreed) return null
  return { kind: 'secret', text: config.secrets.client_secret ?? '' }
}
