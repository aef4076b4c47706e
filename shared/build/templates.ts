export type TemplateId =
  | 'id_token'
  | 'access_token'
  | 'client_assertion'
  | 'dpop_proof'
  | 'logout_token'
  | 'request_object'
  | 'sd_jwt'
  | 'blank'

export type Template = {
  readonly id: TemplateId
  readonly label: string
  /** What it is for and what to change first, one sentence. */
  readonly about: string
  readonly spec: string
  /** JSON text; `alg` follows the chosen key. */
  readonly header: string
  /** JSON text with placeholders (`resolvePlaceholders`). */
  readonly payload: string
  /** Only for an SD-JWT: the claims that become disclosures. */
  readonly disclose?: readonly string[]
}

const header = (...lines: readonly string[]) =>
  `{\n${['"alg": "ES256"', ...lines].map((line) => `  ${line}`).join(',\n')}\n}`
const claims = (...lines: readonly string[]) => `{\n${lines.map((line) => `  ${line}`).join(',\n')}\n}`
const kid = '"kid": "{{thumbprint}}"'

/**
 * Tokens to start from: what their specification requires, with example values to put one's own in. They promise
 * no acceptance anywhere: an issuer and an audience must be those that the receiver expects.
 */
export const templates: readonly Template[] = [
  {
    id: 'id_token',
    label: 'ID token',
    about: 'What an OpenID provider says about a sign-in. Change iss, aud (the client) and nonce.',
    spec: 'OIDC Core §2',
    header: header('"typ": "JWT"', kid),
    payload: claims(
      '"iss": "https://login.example.com"',
      '"sub": "ada"',
      '"aud": "my-client"',
      '"exp": "{{now + 1h}}"',
      '"iat": "{{now}}"',
      '"auth_time": "{{now - 10s}}"',
      '"nonce": "n-0S6_WzA2Mj"',
    ),
  },
  {
    id: 'access_token',
    label: 'Access token',
    about: 'A JWT access token for an API. Change iss, aud (the API), client_id and scope.',
    spec: 'RFC 9068 §2',
    header: header('"typ": "at+jwt"', kid),
    payload: claims(
      '"iss": "https://login.example.com"',
      '"sub": "ada"',
      '"aud": "https://api.example.com"',
      '"client_id": "my-client"',
      '"scope": "orders:read"',
      '"exp": "{{now + 1h}}"',
      '"iat": "{{now}}"',
      '"jti": "{{uuid}}"',
    ),
  },
  {
    id: 'client_assertion',
    label: 'Client assertion',
    about:
      'How a client proves who it is at the token endpoint (private_key_jwt). iss and sub are the client ID; aud is the provider.',
    spec: 'RFC 7523 §3',
    header: header('"typ": "JWT"', kid),
    payload: claims(
      '"iss": "my-client"',
      '"sub": "my-client"',
      '"aud": "https://login.example.com"',
      '"exp": "{{now + 1min}}"',
      '"iat": "{{now}}"',
      '"jti": "{{uuid}}"',
    ),
  },
  {
    id: 'dpop_proof',
    label: 'DPoP proof',
    about:
      'Proves possession of a key for one HTTP request; its public half stands in the header. Change htm and htu.',
    spec: 'RFC 9449 §4.2',
    header: header('"typ": "dpop+jwt"', '"jwk": "{{public_jwk}}"'),
    payload: claims(
      '"htm": "POST"',
      '"htu": "https://login.example.com/token"',
      '"iat": "{{now}}"',
      '"jti": "{{uuid}}"',
    ),
  },
  {
    id: 'logout_token',
    label: 'Logout token',
    about: 'How a provider tells a client that a session ended. It has no nonce; sub or sid says who.',
    spec: 'OIDC Back-Channel Logout §2.4',
    header: header('"typ": "logout+jwt"', kid),
    payload: claims(
      '"iss": "https://login.example.com"',
      '"sub": "ada"',
      '"aud": "my-client"',
      '"iat": "{{now}}"',
      '"exp": "{{now + 2min}}"',
      '"jti": "{{uuid}}"',
      '"events": { "http://schemas.openid.net/event/backchannel-logout": {} }',
    ),
  },
  {
    id: 'request_object',
    label: 'Request object',
    about:
      'An authorization request as a signed JWT (JAR). iss and client_id are the client; aud is the provider.',
    spec: 'RFC 9101 §4',
    header: header('"typ": "oauth-authz-req+jwt"', kid),
    payload: claims(
      '"iss": "my-client"',
      '"aud": "https://login.example.com"',
      '"client_id": "my-client"',
      '"response_type": "code"',
      '"redirect_uri": "https://app.example.com/callback"',
      '"scope": "openid"',
      '"state": "af0ifjsldkj"',
      '"nonce": "n-0S6_WzA2Mj"',
      '"code_challenge": "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"',
      '"code_challenge_method": "S256"',
      '"exp": "{{now + 5min}}"',
      '"iat": "{{now}}"',
      '"jti": "{{uuid}}"',
    ),
  },
  {
    id: 'sd_jwt',
    label: 'SD-JWT credential',
    about: 'Its holder shows only the claims they choose. Tick in the list which claims become disclosures.',
    spec: 'RFC 9901 §4',
    header: header('"typ": "dc+sd-jwt"', kid),
    payload: claims(
      '"iss": "https://issuer.example.com"',
      '"vct": "https://credentials.example.com/identity"',
      '"iat": "{{now}}"',
      '"exp": "{{now + 365 days}}"',
      '"sub": "ada"',
      '"given_name": "Ada"',
      '"family_name": "Lovelace"',
      '"birthdate": "1815-12-10"',
      '"nationalities": ["GB"]',
    ),
    disclose: ['given_name', 'family_name', 'birthdate', 'nationalities'],
  },
  {
    id: 'blank',
    label: 'Blank',
    about: 'An empty header and no claims: any JWS, with any payload.',
    spec: 'RFC 7515 §3',
    header: '{"alg":"ES256"}',
    payload: '{}',
  },
]

/** The template of this id. */
export function findTemplate(id: TemplateId): Template {
  const found = templates.find((template) => template.id === id)
  if (!found) throw new TypeError('the list of templates is not complete')
  return found
}
