import { z } from 'zod'

/** Who opens the data key: the operating system's key store of that name, or a passphrase alone. */
export const guard = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('key_store'), backend: z.string() }),
  z.strictObject({
    kind: z.literal('passphrase'),
    kdf: z.literal('argon2id'),
    /** In KiB. */
    memory: z
      .int()
      .min(8)
      .max(1024 * 1024),
    passes: z.int().min(1).max(20),
    lanes: z.int().min(1).max(16),
    salt: z.base64().length(24),
  }),
])
export type Guard = z.infer<typeof guard>

/** What stands in the file in the clear: who can open it, and the sealed key. */
export type ClearPart = {
  readonly guard: Guard
  /** The data key as the guard sealed it. */
  readonly sealedKey: Buffer
  /** An empty record under the data key: opens only with the right key, whatever the guard answers. */
  readonly probe: Buffer
}
