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
})
export type FlowSettings = z.infer<typeof flowSettings>

/** What a profile has that was kept before a setting was there. */
export const defaultFlow: FlowSettings = {
  grant_type: 'authorization_code',
  username: '',
}
