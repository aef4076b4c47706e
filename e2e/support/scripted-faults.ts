/** What an endpoint answers instead of its real answer. */
export type AnswerFault =
  | 'html'
  | 'not_json'
  | 'array'
  | 'redirect'
  | 'redirect_307'
  | 'not_found'
  | 'empty_500'
  | 'busy_429'
  | 'unauthorized'
  | 'huge'
  | 'endless'
  | 'slow'
  | 'silent'
  | 'reset'
  /** The first time; then it behaves. */
  | 'reset_once'
  | 'cut_off'
  | 'zip_bomb'
  | 'empty_403'
  | 'busy_503'
  | 'json_as_html'
  | 'echo_secrets'
  | 'echo_late'

export type Endpoint = 'metadata' | 'jwks' | 'token' | 'userinfo' | 'revoke'

/** How the issuer misbehaves. Nothing set: it behaves. `undefined` as a claim's or member's value leaves it out. */
export type Faults = {
  /** Codes and refresh tokens are taken again and by anyone, verifiers and redirect URIs not looked at, nothing is revoked. */
  readonly careless: boolean
  /** Errors of the token endpoint before a device's code is good, one for each poll. */
  readonly devicePolls: readonly string[]
  /** Members of the device authorization answer, over the real ones. */
  readonly device: Readonly<Record<string, unknown>>
  /** Members of the backchannel authentication answer, over the real ones. */
  readonly ciba: Readonly<Record<string, unknown>>
  /** Whole answers, by endpoint. */
  readonly answers: Partial<Record<Endpoint, AnswerFault>>
  /** Members of the metadata, over the real ones. */
  readonly metadata: Readonly<Record<string, unknown>>
  /** Other origins may read what the authorization endpoint answers. */
  readonly authorizationCors: boolean
  /** The metadata stands at the RFC 8414 address only. */
  readonly onlyOauthMetadata: boolean
  /** Parameters of the callback, over the real ones; undefined leaves one out, an array repeats it. */
  readonly callback: Readonly<Record<string, string | readonly string[] | undefined>>
  /** The answer comes in the fragment. */
  readonly fragment: boolean
  /** Claims of the ID token, over the real ones. */
  readonly idToken: Readonly<Record<string, unknown>>
  /** Members of the ID token's header, over the real ones. */
  readonly idTokenHeader: Readonly<Record<string, unknown>>
  readonly signing: 'RS256' | 'ES256' | 'none' | 'hs256_public_key' | 'wrong_key' | 'damaged' | 'encrypted'
  /** Makes the ID token from its claims instead, with a key of the test's own. */
  readonly signer: ((claims: Readonly<Record<string, unknown>>) => string | Promise<string>) | null
  /** Members of the token answer, over the real ones. */
  readonly token: Readonly<Record<string, unknown>>
  /** Claims of ID tokens that come with a refresh, over those of the sign-in. */
  readonly refreshedIdToken: Readonly<Record<string, unknown>>
  /** Error of the token endpoint. */
  readonly tokenError: Readonly<Record<string, unknown>> | null
  readonly refreshError: Readonly<Record<string, unknown>> | null
  /** Claims of userinfo, over the real ones. */
  readonly userinfo: Readonly<Record<string, unknown>>
  /** Makes userinfo a JWT of its claims. */
  readonly userinfoJwt: ((claims: Readonly<Record<string, unknown>>) => string | Promise<string>) | null
  /** The key set, over the real one. */
  readonly jwks: Readonly<Record<string, unknown>> | null
  /** The key set's whole text, where JSON of our own making will not do. */
  readonly jwksText: string | null
}

export const noFaults: Faults = {
  devicePolls: [],
  device: {},
  ciba: {},
  careless: false,
  answers: {},
  metadata: {},
  authorizationCors: false,
  onlyOauthMetadata: false,
  callback: {},
  fragment: false,
  idToken: {},
  idTokenHeader: {},
  signing: 'RS256',
  signer: null,
  token: {},
  refreshedIdToken: {},
  tokenError: null,
  refreshError: null,
  userinfo: {},
  userinfoJwt: null,
  jwks: null,
  jwksText: null,
}
