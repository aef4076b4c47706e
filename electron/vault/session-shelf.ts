import { z } from 'zod'
import { variantChoice } from '../../shared/profile/variant.ts'
import type { RecordStore } from './record-store.ts'

const tokens = z.strictObject({
  id_token: z.string().optional(),
  access_token: z.string().optional(),
  refresh_token: z.string().optional(),
})
export type SessionTokens = z.infer<typeof tokens>

const event = z.strictObject({
  at: z.number(),
  kind: z.enum(['signed_in', 'refreshed', 'refused', 'revoked', 'restored']),
  rotated: z.boolean().optional(),
  message: z.string().optional(),
})

const stored = z.object({
  profileId: z.string(),
  profileName: z.string(),
  variant: variantChoice,
  variantNames: z.object({
    environment: z.string().optional(),
    client: z.string().optional(),
    user: z.string().optional(),
  }),
  issuer: z.string(),
  clientId: z.string(),
  scope: z.string(),
  createdAt: z.number(),
  receivedAt: z.number(),
  expiresAt: z.number().nullable(),
  autoRefresh: z.boolean(),
  events: z.array(event),
})
/** What is kept of a session beside its tokens. Times in Unix milliseconds, `expiresAt` in seconds. */
export type StoredSession = z.infer<typeof stored>

/** Sessions that the person chose to keep: facts in one record, tokens in another. */
export type SessionShelf = {
  /** Records that cannot be read are passed over. */
  readonly list: () => readonly { readonly id: string; readonly session: StoredSession }[]
  /** Null where there are none. */
  readonly tokens: (id: string) => SessionTokens | null
  /** Both at once; on disk when it returns. Throws ERR_VAULT_WRITE. */
  readonly put: (id: string, session: StoredSession, tokens: SessionTokens) => void
  readonly remove: (id: string) => void
}

export function createSessionShelf(store: RecordStore): SessionShelf {
  return {
    list: () =>
      store.list('session').flatMap(({ id, bytes }) => {
        const session = parse(stored, bytes)
        return session === null ? [] : [{ id, session }]
      }),
    tokens: (id) => {
      const bytes = store.read('session_secret', id)
      return bytes && parse(tokens, bytes)
    },
    put: (id, session, kept) =>
      store.write([
        { kind: 'session', id, bytes: Buffer.from(JSON.stringify(session), 'utf8') },
        { kind: 'session_secret', id, bytes: Buffer.from(JSON.stringify(kept), 'utf8') },
      ]),
    remove: (id) =>
      store.write([
        { kind: 'session', id, bytes: null },
        { kind: 'session_secret', id, bytes: null },
      ]),
  }
}

function parse<T>(schema: z.ZodType<T>, bytes: Buffer): T | null {
  try {
    const parsed = schema.safeParse(JSON.parse(bytes.toString('utf8')))
    return parsed.success ? parsed.data : null
  } catch {
    return null
  }
}
