import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'

/** The layout of the file and of its records; a file with a higher number is left alone. */
export const vaultFormat = 2

/** AES-256: the data key's length in bytes. */
export const keyLength = 32

/** 96 bits, the nonce size AES-GCM is defined for without hashing (NIST SP 800-38D §8.2). */
const nonceLength = 12
const tagLength = 16

/** Where a record lives. It is authenticated with the record, so no record can stand in for another. */
export type RecordPlace = {
  readonly kind: string
  readonly id: string
  /** From a counter that never goes back: an older state of the same record does not fit either. */
  readonly version: number
}

/**
 * Seals one record with AES-256-GCM: nonce, ciphertext, tag. The nonce is random for each write; one key seals
 * far fewer than the 2^32 records where random nonces become a risk (NIST SP 800-38D §8.3).
 */
export function sealRecord(key: Buffer, place: RecordPlace, plain: Buffer): Buffer {
  const nonce = randomBytes(nonceLength)
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: tagLength })
  cipher.setAAD(associatedData(place, vaultFormat))
  return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()])
}

/** Null when the bytes are not what was sealed for this place with this key. */
export function openRecord(
  key: Buffer,
  place: RecordPlace,
  sealed: Buffer,
  format: number = vaultFormat,
): Buffer | null {
  if (sealed.length < nonceLength + tagLength) return null
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, nonceLength), {
    authTagLength: tagLength,
  })
  decipher.setAAD(associatedData(place, format))
  decipher.setAuthTag(sealed.subarray(sealed.length - tagLength))
  const body = decipher.update(sealed.subarray(nonceLength, sealed.length - tagLength))
  try {
    // GCM is a stream: all of the text is in `body`, and this only proves it.
    decipher.final()
    return body
  } catch {
    body.fill(0)
    return null
  }
}

/** JSON of an array: no two places have the same bytes. */
function associatedData(place: RecordPlace, format: number): Buffer {
  return Buffer.from(JSON.stringify([format, place.kind, place.id, place.version]))
}
