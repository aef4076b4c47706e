import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type JWK, jwtVerify } from 'jose'

export type ResourceServer = {
  readonly url: string
  /** Tokens that came, in their order. */
  readonly seen: readonly string[]
  close(): Promise<void>
}

/**
 * An API on this machine. A careful one validates as RFC 9068 §4 says; a broken one only decodes, as code does that
 * calls `decode` where it means `verify`.
 */
export async function startResourceServer(options: {
  readonly jwk: JWK
  readonly issuer: string
  readonly audience: string
  readonly isCareful: boolean
}): Promise<ResourceServer> {
  const seen: string[] = []
  const accepts = async (token: string): Promise<boolean> => {
    if (!options.isCareful) return token.split('.').length >= 2
    try {
      await jwtVerify(token, options.jwk, {
        issuer: options.issuer,
        audience: options.audience,
        typ: 'at+jwt',
        algorithms: ['ES256'],
        requiredClaims: ['exp', 'iss', 'aud', 'sub', 'iat', 'jti', 'client_id'],
      })
      return true
    } catch {
      return false
    }
  }
  const server: Server = createServer({ maxHeaderSize: 65_536 }, (request, response) => {
    const token = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? ''
    seen.push(token)
    void accepts(token).then((accepted) => {
      if (accepted) response.writeHead(200).end('{}')
      else response.writeHead(401, { 'WWW-Authenticate': 'Bearer error="invalid_token"' }).end()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/orders`,
    seen,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}
