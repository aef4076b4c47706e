import { z } from 'zod'
import { authorizationDetailsText, claimsText } from './json-settings.ts'
import { responseModes, responseTypes } from './response-type.ts'

/** By the value of `grant_type` on the wire; `implicit` has no token request and is named as in RFC 7591 §2. */
export const grantTypes = [
  'authorization_code',
  'implicit',
  'client_credentials',
  'password',
  'refresh_token',
  'urn:ietf:params:oauth:grant-type:device_code',
  'urn:openid:params:grant-type:ciba',
  'urn:ietf:params:oauth:grant-type:token-exchange',
  'urn:ietf:params:oauth:grant-type:jwt-bearer',
  'urn:ietf:params:oauth:grant-type:saml2-bearer',
] as const
export const grantType = z.enum(grantTypes)
export type GrantType = z.infer<typeof grantType>

/**
 * How a profile's tokens are asked for. Settings that the chosen grant does not use are kept, so that going from one
 * grant to another and back loses nothing.
 */
export const flowSettings = z.strictObject({
  grant_type: grantType,
  /** How client_secret_basic spells its halves: as RFC 6749 §2.3.1 has it, or raw for servers that do not decode. */
  basic_credentials: z.enum(['form_encoded', 'raw']),
  /** Of client assertions (RFC 7523 §3). Empty: HS256 with a secret, the first that the key can make otherwise. */
  client_assertion_signing_alg: z.string().max(64),
  /** Whom a client assertion is for: the issuer, or the token endpoint as older servers want it. */
  client_assertion_audience: z.enum(['issuer', 'token_endpoint']),
  /** The user name of the password grant (RFC 6749 §4.3). */
  username: z.string().max(1024),
  /** Who is to sign in, as the provider knows them (OIDC Core §3.1.2.1, CIBA Core §7.1); empty: not sent. */
  login_hint: z.string().max(1024),
  /** Shown on the person's device, to be compared (CIBA Core §7.1); empty: not sent. */
  binding_message: z.string().max(256),
  /** How this app learns that the person has decided: it asks, or it is called (CIBA Core §5); as registered. */
  backchannel_token_delivery_mode: z.enum(['poll', 'ping']),
  /** Where it listens for that call, on this machine; what is registered is this, or an address that forwards to it. */
  backchannel_client_notification_endpoint: z
    .string()
    .max(512)
    .regex(
      /^http:\/\/(?:127\.0\.0\.1|\[::1\]|localhost):[1-9]\d{0,4}\/[A-Za-z0-9\-._~/]*$/,
      'http://127.0.0.1, [::1] or localhost with a port and a path',
    )
    .refine((address) => URL.canParse(address) && new URL(address).href === address, {
      error: 'http://127.0.0.1, [::1] or localhost with a port and a path',
    }),
  /** Token exchange (RFC 8693 §2.1, §3): what kinds of tokens are given, and which is asked for; empty: not sent. */
  subject_token_type: z.string().max(256),
  actor_token_type: z.string().max(256),
  requested_token_type: z.string().max(256),
  /** For whom the token is asked (RFC 8693 §2.1); several allowed. */
  audience: z.array(z.string().max(2048)).max(20),
  /** Whom an assertion that is made here speaks for (RFC 7523 §3 `sub`); empty: the client itself. */
  assertion_subject: z.string().max(1024),
  /** How the code is bound to this app (RFC 7636 §4.2); none only for servers that refuse it. */
  code_challenge_method: z.enum(['S256', 'plain', 'none']),
  /** The authorization request goes to the provider first (RFC 9126); one that requires it gets it anyway. */
  pushed_authorization: z.boolean(),
  /** What comes back through the browser; one of another grant than the chosen one is not sent (`responseTypeOf`). */
  response_type: z.enum(responseTypes),
  /** How the browser brings the answer; empty: not sent, which means query for a code alone (OAuth Multiple Response Types §2.1). */
  response_mode: z.enum(['', ...responseModes]),
  /** The authorization request goes as a JWT signed with this algorithm (RFC 9101); empty: it does not. */
  request_object_signing_alg: z.string().max(64),
  /** And encrypted to the provider (RFC 9101 §6.1); empty: signed alone. The content encryption: empty means A256GCM. */
  request_object_encryption_alg: z.string().max(64),
  request_object_encryption_enc: z.string().max(64),
  /** Claims asked for one by one, JSON (OIDC Core §5.5); empty: not sent. */
  claims: claimsText,
  /** What exactly is asked for, a JSON array (RFC 9396 §2); empty: not sent. */
  authorization_details: authorizationDetailsText,
  /** Token requests name the redirect URI's origin, as a browser would: some servers demand it of single-page apps. */
  origin_header: z.boolean(),
  /** What ID tokens must be signed with, as registered (OIDC Registration §2); empty: any the provider announces but HMAC. */
  id_token_signed_response_alg: z.string().max(64),
  /** The same of signed answers (JARM §3); empty: any that the provider signs with a key of its own. */
  authorization_signed_response_alg: z.string().max(64),
  /**
   * What answers are encrypted with, as registered (OIDC Registration §2, JARM §3): one by the client secret is used only
   * where it is named here. Empty: whatever the decryption key opens, or nothing.
   */
  id_token_encrypted_response_alg: z.string().max(64),
  userinfo_encrypted_response_alg: z.string().max(64),
  authorization_encrypted_response_alg: z.string().max(64),
  /** Introspection is asked for as a JWT signed with this algorithm (RFC 9701 §4); empty: as JSON. */
  introspection_signed_response_alg: z.string().max(64),
  /** Access tokens must be bound to the client certificate (RFC 8705 §3.4). */
  tls_client_certificate_bound_access_tokens: z.boolean(),
  /** PEM certificates of authorities that are trusted beside the machine's; empty: none. */
  ca_certificates: z.string().max(500_000),
  /** Empty: what the system says; `none`; or the proxy's address. Loopback is never proxied. */
  proxy: z
    .string()
    .max(512)
    .regex(
      /^(?:|none|https?:\/\/[^\s@/?#]+\/?)$/,
      'empty, none, or a proxy as http://host:port without credentials',
    )
    .refine((proxy) => proxy === '' || proxy === 'none' || URL.canParse(proxy), {
      error: 'empty, none, or a proxy as http://host:port without credentials',
    }),
  /** Tokens are bound to a key (RFC 9449): the one that is kept, or one made for the run. */
  dpop: z.boolean(),
})
export type FlowSettings = z.infer<typeof flowSettings>

/** What a profile has that was kept before a setting was there. */
export const defaultFlow: FlowSettings = {
  grant_type: 'authorization_code',
  basic_credentials: 'form_encoded',
  client_assertion_signing_alg: '',
  client_assertion_audience: 'issuer',
  username: '',
  login_hint: '',
  binding_message: '',
  backchannel_token_delivery_mode: 'poll',
  backchannel_client_notification_endpoint: 'http://127.0.0.1:8934/ciba-notification',
  subject_token_type: 'urn:ietf:params:oauth:token-type:access_token',
  actor_token_type: '',
  requested_token_type: '',
  audience: [],
  assertion_subject: '',
  code_challenge_method: 'S256',
  pushed_authorization: false,
  response_type: 'code',
  response_mode: '',
  request_object_signing_alg: '',
  request_object_encryption_alg: '',
  request_object_encryption_enc: '',
  claims: '',
  authorization_details: '',
  origin_header: false,
  id_token_signed_response_alg: '',
  authorization_signed_response_alg: '',
  id_token_encrypted_response_alg: '',
  userinfo_encrypted_response_alg: '',
  authorization_encrypted_response_alg: '',
  introspection_signed_response_alg: '',
  tls_client_certificate_bound_access_tokens: false,
  ca_certificates: '',
  proxy: '',
  dpop: false,
}
