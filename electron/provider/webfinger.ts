import type { ServerResponse } from 'node:http'
import { issuerRelation } from '../../shared/profile/webfinger-target.ts'

const path = '/.well-known/webfinger'

export function isWebfinger(url: string): boolean {
  return url === path || url.startsWith(`${path}?`)
}

/** Everybody at this host signs in here (OpenID Connect Discovery 1.0 §2): the accounts are made up anyway. */
export function answerWebfinger(issuer: string, url: string, response: ServerResponse): void {
  const query = new URL(url, issuer).searchParams
  const resource = query.get('resource')
  if (resource === null || resource === '' || resource.length > 2048) {
    response.writeHead(400, { 'content-type': 'text/plain' }).end('a resource is expected')
    return
  }
  const rels = query.getAll('rel')
  // Only what was asked for (RFC 7033 §4.3).
  const links =
    rels.length === 0 || rels.includes(issuerRelation) ? [{ rel: issuerRelation, href: issuer }] : []
  response
    .writeHead(200, { 'content-type': 'application/jrd+json', 'cache-control': 'no-store' })
    .end(JSON.stringify({ subject: resource, links }))
}
