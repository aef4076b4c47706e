import type { ReceivedToken, Run } from '../../shared/oauth/run.ts'
import { noVariant } from '../../shared/profile/variant.ts'
import { type Session, type SessionEvent, sortedScope } from '../../shared/session/session.ts'
import { describeToken } from '../oauth/describe-token.ts'
import type { SessionTokens, StoredSession } from '../vault/session-shelf.ts'

/** A session with its tokens, in the main process alone. */
export type LiveSession = Omit<Session, 'busy' | 'keepProblem' | 'can'> & {
  readonly texts: SessionTokens
  /** When the tokens came, Unix milliseconds. */
  readonly receivedAt: number
  /** Access tokens that only a proof of possession makes good cannot be copied as a header (RFC 9449 §7.1). */
  readonly isBound: boolean
}

const keptEvents = 50

export function withEvent<T extends { readonly events: readonly SessionEvent[] }>(
  session: T,
  event: SessionEvent,
): T {
  return { ...session, events: [event, ...session.events].slice(0, keptEvents) }
}

/** What a run that ended well begins. `profileId` is that of the run, which must have one. */
export function sessionOfRun(
  id: string,
  run: Run,
  profileId: string,
  texts: SessionTokens,
  now: number,
): LiveSession {
  return {
    id,
    profileId,
    profileName: run.profileName,
    variant: run.variant ?? noVariant,
    variantNames: run.variantNames ?? {},
    issuer: run.issuer,
    clientId: run.clientId,
    scope: sortedScope(run.asked?.scope ?? ''),
    tokens: trusted(run.tokens),
    createdAt: now,
    receivedAt: now,
    isKept: false,
    autoRefresh: false,
    isBound:
      run.asked?.flow.dpop === true || run.asked?.flow.tls_client_certificate_bound_access_tokens === true,
    events: [{ at: now, kind: 'signed_in' }],
    runId: run.id,
    texts,
  }
}

export function trusted(tokens: readonly ReceivedToken[]): readonly ReceivedToken[] {
  return tokens.filter(({ untrusted }) => untrusted !== true)
}

export function toStored(session: LiveSession): StoredSession {
  const { profileId, profileName, variant, variantNames, issuer, clientId, scope, createdAt, receivedAt } =
    session
  const { autoRefresh, events } = session
  const expiresAt = session.tokens.find(({ kind }) => kind === 'access_token')?.expiresAt ?? null
  return {
    profileId,
    profileName,
    variant,
    variantNames,
    issuer,
    clientId,
    scope,
    createdAt,
    receivedAt,
    expiresAt,
    autoRefresh,
    events: [...events],
  }
}

export function fromStored(
  id: string,
  stored: StoredSession,
  texts: SessionTokens,
  now: number,
): LiveSession {
  const { expiresAt, variantNames, events, ...facts } = stored
  const { environment, client, user } = variantNames
  const tokens = (['id_token', 'access_token', 'refresh_token'] as const).flatMap((kind) => {
    const text = texts[kind]
    if (text === undefined) return []
    const described = describeToken(kind, text, undefined, stored.receivedAt)
    return [
      kind === 'access_token' ? { ...described, expiresAt: described.expiresAt ?? expiresAt } : described,
    ]
  })
  const restored = {
    ...facts,
    id,
    variantNames: {
      ...(environment === undefined ? {} : { environment }),
      ...(client === undefined ? {} : { client }),
      ...(user === undefined ? {} : { user }),
    },
    events: events as readonly SessionEvent[],
    tokens,
    texts,
    isKept: true,
    isBound: false,
    runId: null,
  }
  return withEvent(restored, { at: now, kind: 'restored' })
}
