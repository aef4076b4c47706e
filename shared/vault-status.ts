import { z } from 'zod'

/**
 * The state of the vault, always visible in the status line. `backend`: the key store that opens it, or `passphrase`.
 * `sealed`: open; kept on disk, encrypted.
 * `locked`: kept on disk, encrypted, and the key is not in memory.
 * `memory`: nothing is kept; profiles and secrets live until the app quits.
 * `refused`: a vault exists but must not be touched: another key store than the one that sealed it, or a newer format.
 */
export const vaultStatus = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('sealed'), backend: z.string(), notice: z.string().nullable() }),
  z.strictObject({ kind: z.literal('locked'), backend: z.string() }),
  z.strictObject({
    kind: z.literal('memory'),
    backend: z.string(),
    reason: z.string(),
    notice: z.string().nullable(),
  }),
  z.strictObject({ kind: z.literal('refused'), code: z.string(), reason: z.string() }),
])
export type VaultStatus = z.infer<typeof vaultStatus>
