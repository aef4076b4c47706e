import { createHash, randomBytes } from 'node:crypto'
import { createSdJwt } from '../../../shared/sd-jwt/create-sd-jwt.ts'

export type Disclosed =
  | {
      readonly payload: string
      readonly disclosures: readonly string[]
      readonly warnings: readonly string[]
    }
  | { readonly problem: string }

/** 128 bits (RFC 9901 §9.3). */
const saltBytes = 16

/** Moves top-level claims into disclosures with salts of their own; without names the payload stays byte for byte. */
export async function discloseClaims(payload: string, names: readonly string[]): Promise<Disclosed> {
  if (names.length === 0) return { payload, disclosures: [], warnings: [] }
  const prepared = await createSdJwt(
    {
      claims: payload,
      hidden: names.map((name) => [name]),
      salts: names.map(() => randomBytes(saltBytes).toString('base64url')),
      algorithm: 'sha-256',
    },
    (algorithm, text) => createHash(algorithm.replace('-', '')).update(text, 'ascii').digest('base64url'),
  )
  if (!prepared.ok) return { problem: prepared.message }
  return { payload: prepared.payload, disclosures: prepared.disclosures, warnings: prepared.warnings }
}
