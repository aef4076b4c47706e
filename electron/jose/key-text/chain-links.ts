import type { X509Certificate } from 'node:crypto'

/** `signed`: by the key of the next certificate. `other_issuer`: it names someone else. `not_signed`: it names it only. */
export type ChainLink = 'signed' | 'other_issuer' | 'not_signed'

/** How each certificate but the last stands to the one behind it (RFC 5280 §6.1.3). Trust and dates are not asked. */
export function chainLinks(chain: readonly X509Certificate[]): readonly ChainLink[] {
  return chain.slice(0, -1).map((certificate, index) => {
    const issuer = chain[index + 1]
    if (!issuer?.subject || certificate.issuer !== issuer.subject) return 'other_issuer'
    if (isSignedBy(certificate, issuer)) return certificate.checkIssued(issuer) ? 'signed' : 'other_issuer'
    return 'not_signed'
  })
}

/** Places of those that stand as issuers of others and are no CA (RFC 5280 §4.2.1.9); the first is never one of them. */
export function issuersThatAreNoCa(chain: readonly X509Certificate[]): readonly number[] {
  return chain.flatMap(({ ca }, index) => (index > 0 && !ca ? [index] : []))
}

function isSignedBy(certificate: X509Certificate, issuer: X509Certificate): boolean {
  try {
    return certificate.verify(issuer.publicKey)
  } catch {
    return false
  }
}
