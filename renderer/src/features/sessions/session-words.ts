import type { Session, SessionEvent } from '../../../../shared/session/session.ts'
import { describeDuration } from '../../../../shared/time/instant.ts'

/** How long the access token is good, as icon and words. */
export function standingOf(
  session: Session,
  nowSeconds: number,
): { readonly status: 'info' | 'not_checked' | 'warning' | 'fail'; readonly text: string } {
  const access = session.tokens.find(({ kind }) => kind === 'access_token')
  if (access === undefined) return { status: 'not_checked', text: 'no access token' }
  if (access.revoked) return { status: 'fail', text: 'revoked' }
  if (access.expiresAt === null) return { status: 'not_checked', text: 'end not known' }
  const left = access.expiresAt - nowSeconds
  if (left <= 0) return { status: 'fail', text: `ended ${describeDuration(left)} ago` }
  return { status: left < 60 ? 'warning' : 'info', text: `ends in ${describeDuration(left)}` }
}

/** `Staging · Mobile app · Ann`; empty where the profile's own values were used. */
export function variantText({ variantNames: { environment, client, user } }: Session): string {
  return [environment, client, user].filter((name) => name !== undefined).join(' · ')
}

export function eventText({ kind, rotated, message }: SessionEvent): string {
  switch (kind) {
    case 'signed_in':
      return 'Tokens came'
    case 'refreshed':
      return rotated ? 'Refreshed; the refresh token was replaced' : 'Refreshed; the refresh token stayed'
    case 'refused':
      return `Refused: ${message ?? 'no reason was given'}`
    case 'revoked':
      return 'Revoked'
    case 'restored':
      return 'Read from the vault'
  }
}
