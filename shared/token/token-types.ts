/** What a token may be taken for. A guess for people; nothing may rely on it. */
export type TokenKindGuess =
  | 'id_token'
  | 'access_token'
  | 'refresh_token'
  | 'logout_token'
  | 'client_assertion'
  | 'client_attestation'
  | 'dpop_proof'
  | 'request_object'
  | 'jarm_response'
  | 'sd_jwt'
  | 'sd_jwt_vc'
  | 'key_binding'
  | 'verifiable_credential'
  | 'security_event'
  | 'userinfo'
  | 'introspection'
  | 'registration'
  | 'entity_statement'
  | 'federation'
  | 'status_list'
  | 'service_account'
  | 'workload_identity'
  | 'nested'
  | 'jwt'
  | 'jws'
  | 'jws_json'
  | 'jwe'
  | 'jwe_json'
  | 'unsecured'
  | 'paseto'
  | 'saml'
  | 'opaque'
  | 'no_token'
  | 'empty'

export type KindGuess = {
  readonly kind: TokenKindGuess
  /** For a heading, for example `Access token (RFC 9068)`. */
  readonly title: string
  /** Why it is taken for that: a guess from what the token says of itself, never a proof. */
  readonly reason: string
}

type TypedKind = Omit<KindGuess, 'reason'>

const kind = (kind: TokenKindGuess, title: string): TypedKind => ({ kind, title })

/** The `typ` header of each kind that has one, lower case and without `application/` (RFC 7515 §4.1.9, RFC 8725 §3.11). */
const types: ReadonlyMap<string, TypedKind> = new Map([
  ['at+jwt', kind('access_token', 'Access token (RFC 9068)')],
  ['logout+jwt', kind('logout_token', 'Logout token')],
  ['dpop+jwt', kind('dpop_proof', 'DPoP proof')],
  ['oauth-authz-req+jwt', kind('request_object', 'Request object (JAR)')],
  ['client-authentication+jwt', kind('client_assertion', 'Client assertion')],
  ['oauth-client-attestation+jwt', kind('client_attestation', 'Client attestation')],
  ['oauth-client-attestation-pop+jwt', kind('client_attestation', 'Client attestation, proof of possession')],
  ['secevent+jwt', kind('security_event', 'Security event token')],
  ['token-introspection+jwt', kind('introspection', 'Introspection answer')],
  ['kb+jwt', kind('key_binding', 'Key binding JWT')],
  ['dc+sd-jwt', kind('sd_jwt_vc', 'SD-JWT credential')],
  ['vc+sd-jwt', kind('sd_jwt_vc', 'SD-JWT credential')],
  ['vc+jwt', kind('verifiable_credential', 'Verifiable credential')],
  ['vp+jwt', kind('verifiable_credential', 'Verifiable presentation')],
  ['statuslist+jwt', kind('status_list', 'Status list')],
  ['openid4vci-proof+jwt', kind('key_binding', 'Key proof for a credential')],
  ['key-attestation+jwt', kind('client_attestation', 'Key attestation')],
  ['entity-statement+jwt', kind('entity_statement', 'Entity statement')],
  ['trust-mark+jwt', kind('federation', 'Trust mark')],
  ['trust-mark-delegation+jwt', kind('federation', 'Trust mark delegation')],
  ['resolve-response+jwt', kind('federation', 'Resolved entity')],
  ['jwk-set+jwt', kind('federation', 'Signed key set')],
  ['explicit-registration-response+jwt', kind('registration', 'Registration answer')],
  ['oauth-id-jag+jwt', kind('client_assertion', 'Identity assertion grant')],
  ['txntoken+jwt', kind('access_token', 'Transaction token')],
  ['passport', kind('jwt', 'PASSporT (caller identity)')],
])

/** The kind that a header's `typ` names; null for a type that names no kind, such as `JWT`. */
export function kindOfType(typ: string | null): KindGuess | null {
  if (typ === null) return null
  const known = types.get(typ.toLowerCase().replace(/^application\//, ''))
  return known ? { ...known, reason: `Its header says typ ${JSON.stringify(typ)}.` } : null
}
