import { z } from 'zod'

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
  /** The user name of the password grant (RFC 6749 §4.3). */
  username: z.string().max(1024),
  /** Token exchange (RFC 8693 §2.1, §3): what kinds of tokens are given, and which is asked for; empty: not sent. */
  subject_token_type: z.string().max(256),
  actor_token_type: z.string().max(256),
  requested_token_type: z.string().max(256),
  /** For whom the token is asked (RFC 8693 §2.1); several allowed. */
  audience: z.array(z.string().max(2048)).max(20),
})
export type FlowSettings = z.infer<typeof flowSettings>

/** What a profile has that was kept before a setting was there. */
export const defaultFlow: FlowSettings = {
  grant_type: 'authorization_code',
  username: '',
  subject_token_type: 'urn:ietf:params:oauth:token-type:access_token',
  actor_token_type: '',
  requested_token_type: '',
  audience: [],
}
