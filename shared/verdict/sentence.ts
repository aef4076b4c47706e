/** Names of OAuth, OpenID Connect and JOSE that are words without a mark of their own, and are no English words. */
const wireNames = new Set([
  ...['iss', 'sub', 'aud', 'exp', 'nbf', 'iat', 'jti', 'azp', 'acr', 'amr', 'sid', 'cnf', 'nonce'],
  ...['alg', 'enc', 'kid', 'typ', 'cty', 'crit', 'jwk', 'jwks', 'jku', 'kty', 'crv', 'oct'],
  ...['http', 'https', 'localhost', 'openid'],
])

/**
 * A fact as a sentence: a capital at its beginning and a full stop at its end. A wire name, a URL or a host keeps
 * its spelling, for `Jwks_uri` and `Example.com` are other names than those that were found.
 */
export function sentence(text: string): string {
  if (text === '') return ''
  const [first = ''] = text.split(/[\s,;]/, 1)
  const word = first.replace(/[.:?…]+$/, '')
  // An underscore, a digit or something between letters that no English word has: a name or an address.
  const isName = wireNames.has(word) || /[_\d/+@[\]]|[.:]/.test(word)
  const begun = isName ? text : `${text.charAt(0).toUpperCase()}${text.slice(1)}`
  return /[.?…]$/.test(begun) ? begun : `${begun}.`
}
