import { createHash } from 'node:crypto'

/**
 * The key of ECDH-ES out of the shared secret (RFC 7518 §4.6.2, NIST SP 800-56A §5.8.1 with SHA-256), for the curve
 * that jose does not take. `algorithm` is `enc` for direct agreement and `alg` otherwise.
 */
export function concatKdf(
  secret: Uint8Array,
  keyBytes: number,
  { algorithm, apu, apv }: { readonly algorithm: string; readonly apu: Uint8Array; readonly apv: Uint8Array },
): Uint8Array {
  const name = Buffer.from(algorithm, 'ascii')
  const info = Buffer.concat([withLength(name), withLength(apu), withLength(apv), uint32(keyBytes * 8)])
  const rounds = Array.from({ length: Math.ceil(keyBytes / 32) }, (_, index) =>
    createHash('sha256')
      .update(uint32(index + 1))
      .update(secret)
      .update(info)
      .digest(),
  )
  return Buffer.concat(rounds).subarray(0, keyBytes)
}

function withLength(bytes: Uint8Array): Buffer {
  return Buffer.concat([uint32(bytes.length), bytes])
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value)
  return bytes
}
