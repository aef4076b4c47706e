import { z } from 'zod'

/**
 * The state of the vault, always visible in the status line.
 * `sealed`: kept on disk, encrypted, the key sealed by the operating system's key store.
 * `memory`: nothing can be sealed here; profiles and secrets live until the app quits.
 * `damaged`: the file could not be read; it was set aside, nothing was overwritten.
 */
export const vaultStatus = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('sealed'), backend: z.string(), notice: z.string().nullable() }),
  z.strictObject({
    kind: z.literal('memory'),
    backend: z.string(),
    reason: z.string(),
    notice: z.string().nullable(),
  }),
  /** A vault exists but must not be touched: another key store than the one that sealed it, or a newer format. */
  z.strictObject({ kind: z.literal('refused'), code: z.string(), reason: z.string() }),
])
export type VaultStatus = z.infer<typeof vaultStatus>
