import { X509Certificate } from 'node:crypto'
import { rootCertificates } from 'node:tls'
import { AppError } from '../../shared/error.ts'

const block = /-----BEGIN ([A-Z0-9 ]+)-----[\s\S]*?-----END \1-----/g
/** Of one profile; a bundle of all public authorities has some 150. */
const mostCertificates = 300

/**
 * The certificates in a PEM text; none in an empty one. Throws AppError ERR_INPUT where there is anything else in it:
 * a private key has no business here.
 */
export function readAuthorities(text: string): readonly string[] {
  if (text.trim() === '') return []
  const blocks = [...text.matchAll(block)]
  if (blocks.length === 0) throw unusable('no PEM block (-----BEGIN CERTIFICATE-----) was found')
  if (blocks.length > mostCertificates)
    throw unusable(`${blocks.length} certificates; at most ${mostCertificates}`)
  return blocks.map(([pem, kind = ''], index) => {
    if (kind !== 'CERTIFICATE') throw unusable(`block ${index + 1} is a ${kind.toLowerCase()}`)
    try {
      return new X509Certificate(pem).toString()
    } catch {
      throw unusable(`block ${index + 1} is not a certificate that can be read`)
    }
  })
}

/** Beside the machine's authorities, not in their place. */
export function trustedWith(authorities: readonly string[]): string[] {
  return [...rootCertificates, ...authorities]
}

function unusable(found: string): AppError {
  return new AppError('ERR_INPUT', `the certificate authorities must be PEM certificates: ${found}`, {
    details: { field: 'ca_certificates' },
  })
}
