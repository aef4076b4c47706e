import {
  type CipherGCMTypes,
  createCipheriv,
  createDecipheriv,
  createHmac,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto'
import type { ContentEncryption } from './jwe-algorithms.ts'

/**
 * Content encryption with a key that was got by other means than jose's (RFC 7518 §5): for RSA1_5, for RSA keys that
 * jose finds too short, and for X448. The ciphers are those of node:crypto.
 */
export type SealedContent = {
  readonly iv: Uint8Array
  readonly ciphertext: Uint8Array
  readonly tag: Uint8Array
}

/** Null where it does not fit; nobody learns why. */
export function openContent(
  { enc, keyBytes, cbc }: ContentEncryption,
  key: Uint8Array,
  { iv, ciphertext, tag }: SealedContent,
  aad: Uint8Array,
): Uint8Array | null {
  try {
    if (!cbc) {
      const gcm = createDecipheriv(gcmName(keyBytes), key, iv, { authTagLength: 16 })
      gcm.setAAD(aad).setAuthTag(tag)
      return Buffer.concat([gcm.update(ciphertext), gcm.final()])
    }
    const half = keyBytes / 2
    const expected = cbcTag(enc, key.subarray(0, half), { iv, ciphertext }, aad)
    if (expected.length !== tag.length || !timingSafeEqual(expected, tag)) return null
    const cipher = createDecipheriv(`aes-${half * 8}-cbc`, key.subarray(half), iv)
    return Buffer.concat([cipher.update(ciphertext), cipher.final()])
  } catch {
    return null
  }
}

export function sealContent(
  { enc, keyBytes, ivBytes, cbc }: ContentEncryption,
  key: Uint8Array,
  plaintext: Uint8Array,
  aad: Uint8Array,
): SealedContent {
  const iv = randomBytes(ivBytes)
  if (!cbc) {
    const gcm = createCipheriv(gcmName(keyBytes), key, iv, { authTagLength: 16 })
    gcm.setAAD(aad)
    const ciphertext = Buffer.concat([gcm.update(plaintext), gcm.final()])
    return { iv, ciphertext, tag: gcm.getAuthTag() }
  }
  const half = keyBytes / 2
  const cipher = createCipheriv(`aes-${half * 8}-cbc`, key.subarray(half), iv)
  const ciphertext = Buffer.concat([cipher.update(plaintext), cipher.final()])
  return { iv, ciphertext, tag: cbcTag(enc, key.subarray(0, half), { iv, ciphertext }, aad) }
}

/** The MAC over AAD, IV, ciphertext and the AAD's length in bits, cut to half (RFC 7518 §5.2.2.1). */
function cbcTag(
  enc: string,
  macKey: Uint8Array,
  { iv, ciphertext }: { readonly iv: Uint8Array; readonly ciphertext: Uint8Array },
  aad: Uint8Array,
): Buffer {
  const length = Buffer.alloc(8)
  length.writeBigUInt64BE(BigInt(aad.length) * 8n)
  const mac = createHmac(`sha${enc.slice(-3)}`, macKey)
  return mac.update(aad).update(iv).update(ciphertext).update(length).digest().subarray(0, macKey.length)
}

function gcmName(keyBytes: number): CipherGCMTypes {
  return `aes-${keyBytes * 8}-gcm` as CipherGCMTypes
}
