import { X509Certificate } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { TLSSocket } from 'node:tls'
import type { Configuration, KoaContextWithOIDC } from 'oidc-provider'
import { type Authority, makeAuthority } from '../net/make-certificate.ts'

/** What is answered here: everything that a client asks without a browser (RFC 8705 §5). */
const endpoints = {
  token_endpoint: '/token',
  userinfo_endpoint: '/me',
  introspection_endpoint: '/token/introspection',
  revocation_endpoint: '/token/revocation',
  pushed_authorization_request_endpoint: '/request',
  device_authorization_endpoint: '/device/auth',
  backchannel_authentication_endpoint: '/backchannel',
} as const

export type MutualTls = {
  readonly authority: Authority
  readonly aliases: Readonly<Record<keyof typeof endpoints, string>>
  readonly onRequest: (handle: (request: IncomingMessage, response: ServerResponse) => void) => void
  readonly close: () => Promise<void>
}

/**
 * A second door to the provider that asks for a client certificate, with an authority made for this start. No
 * certificate at all is let in as well: who must show one is the client's registration to say.
 */
export async function openMutualTls(host: string): Promise<MutualTls> {
  const authority = await makeAuthority('Claimscope built-in provider', 7)
  const { certificate, privateKey } = await authority.issue({ name: host, ips: [host], days: 7 })
  const server = createServer({
    cert: certificate,
    key: privateKey,
    ca: [authority.certificate],
    requestCert: true,
    // A self-signed one is good where it was registered (RFC 8705 §2.2); the provider decides.
    rejectUnauthorized: false,
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, host, resolve)
  })
  const origin = `https://${host}:${(server.address() as AddressInfo).port}`
  const paths: readonly string[] = Object.values(endpoints)
  return {
    authority,
    aliases: {
      token_endpoint: origin + endpoints.token_endpoint,
      userinfo_endpoint: origin + endpoints.userinfo_endpoint,
      introspection_endpoint: origin + endpoints.introspection_endpoint,
      revocation_endpoint: origin + endpoints.revocation_endpoint,
      pushed_authorization_request_endpoint: origin + endpoints.pushed_authorization_request_endpoint,
      device_authorization_endpoint: origin + endpoints.device_authorization_endpoint,
      backchannel_authentication_endpoint: origin + endpoints.backchannel_authentication_endpoint,
    },
    onRequest: (handle) =>
      server.on('request', (request, response) => {
        const isHere = request.headers.host === new URL(origin).host
        if (isHere && paths.includes(request.url?.split('?')[0] ?? '')) return handle(request, response)
        response.writeHead(isHere ? 404 : 421, { 'content-type': 'text/plain', connection: 'close' })
        response.end(isHere ? 'not here' : 'wrong host')
      }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/** How oidc-provider learns of the certificate that came with a request (RFC 8705 §2). */
export const mutualTlsFeature: NonNullable<Configuration['features']>['mTLS'] = {
  enabled: true,
  certificateBoundAccessTokens: true,
  selfSignedTlsClientAuth: true,
  tlsClientAuth: true,
  getCertificate: (ctx) => certificateOf(ctx)?.toString(),
  certificateAuthorized: (ctx) => {
    const { socket } = ctx.req
    return socket instanceof TLSSocket && socket.authorized
  },
  certificateSubjectMatches: (ctx, property, expected) =>
    property === 'tls_client_auth_subject_dn' && certificateOf(ctx)?.subject === expected,
}

function certificateOf({ req }: KoaContextWithOIDC): X509Certificate | undefined {
  const { socket } = req
  if (!(socket instanceof TLSSocket)) return undefined
  const { raw } = socket.getPeerCertificate()
  return raw === undefined ? undefined : new X509Certificate(raw)
}
