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

/** By age; keys that came in one text, and so at one time, by their number: 2 stands before 10. */
export function compareKeyRecords(a: KeyRecord, b: KeyRecord): number {
  const name = a.name.localeCompare(b.name, 'en', { numeric: true })
  return a.createdAt - b.createdAt || name || (a.id < b.id ? -1 : 1)
}

/** What became of an imported text. */
export const keyImport = z.strictObject({
  added: z.array(keyRecord),
  /** Keys of the text that were there before, and were not added again. */
  present: z.array(keyRecord),
  /** Keys that can be used and are weak; `reason` is the rest of a sentence that begins with the key. */
  weak: z.array(z.strictObject({ id: z.string().max(64), reason: z.string().max(400) })),
})
export type KeyImport = z.infer<typeof keyImport>
