import { isLoopbackHost } from '../loopback-host.ts'
import type { JsonObject } from './read-id-token.ts'

export type ManagementAddress =
  /** Nothing was offered. */
  | { readonly kind: 'none' }
  | { readonly kind: 'half'; readonly there: string }
  /** The token must not go there. */
  | { readonly kind: 'refused'; readonly uri: string; readonly why: string }
  | { readonly kind: 'usable'; readonly uri: string; readonly token: string; readonly isElsewhere: boolean }

/**
 * Where an answer says that its registration is managed (RFC 7592 §3), held against the endpoint that gave it: the
 * token is a credential, so it goes over TLS only, or to this machine where the endpoint is on it.
 */
export function managementAddress(answer: JsonObject, endpoint: string): ManagementAddress {
  const { registration_client_uri: uri, registration_access_token: token } = answer
  const isUri = typeof uri === 'string' && uri !== ''
  const isToken = typeof token === 'string' && token !== ''
  if (!isUri && !isToken) return { kind: 'none' }
  if (!isUri) return { kind: 'half', there: 'registration_access_token' }
  if (!isToken) return { kind: 'half', there: 'registration_client_uri' }
  if (!URL.canParse(uri)) return { kind: 'refused', uri, why: 'it is no URL' }
  const url = new URL(uri)
  const own = URL.canParse(endpoint) ? new URL(endpoint) : null
  if (url.username !== '' || url.password !== '') {
    return { kind: 'refused', uri: url.host, why: 'it holds credentials' }
  }
  const isLocal =
    url.protocol === 'http:' &&
    own?.protocol === 'http:' &&
    (url.host === own.host || (isLoopbackHost(url.hostname) && isLoopbackHost(own.hostname)))
  if (url.protocol !== 'https:' && !isLocal) return { kind: 'refused', uri, why: 'https is expected' }
  return { kind: 'usable', uri, token, isElsewhere: own === null || url.host !== own.host }
}
