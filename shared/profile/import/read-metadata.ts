import { endpointFields } from '../endpoints.ts'
import { startCandidate } from './candidate.ts'
import { collect } from './collected.ts'
import type { Import } from './imported.ts'
import { listOf, member, textAt, textOf } from './json-value.ts'

/** Metadata of a provider (OpenID Connect Discovery 1.0 §3, RFC 8414 §2). */
export function isMetadata(value: unknown): boolean {
  return (
    textAt(value, 'issuer') !== null &&
    (textAt(value, 'authorization_endpoint') !== null ||
      textAt(value, 'token_endpoint') !== null ||
      textAt(value, 'jwks_uri') !== null)
  )
}

/** What a provider says of itself; the client is to be filled in. */
export function readMetadata(value: unknown): Import {
  const issuer = textAt(value, 'issuer') ?? ''
  const candidate = startCandidate(URL.canParse(issuer) ? new URL(issuer).hostname : 'Provider')
  candidate.issuer('issuer', issuer)
  for (const name of endpointFields) candidate.endpoint(name, name, member(value, name))
  const scopes = listOf(member(value, 'scopes_supported')).map(textOf)
  if (scopes.includes('openid')) {
    candidate.scope(
      'scopes_supported',
      ['openid', 'profile', 'email'].filter((each) => scopes.includes(each)),
    )
  }
  const methods = listOf(member(value, 'token_endpoint_auth_methods_supported')).map(textOf)
  if (methods.length > 0 && !methods.includes('none'))
    candidate.method('token_endpoint_auth_methods_supported', methods[0])
  return collect('Provider metadata', [candidate.finish])
}
