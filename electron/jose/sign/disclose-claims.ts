import { createHash, randomBytes } from 'node:crypto'
import { type ClaimPath, createSdJwt } from '../../../shared/sd-jwt/create-sd-jwt.ts'

export type Disclosed =
  | {
      readonly payload: string
      readonly disclosures: readonly string[]
      readonly warnings: readonly string[]
    }
  | { readonly problem: string }

/** 128 bits (RFC 9901 §9.3). */
const saltBytes = 16

/**
 * Moves claims and array elements into disclosures with salts of their own, and puts digests of nothing beside theirs
 * (RFC 9901 §4.2); without any, the payload stays byte for byte. The hash is SHA-256, the default of every reader.
 */
export async function discloseClaims(
  payload: string,
  paths: readonly ClaimPath[],
  decoys: number,
): Promise<Disclosed> {
  if (paths.length === 0 && decoys === 0) return { payload, disclosures: [], warnings: [] }
  const prepared = await createSdJwt(
    {
      claims: payload,
      hidden: paths,
      salts: paths.map(() => randomBytes(saltBytes).toString('base64url')),
      algorithm: 'sha-256',
      decoys: Array.from({ length: decoys }, () =>
        createHash('sha256').update(randomBytes(32)).digest('base64url'),
      ),
    },
    (algorithm, text) => createHash(algorithm.replace('-', '')).update(text, 'ascii').digest('base64url'),
  )
  if (!prepared.ok) return { problem: prepared.message }
  return { payload: prepared.payload, disclosures: prepared.disclosures, warnings: prepared.warnings }
}
