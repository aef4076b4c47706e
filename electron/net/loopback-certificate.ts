import { createPrivateKey, X509Certificate } from 'node:crypto'
import { AppError } from '../../shared/error.ts'

/** What a page on loopback shows itself with over https, both as PEM. */
export type LoopbackCertificate = { readonly certificate: string; readonly privateKey: string }

/** Apple's systems take none that is good for longer, also where a person trusts it. */
const days = 820
const day = 24 * 60 * 60 * 1000
/** With less left it is made anew, so that it does not end in the middle of a sign-in. */
const leastDays = 7

/**
 * A certificate for this machine's loopback names, signed by its own key. It is no authority: whoever trusts it trusts
 * it for 127.0.0.1, ::1 and localhost, and nothing else can be signed with its key.
 */
export async function makeLoopbackCertificate(): Promise<LoopbackCertificate> {
  // Few runs need it, and what makes certificates takes a while to load.
  const { makeSelfSigned } = await import('./make-certificate.ts')
  return makeSelfSigned({
    name: 'Claimscope on this machine',
    ips: ['127.0.0.1', '::1'],
    dnsNames: ['localhost'],
    days,
  })
}

export type LoopbackCertificateFacts = {
  /** SHA-256 of the certificate, as browsers show it. */
  readonly fingerprint: string
  /** Unix milliseconds. */
  readonly expiresAt: number
}

/** Of the first certificate. Throws AppError ERR_INPUT where there is none. */
export function readLoopbackFacts(certificate: string): LoopbackCertificateFacts {
  const read = readCertificate(certificate)
  return { fingerprint: read.fingerprint256, expiresAt: Date.parse(read.validTo) }
}

/** Whether it can still be shown: its time is not over soon, and the key is its own. */
export function isUsable({ certificate, privateKey }: LoopbackCertificate, now: number): boolean {
  try {
    if (readLoopbackFacts(certificate).expiresAt - now < leastDays * day) return false
    assertPair({ certificate, privateKey })
    return true
  } catch {
    return false
  }
}

/** Throws AppError ERR_INPUT where the two do not belong together or cannot be read; nothing of the key is in it. */
export function assertPair({ certificate, privateKey }: LoopbackCertificate): void {
  if (!hasKey(readCertificate(certificate), privateKey)) {
    throw new AppError('ERR_INPUT', 'the private key cannot be read or is not that of the certificate')
  }
}

function hasKey(certificate: X509Certificate, privateKey: string): boolean {
  try {
    return certificate.checkPrivateKey(createPrivateKey(privateKey))
  } catch {
    return false
  }
}

function readCertificate(certificate: string): X509Certificate {
  try {
    return new X509Certificate(certificate)
  } catch {
    throw new AppError('ERR_INPUT', 'a certificate as PEM is expected')
  }
}
