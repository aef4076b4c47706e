import { plainText } from '../../shared/oauth/plain-text.ts'
import { readIdToken } from '../../shared/oauth/read-id-token.ts'
import type { ReceivedToken, TokenKind } from '../../shared/oauth/run.ts'

/** A received token for display; its text stays here. `receivedAt` in Unix milliseconds. */
export function describeToken(
  kind: TokenKind,
  token: string,
  expires_in: unknown,
  receivedAt: number,
): ReceivedToken {
  const reading = readIdToken(token)
  const isJwt = reading.kind === 'jws'
  const exp = isJwt ? reading.claims.exp : undefined
  const seconds = typeof expires_in === 'string' ? Number.parseFloat(expires_in) : expires_in
  const fromAnswer =
    kind === 'access_token' && typeof seconds === 'number' && Number.isFinite(seconds)
      ? Math.floor(receivedAt / 1000) + seconds
      : null
  return {
    kind,
    format: isJwt ? 'jwt' : 'opaque',
    characters: token.length,
    alg: isJwt && typeof reading.header.alg === 'string' ? plainText(reading.header.alg, 40) : null,
    expiresAt: typeof exp === 'number' && Number.isFinite(exp) ? exp : fromAnswer,
    revoked: false,
  }
}
