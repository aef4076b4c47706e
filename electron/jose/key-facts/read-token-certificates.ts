import { createHash, X509Certificate } from 'node:crypto'
import type { CertificateFacts } from '../../../shared/lint/lint-context.ts'
import { readLintSubject } from '../../../shared/lint/lint-subject.ts'
import { readToken } from '../../../shared/token/read-token.ts'
import { jwkThumbprint } from '../thumbprint.ts'

/** A certificate is a few KB; one with every extension in the world is not this large. */
const longestEntry = 100_000
const maxHeaders = 100

/**
 * What the first certificate of each x5c header parameter says (RFC 7515 §4.1.6): dates, thumbprints and its key's
 * thumbprint. Nothing of it is trusted, no chain is built, and nothing is fetched. Headers without x5c, or whose x5c is
 * no list of text, are left out. Never throws.
 */
export function readTokenCertificates({ token }: { readonly token: string }): readonly CertificateFacts[] {
  const { headers } = readLintSubject(readToken(token), {})
  return headers.slice(0, maxHeaders).flatMap(({ values }, header) => {
    const chain = values.get('x5c')
    const first: unknown = Array.isArray(chain) ? chain[0] : undefined
    return typeof first === 'string' ? [{ header, leaf: readLeaf(first) }] : []
  })
}

function readLeaf(base64: string): CertificateFacts['leaf'] {
  if (base64.length > longestEntry) return null
  try {
    const der = Buffer.from(base64, 'base64')
    const certificate = new X509Certificate(der)
    const notBefore = Date.parse(certificate.validFrom) / 1000
    const notAfter = Date.parse(certificate.validTo) / 1000
    // Something behind the certificate would be digested by some readers and not by others.
    if (!Number.isFinite(notBefore) || !Number.isFinite(notAfter) || !certificate.raw.equals(der)) return null
    return {
      notBefore,
      notAfter,
      x5t: createHash('sha1').update(der).digest('base64url'),
      x5tS256: createHash('sha256').update(der).digest('base64url'),
      keyThumbprint: thumbprintOf(certificate),
    }
  } catch {
    return null
  }
}

function thumbprintOf(certificate: X509Certificate): string | null {
  try {
    return jwkThumbprint({ ...certificate.publicKey.export({ format: 'jwk' }) })
  } catch {
    return null
  }
}
