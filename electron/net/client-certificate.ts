import { createSecureContext } from 'node:tls'
import { AppError } from '../../shared/error.ts'

/** As `tls.connect` takes them; empty where there is no certificate. */
export type CertificateOptions =
  | { readonly cert: string; readonly key: string; readonly passphrase?: string }
  | { readonly pfx: Buffer; readonly passphrase: string }
  | Record<never, never>

/**
 * A client certificate with its key: PEM blocks, or PKCS#12 (RFC 7292) in base64. Throws AppError ERR_INPUT that says
 * which of it cannot be used; nothing of it is repeated.
 */
export function readClientCertificate(text: string, passphrase: string): CertificateOptions {
  if (text.trim() === '') return {}
  const options = text.includes('-----BEGIN ') ? readPem(text, passphrase) : readPkcs12(text, passphrase)
  try {
    createSecureContext(options)
  } catch (cause) {
    throw unusable(reasonOf(cause, passphrase !== ''), cause)
  }
  return options
}

function readPem(text: string, passphrase: string): CertificateOptions {
  if (!text.includes('-----BEGIN CERTIFICATE-----')) throw unusable('there is a key and no certificate in it')
  if (!/-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(text)) {
    throw unusable('there is a certificate and no private key in it')
  }
  return { cert: text, key: text, ...(passphrase === '' ? {} : { passphrase }) }
}

function readPkcs12(text: string, passphrase: string): CertificateOptions {
  const base64 = text.replace(/\s+/g, '')
  // The outermost element is a SEQUENCE; anything else is no PKCS#12.
  if (!/^[A-Za-z0-9+/]+=*$/.test(base64) || Buffer.from(base64, 'base64')[0] !== 0x30) {
    throw unusable('it is neither PEM nor PKCS#12 in base64')
  }
  return { pfx: Buffer.from(base64, 'base64'), passphrase }
}

/** OpenSSL's words, for people. */
function reasonOf(error: unknown, hasPassphrase: boolean): string {
  const message = error instanceof Error ? error.message : ''
  if (/mac verify|bad decrypt|bad password|interrupted or cancelled|passphrase/i.test(message)) {
    return hasPassphrase
      ? 'the passphrase does not open it'
      : 'it is locked with a passphrase, and none was given'
  }
  if (/key values mismatch/i.test(message)) return 'the private key does not belong to the certificate'
  if (/unsupported/i.test(message)) {
    return 'it is encrypted with an outdated algorithm; export it anew, with AES'
  }
  if (/too small|too weak/i.test(message)) return 'its key or its hash is too weak to be used'
  return 'it cannot be read'
}

function unusable(why: string, cause?: unknown): AppError {
  return new AppError('ERR_INPUT', `the client certificate cannot be used: ${why}`, {
    cause,
    details: { field: 'client_certificate' },
  })
}
