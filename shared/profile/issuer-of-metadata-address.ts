const openid = '/.well-known/openid-configuration'
const oauth = '/.well-known/oauth-authorization-server'

/**
 * The issuer behind a metadata address that was pasted in its place, or null where the text is no such address.
 * OpenID Connect Discovery 1.0 §4 puts the well-known part at the end, RFC 8414 §3 between host and path.
 * Does not promise that the provider calls itself exactly so; its metadata says that.
 */
export function issuerOfMetadataAddress(text: string): string | null {
  const address = text.trim().replace(/\/$/, '')
  if (!/^https?:\/\//i.test(address) || !URL.canParse(address) || /[?#]/.test(address)) return null
  if (address.endsWith(openid)) return address.slice(0, -openid.length)
  const place = address.indexOf(oauth)
  if (place < 0) return null
  const path = address.slice(place + oauth.length)
  if (path !== '' && !path.startsWith('/')) return null
  return address.slice(0, place) + path
}
