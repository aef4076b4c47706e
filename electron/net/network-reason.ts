/** The chain ends at an authority that is not among the trusted ones; the person may know it all the same. */
const untrusted: readonly string[] = [
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
]

function causeOf(error: unknown): unknown {
  return error instanceof Error && error.cause instanceof Error ? error.cause : error
}

function codeOf(error: unknown): string | null {
  const code = (causeOf(error) as { code?: unknown } | null)?.code
  // OpenSSL's releases and BoringSSL name the same alert differently.
  return typeof code === 'string'
    ? code.replace(/^ERR_SSL_(?:TLSV1|TLSV13|SSLV3|SSL\/TLS|TLS)_ALERT_/, 'ALERT_')
    : null
}

/** Node's fetch says only `fetch failed`; the reason is in the cause. */
export function networkReason(error: unknown, url = ''): string {
  const code = codeOf(error)
  const reasons: Record<string, string> = {
    ECONNREFUSED: 'nothing answers at this address and port (connection refused)',
    ENOTFOUND: 'this host name cannot be found (DNS), or the machine is offline',
    EAI_AGAIN: 'the host name could not be looked up (DNS), or the machine is offline',
    ECONNRESET: 'the connection broke while answering',
    UND_ERR_SOCKET: 'the connection broke while answering',
    CERT_HAS_EXPIRED: 'the server certificate has expired',
    DEPTH_ZERO_SELF_SIGNED_CERT: 'the server certificate is self-signed',
    SELF_SIGNED_CERT_IN_CHAIN: 'the server certificate is signed by an authority that is not trusted here',
    UNABLE_TO_VERIFY_LEAF_SIGNATURE:
      'the server certificate is not signed by an authority this machine trusts',
    UNABLE_TO_GET_ISSUER_CERT: 'the chain of the server certificate is incomplete',
    UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
      'the server certificate is signed by an authority that is not trusted here',
    CERT_NOT_YET_VALID: 'the server certificate is not valid yet',
    ERR_SSL_WRONG_VERSION_NUMBER: 'this port does not speak TLS (https)',
    ALERT_PROTOCOL_VERSION: 'the server accepts no TLS version that is spoken here',
    ALERT_CERTIFICATE_REQUIRED: 'the server demands a client certificate',
    ALERT_HANDSHAKE_FAILURE: 'the server broke off the TLS handshake; it may demand a client certificate',
    ALERT_UNKNOWN_CA: 'the server does not know who issued the client certificate',
    ALERT_BAD_CERTIFICATE: 'the server does not take the client certificate',
    ALERT_CERTIFICATE_EXPIRED: 'the server says that the client certificate has expired',
    ERR_TLS_CERT_ALTNAME_INVALID: 'the server certificate is for another host name',
  }
  if (code === 'UND_ERR_SOCKET' && url.startsWith('https:') && hasReadNothing(error)) return silentEnd
  if (code !== null) return reasons[code] ?? `the connection failed (${code})`
  const cause = causeOf(error)
  return cause instanceof Error && cause.message ? cause.message : 'the connection failed'
}

/** The other side ended the connection in the middle; what was asked may be asked again where asking changes nothing. */
export function isBroken(error: unknown): boolean {
  return ['ECONNRESET', 'UND_ERR_SOCKET', 'EPIPE'].includes(codeOf(error) ?? '')
}

/** What a server does in TLS 1.3 that demands a certificate and got none, if it does not say why. */
const silentEnd =
  'the server closed the connection without a word; one that demands a client certificate does so'

function hasReadNothing(error: unknown): boolean {
  const { socket } = causeOf(error) as { socket?: { bytesRead?: unknown } }
  return socket?.bytesRead === 0
}

export function isUntrusted(error: unknown): boolean {
  return untrusted.includes(codeOf(error) ?? '')
}
