import { z } from 'zod'
import type { ReceivedToken, TokenKind } from '../oauth/run.ts'
import type { VariantNames } from '../oauth/run-config.ts'
import type { VariantChoice } from '../profile/variant.ts'

/** What became of a session, the newest first. Never a token. */
export type SessionEvent = {
  /** Unix milliseconds. */
  readonly at: number
  readonly kind: 'signed_in' | 'refreshed' | 'refused' | 'revoked' | 'restored'
  /** Whether the answer brought another refresh token; absent where that was not the question. */
  readonly rotated?: boolean
  /** Why it was refused. */
  readonly message?: string
}

/** The tokens of one sign-in, as the window sees them: described, never themselves. */
export type Session = {
  readonly id: string
  readonly profileId: string
  readonly profileName: string
  readonly variant: VariantChoice
  readonly variantNames: VariantNames
  readonly issuer: string
  readonly clientId: string
  /** As asked for, in alphabetical order. */
  readonly scope: string
  readonly tokens: readonly ReceivedToken[]
  /** Unix milliseconds. */
  readonly createdAt: number
  readonly isKept: boolean
  /** Why it cannot be kept on disk; null where it can be. */
  readonly keepProblem: string | null
  readonly autoRefresh: boolean
  readonly busy: boolean
  /** At most 50. */
  readonly events: readonly SessionEvent[]
  /** The run that holds its tokens now; null for one that was read from the vault and not used yet. */
  readonly runId: string | null
  /** What can be asked of the provider; null as long as that is not known. */
  readonly can: { readonly revoke: boolean; readonly logout: boolean } | null
}

const tokenKinds = ['id_token', 'access_token', 'refresh_token'] as const satisfies readonly TokenKind[]
export const sessionTokenKind = z.enum(tokenKinds)

/**
 * What tells sessions apart: tokens of one environment, client, person or set of scopes are never those of another,
 * also after the profile was changed.
 */
export function sessionKey(of: {
  readonly profileId: string
  readonly variant: VariantChoice
  readonly issuer: string
  readonly clientId: string
  readonly scope: string
}): string {
  const { environment, client, user } = of.variant
  const scopes = sortedScope(of.scope)
  return JSON.stringify([of.profileId, environment, client, user, of.issuer, of.clientId, scopes])
}

export function sortedScope(scope: string): string {
  return [...new Set(scope.split(/\s+/).filter(Boolean))].sort().join(' ')
}

/** Before its end, so that whoever copies the token has time to use it. */
const leadMs = 60_000

/**
 * When to refresh by itself, in Unix milliseconds: a minute before the access token ends, or at four fifths of a short
 * life. Null where nothing says when it ends.
 */
export function refreshTime(tokens: readonly ReceivedToken[], receivedAt: number): number | null {
  const access = tokens.find(({ kind, untrusted }) => kind === 'access_token' && untrusted !== true)
  if (access === undefined || access.expiresAt === null) return null
  const end = access.expiresAt * 1000
  const lifetime = Math.max(0, end - receivedAt)
  return end - Math.min(leadMs, lifetime / 5)
}
