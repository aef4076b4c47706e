import { createHash } from 'node:crypto'
import type { PeerCertificate, TLSSocket } from 'node:tls'
import { plainText } from '../../shared/oauth/plain-text.ts'
import type { TlsPeer } from '../../shared/oauth/run.ts'

/** What a finished handshake told of both ends; null where the server's certificate is not at hand. */
export function describePeer(socket: TLSSocket): TlsPeer | null {
  const certificate = socket.getPeerCertificate()
  if (certificate.raw === undefined) return null
  return {
    protocol: socket.getProtocol() ?? 'unknown',
    cipher: socket.getCipher().standardName,
    subject: nameOf(certificate.subject),
    issuer: nameOf(certificate.issuer),
    names: plainText(certificate.subjectaltname ?? '', 500),
    validTo: Date.parse(certificate.valid_to),
    sha256: certificate.fingerprint256,
    own: thumbprintOf(socket.getCertificate()),
  }
}

/** `x5t#S256` of a certificate (RFC 8705 §3.1): base64url of the SHA-256 over its DER. */
function thumbprintOf(certificate: PeerCertificate | object | null): string | null {
  const raw = certificate !== null && 'raw' in certificate ? certificate.raw : undefined
  return raw instanceof Uint8Array ? createHash('sha256').update(raw).digest('base64url') : null
}

function nameOf(name: PeerCertificate['subject']): string {
  const common = name?.CN ?? name?.O ?? ''
  return plainText(Array.isArray(common) ? common.join(', ') : common, 200)
}
