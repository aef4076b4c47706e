import { isLoopbackHost } from '../loopback-host.ts'

/**
 * How an issuer can be reached, from its text alone.
 * `http_remote` is plain http to another machine: allowed only where the person said so for this issuer.
 */
export type IssuerAddress = 'https' | 'http_loopback' | 'http_remote' | 'not_a_url'

/**
 * Classifies an issuer identifier. It is a URL without query and fragment (OpenID Connect Discovery 1.0 §2,
 * RFC 8414 §2). Loopback means the addresses of RFC 8252 §7.3 and the name `localhost`.
 * Does not promise that anything answers there.
 */
export function issuerAddress(issuer: string): IssuerAddress {
  const text = issuer.trim()
  if (!URL.canParse(text)) return 'not_a_url'
  const url = new URL(text)
  if (text.includes('?') || text.includes('#') || url.username !== '' || url.password !== '')
    return 'not_a_url'
  if (url.protocol === 'https:') return 'https'
  if (url.protocol !== 'http:') return 'not_a_url'
  return isLoopbackHost(url.hostname) ? 'http_loopback' : 'http_remote'
}
