import { createCipheriv, pbkdf2Sync, randomBytes } from 'node:crypto'
import { derTag, writeDer } from '../der.ts'

/** RFC 8018 §6.2 and A.2 to A.4, encoded. */
const oids = {
  pbes2: '2a864886f70d01050d',
  pbkdf2: '2a864886f70d01050c',
  hmacWithSha256: '2a864886f70d0209',
  aes256Cbc: '60864801650304012a',
} as const

/** What OWASP asks for PBKDF2 with SHA-256; the 2,048 of most tools are guessed through quickly. */
const iterations = 600_000

/**
 * EncryptedPrivateKeyInfo (RFC 5958 §3) around PKCS#8: PBES2 with PBKDF2-HMAC-SHA256 and AES-256-CBC, which every tool
 * reads. Put together here, because the runtime's own export cannot be asked for more iterations.
 */
export function sealPkcs8(der: Uint8Array, passphrase: string): Uint8Array {
  const salt = randomBytes(16)
  const iv = randomBytes(16)
  const key = pbkdf2Sync(passphrase, salt, iterations, 32, 'sha256')
  const cipher = createCipheriv('aes-256-cbc', key, iv)
  const sealed = Buffer.concat([cipher.update(der), cipher.final()])
  const derivation = sequence(
    oid(oids.pbkdf2),
    sequence(octets(salt), smallInteger(iterations), sequence(oid(oids.hmacWithSha256), writeDer(0x05))),
  )
  const encryption = sequence(oid(oids.aes256Cbc), octets(iv))
  return sequence(sequence(oid(oids.pbes2), sequence(derivation, encryption)), octets(sealed))
}

function sequence(...members: readonly Uint8Array[]): Uint8Array {
  return writeDer(derTag.sequence, ...members)
}

function octets(bytes: Uint8Array): Uint8Array {
  return writeDer(derTag.octetString, bytes)
}

function oid(hex: string): Uint8Array {
  return writeDer(derTag.oid, Buffer.from(hex, 'hex'))
}

function smallInteger(number: number): Uint8Array {
  const hex = number.toString(16)
  const bytes = Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex')
  const sign = (bytes[0] ?? 0) >= 0x80 ? [0] : []
  return writeDer(derTag.integer, Buffer.from(sign), bytes)
}
