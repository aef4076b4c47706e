import type { ReceivedToken, Run, TokenKind } from '../../../../shared/oauth/run.ts'
import { describeDuration } from '../../../../shared/time/instant.ts'
import { isUntrusted } from './run-progress.ts'

/** What may be said about a received token, no more than the run's checks proved. */
export type TokenStanding = {
  readonly status: 'pass' | 'fail' | 'not_checked'
  readonly text: string
  readonly why: string
}

/**
 * The standing of a token in its run. Only an ID token whose signature was verified in an accepted answer
 * passes; access and refresh tokens are not for the client to check.
 */
export function tokenStanding(run: Run, token: ReceivedToken): TokenStanding {
  if (token.revoked) {
    return {
      status: 'not_checked',
      text: 'revoked',
      why: 'The provider was told that it is not needed any more. Use it again to see it refused.',
    }
  }
  if (token.untrusted) {
    return { status: 'fail', text: 'untrusted', why: 'It came with a refresh that was not accepted.' }
  }
  if (isUntrusted(run)) {
    return { status: 'fail', text: 'untrusted', why: 'It came with an answer that was not accepted.' }
  }
  if (token.kind !== 'id_token') {
    return {
      status: 'not_checked',
      text: 'not checked',
      why:
        token.kind === 'access_token'
          ? 'An access token is for the API to check, not for the client (RFC 6749 §1.4).'
          : 'A refresh token is for the provider alone (RFC 6749 §1.5).',
    }
  }
  const signature = run.checks.findLast((check) => /^(refresh_)?signature$/.test(check.id))
  return signature?.status === 'pass'
    ? { status: 'pass', text: 'verified', why: 'Its signature was verified with the provider’s keys.' }
    : { status: 'not_checked', text: 'not verified', why: 'Its signature was not verified.' }
}

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
