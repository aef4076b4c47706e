import { describeDuration } from '../time/instant.ts'
import type { ReceivedToken, TokenKind } from './run.ts'

export const tokenNames: Readonly<Record<TokenKind, string>> = {
  id_token: 'ID token',
  access_token: 'Access token',
  refresh_token: 'Refresh token',
}

/** `JWT RS256`, `opaque`; how long it is where that is all there is to say. */
export function tokenForm(token: ReceivedToken): string {
  if (token.format === 'jwt') return `JWT ${token.alg ?? 'without alg'}`
  return token.expiresAt === null ? `opaque, ${token.characters} characters` : 'opaque'
}

/** `expires in 9 min 58 s`, `expired 3 s ago`; null where none is known, or none counts after a revocation. */
export function expiryText(token: ReceivedToken, nowSeconds: number): string | null {
  if (token.expiresAt === null || token.revoked) return null
  const left = token.expiresAt - nowSeconds
  return left > 0 ? `expires in ${describeDuration(left)}` : `expired ${describeDuration(left)} ago`
}
