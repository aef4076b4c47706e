import type { IncomingMessage } from 'node:http'
import type { Endpoint } from './scripted-faults.ts'

export type SeenRequest = {
  readonly method: string
  readonly path: string
  readonly query: URLSearchParams
  readonly headers: IncomingMessage['headers']
  readonly form: URLSearchParams
}

export async function readRequest(request: IncomingMessage): Promise<SeenRequest> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(Buffer.from(chunk))
  const url = new URL(request.url ?? '/', 'http://scripted.invalid')
  return {
    method: request.method ?? '',
    path: url.pathname,
    query: url.searchParams,
    headers: request.headers,
    form: new URLSearchParams(Buffer.concat(chunks).toString()),
  }
}

export function endpointOf(path: string): Endpoint | null {
  if (path.startsWith('/.well-known/')) return 'metadata'
  const name = path.slice(1)
  return name === 'jwks' || name === 'token' || name === 'userinfo' || name === 'revoke' ? name : null
}

/** What a request carried that must come back nowhere. */
export function secretsOf(seen: SeenRequest): readonly string[] {
  const authorization = seen.headers.authorization ?? ''
  const names = ['client_secret', 'code', 'code_verifier', 'refresh_token', 'token']
  return [
    ...names.flatMap((name) => seen.form.getAll(name)),
    ...(authorization === ''
      ? []
      : [authorization, authorization.replace(/^\w+ /, ''), basicPair(authorization)]),
  ]
}

function basicPair(authorization: string): string {
  return authorization.startsWith('Basic ') ? Buffer.from(authorization.slice(6), 'base64').toString() : ''
}
