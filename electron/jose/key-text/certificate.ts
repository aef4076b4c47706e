import { X509Certificate } from 'node:crypto'
import { readDerSequence } from '../der.ts'
import { type PublicKeyReading, readSpki } from './public-der.ts'

/** A certificate as the holder of a key; nobody here says that it is to be trusted. */
export type CertificateReading = PublicKeyReading & {
  readonly subject: string
  readonly issuer: string
  /** Unix seconds; null where the date cannot be read. */
  readonly notBefore: number | null
  readonly notAfter: number | null
  readonly certificate: X509Certificate
}

/** Throws where the bytes are no certificate, or its key is of a kind that is not supported. */
export function readCertificate(der: Uint8Array): CertificateReading {
  const certificate = new X509Certificate(Buffer.from(der))
  return {
    ...readSpki(spkiOf(der)),
    subject: name(certificate.subject),
    issuer: name(certificate.issuer),
    notBefore: seconds(certificate.validFrom),
    notAfter: seconds(certificate.validTo),
    certificate,
  }
}

/** TBSCertificate (RFC 5280 §4.1): an optional version, serial, signature, issuer, validity, subject, then the key. */
function spkiOf(der: Uint8Array): Uint8Array {
  const [tbs] = readDerSequence(der) ?? []
  const fields = tbs ? (readDerSequence(tbs.whole) ?? []) : []
  const spki = fields[fields[0]?.tag === 0xa0 ? 6 : 5]
  if (!spki) throw new Error('no key in the certificate')
  return spki.whole
}

/**
 * What a person should know of a list of certificates, the first being the one whose key is used. Facts of the text
 * alone: whether the signatures between them hold, and whether anyone trusts the last, is not checked.
 */
export function describeChain(chain: readonly CertificateReading[], more: number): readonly string[] {
  const [leaf] = chain
  if (!leaf) return []
  const notes = [
    `The key of the certificate for ${leaf.subject || 'an empty name'} is used, issued by ${leaf.issuer || 'an empty name'}, valid ${date(leaf.notBefore)} to ${date(leaf.notAfter)}; its chain and dates are not checked.`,
  ]
  const total = chain.length + more
  if (total > 1)
    notes.push(`There are ${total} certificates, and the first was taken. ${orderOf(chain, more)}`)
  return notes
}

function orderOf(chain: readonly CertificateReading[], more: number): string {
  const broken = chain.findIndex((link, index) => {
    const next = chain[index + 1]
    return next !== undefined && !link.certificate.checkIssued(next.certificate)
  })
  if (broken !== -1)
    return `Number ${broken + 1} does not name number ${broken + 2} as its issuer, so the order is not that of a chain (RFC 7515 §4.1.6).`
  return more > 0 ? `Only ${chain.length} of them were read.` : 'Each names the next as its issuer.'
}

function name(text: string): string {
  return text.replaceAll('\n', ', ').slice(0, 120)
}

function seconds(text: string): number | null {
  const value = Date.parse(text)
  return Number.isFinite(value) ? Math.floor(value / 1000) : null
}

function date(at: number | null): string {
  return at === null ? 'an unreadable date' : new Date(at * 1000).toISOString().slice(0, 10)
}
