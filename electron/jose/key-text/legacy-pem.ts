import { createPrivateKey } from 'node:crypto'
import type { Decryption } from './decrypt-pkcs8.ts'

/** By its `Proc-Type` line (RFC 1421 §4.6.1.1). */
export function isLegacyEncrypted(body: string): boolean {
  return /^\s*Proc-Type:[^\n]*ENCRYPTED/.test(body)
}

/** The encryption of old PEM files, with `Proc-Type` and `DEK-Info` lines (RFC 1421 §4.6), as OpenSSL wrote them. */
export function openLegacyPem(label: string, body: string, passphrase: string): Decryption {
  try {
    const pem = `-----BEGIN ${label}-----${body}-----END ${label}-----\n`
    const key = createPrivateKey({ key: pem, format: 'pem', passphrase })
    // Electron's runtime cannot read this curve: what is taken in one place is taken in all.
    if (key.asymmetricKeyDetails?.namedCurve === 'secp256k1') return otherwise
    return { der: key.export({ format: 'der', type: 'pkcs8' }) }
  } catch (error) {
    const { code } = error as { readonly code?: unknown }
    return code === 'ERR_OSSL_BAD_DECRYPT'
      ? { problem: 'the passphrase does not open the private key', wrong: true }
      : otherwise
  }
}

const otherwise: Decryption = {
  problem: 'the private key cannot be opened: convert it to PKCS#8, which says better how it is encrypted',
  wrong: false,
}
