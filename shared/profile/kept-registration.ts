import { z } from 'zod'

/**
 * How a registration is managed (RFC 7592 §3), kept as one secret: the address and the token belong together, and to
 * the client that they came with.
 */
export const keptRegistration = z.strictObject({
  client_id: z.string().min(1).max(1024),
  registration_client_uri: z.string().min(1).max(4096),
  registration_access_token: z.string().min(1).max(20_000),
})
export type KeptRegistration = z.infer<typeof keptRegistration>

/** Null for a text that is none. */
export function parseKeptRegistration(text: string): KeptRegistration | null {
  try {
    return keptRegistration.safeParse(JSON.parse(text)).data ?? null
  } catch {
    return null
  }
}
