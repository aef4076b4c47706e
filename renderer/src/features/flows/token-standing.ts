import type { ReceivedToken, Run } from '../../../../shared/oauth/run.ts'
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
