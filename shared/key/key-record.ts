import { z } from 'zod'

export const keyName = z.string().trim().min(1).max(200)
export const keyNote = z.string().trim().max(2000)

/** What is said about a key wherever it is listed; nothing of it is secret. */
export const keyFacts = z.strictObject({
  /** RFC 7517 §4.1. */
  kty: z.string().max(40),
  /** In words, for example `RSA 2048`, `EC P-256`, `oct 256 bits`. */
  description: z.string().max(200),
  crv: z.string().max(40).nullable(),
  /** Of RSA keys and secrets. */
  bits: z.number().nullable(),
  alg: z.string().max(64).nullable(),
  use: z.string().max(64).nullable(),
  kid: z.string().max(512).nullable(),
  /** RFC 7638, SHA-256, base64url. Null for secrets: it would help whoever guesses (RFC 7638 §7). */
  thumbprint: z.string().max(64).nullable(),
  /** A private key, or a secret. */
  hasPrivate: z.boolean(),
})
export type KeyFacts = z.infer<typeof keyFacts>

/** One of the person's keys as the window sees it: never key material. */
export const keyRecord = keyFacts.extend({
  id: z.string().min(1).max(64),
  name: keyName,
  note: keyNote,
  /** Unix milliseconds. */
  createdAt: z.number(),
  /** `vault`: sealed on disk. `memory`: gone when the app quits. */
  keptIn: z.enum(['vault', 'memory']),
})
export type KeyRecord = z.infer<typeof keyRecord>
