import { X509Certificate } from 'node:crypto'
import { readDerSequence } from '../der.ts'
import { type ChainLink, chainLinks, issuersThatAreNoCa } from './chain-links.ts'
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
 * What a person should know of a list of certificates, the first being the one whose key is used: whether each is signed
 * by the next, and whether those that sign may. Nothing is called trusted, since no trust anchor is known here; the dates
 * are looked at where a moment is known.
 */
export function describeChain(chain: readonly CertificateReading[], more: number): readonly string[] {
  const [leaf] = chain
  if (!leaf) return []
  const total = chain.length + more
  const unchecked = total > 1 ? '' : '; its chain and dates are not checked'
  const notes = [
    `The key of the certificate for ${leaf.subject || 'an empty name'} is used, issued by ${leaf.issuer || 'an empty name'}, valid ${date(leaf.notBefore)} to ${date(leaf.notAfter)}${unchecked}.`,
  ]
  if (total > 1)
    notes.push(`There are ${total} certificates, and the first was taken. ${linksOf(chain, more)}`)
  return notes
}

function linksOf(chain: readonly CertificateReading[], more: number): string {
  const certificates = chain.map(({ certificate }) => certificate)
  const links = chainLinks(certificates)
  const words: Readonly<Record<ChainLink, (at: number) => string>> = {
    signed: (at) => `Number ${at} is signed by number ${at + 1}.`,
    other_issuer: (at) =>
      `Number ${at} does not name number ${at + 1} as its issuer, so the order is not that of a chain (RFC 7515 §4.1.6).`,
    not_signed: (at) => `Number ${at} names number ${at + 1} as its issuer, and is not signed by its key.`,
  }
  return [
    ...links.map((link, index) => words[link](index + 1)),
    ...issuersThatAreNoCa(certificates).map(
      (index) => `Number ${index + 1} is no CA, so it may not sign certificates (RFC 5280 §4.2.1.9).`,
    ),
    more > 0 ? `Only ${chain.length} of them were read.` : '',
    'No trust anchor was given, so nothing here says that the chain is to be trusted.',
  ]
    .filter((text) => text)
    .join(' ')
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
