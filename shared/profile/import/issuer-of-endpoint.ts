/** An issuer that was told from the shape of an endpoint. `known`: the provider's own pattern, so that asking it is worth it. */
export type IssuerGuess = { readonly issuer: string; readonly known: string | null }

const patterns: readonly {
  readonly name: string
  readonly path: RegExp
  readonly host?: RegExp
  readonly ends?: string
}[] = [
  { name: 'Keycloak', path: /^(.*\/realms\/[^/]+)\/protocol\/openid-connect\/(?:auth|token)(?:\/.*)?$/ },
  {
    name: 'Entra ID',
    host: /(?:^|\.)(?:login\.microsoftonline\.(?:com|us)|login\.partner\.microsoftonline\.cn|login\.windows\.net|ciamlogin\.com)$/,
    path: /^(\/[^/]+)\/oauth2\/v2\.0\/(?:authorize|token|devicecode)$/,
    ends: '/v2.0',
  },
  { name: 'Okta', path: /^(\/oauth2\/[^/]+)\/v1\/(?:authorize|token)$/ },
  { name: 'Okta', host: /\.okta(?:preview|-emea)?\.com$/, path: /^()\/oauth2\/v1\/(?:authorize|token)$/ },
  { name: 'Auth0', host: /\.auth0\.com$/, path: /^()\/(?:authorize|oauth\/token)$/, ends: '/' },
  { name: 'Duende IdentityServer', path: /^(.*)\/connect\/(?:authorize|token)$/ },
  { name: 'Zitadel', path: /^()\/oauth\/v2\/(?:authorize|token)$/ },
  { name: 'Authentik', path: /^(\/application\/o)\/(?:authorize|token)\/$/ },
  { name: 'Ping', path: /^(.*)\/as\/(?:authorize|token|authorization\.oauth2|token\.oauth2)$/ },
]

/** Providers whose issuer stands at another address than their endpoints. */
const fixed: readonly { readonly host: RegExp; readonly issuer: string; readonly name: string }[] = [
  {
    host: /^(?:accounts\.google\.com|oauth2\.googleapis\.com|www\.googleapis\.com)$/,
    issuer: 'https://accounts.google.com',
    name: 'Google',
  },
  { host: /^appleid\.apple\.com$/, issuer: 'https://appleid.apple.com', name: 'Apple' },
  { host: /^gitlab\.com$/, issuer: 'https://gitlab.com', name: 'GitLab' },
]

/**
 * The issuer that endpoints of this shape belong to; null where the address cannot be read. A guess: only the
 * provider's metadata says how it calls itself. Placeholders stay as they are.
 */
export function issuerOfEndpoint(endpoint: string): IssuerGuess | null {
  const parts = /^(https?:\/\/)([^/?#]+)([^?#]*)/i.exec(endpoint.trim())
  if (!parts) return null
  const [, scheme = '', host = '', path = ''] = parts
  const hostname = host.toLowerCase().replace(/:\d+$/, '')
  const own = fixed.find((each) => each.host.test(hostname))
  if (own) return { issuer: own.issuer, known: own.name }
  for (const { name, path: pattern, host: hosts, ends = '' } of patterns) {
    if (hosts && !hosts.test(hostname)) continue
    const match = pattern.exec(path)
    if (match)
      return { issuer: `${scheme}${host}${match[1] ?? ''}${ends}`, known: name === 'Authentik' ? null : name }
  }
  return { issuer: `${scheme}${host}`, known: null }
}
