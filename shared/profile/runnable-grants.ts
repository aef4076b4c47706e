import type { GrantType } from './flow-settings.ts'

/** The grants that can be run, in the order in which they are offered; one that is not here cannot be chosen. */
export const runnableGrants = [
  'authorization_code',
  'client_credentials',
  'urn:ietf:params:oauth:grant-type:device_code',
  'urn:openid:params:grant-type:ciba',
  'refresh_token',
  'urn:ietf:params:oauth:grant-type:token-exchange',
  'urn:ietf:params:oauth:grant-type:jwt-bearer',
  'urn:ietf:params:oauth:grant-type:saml2-bearer',
  'password',
  'implicit',
] as const satisfies readonly GrantType[]
export type RunnableGrant = (typeof runnableGrants)[number]

/** Grants as people call them; those that RFC 9700 §2.1.2 and §2.4 advise against are named as legacy. */
export const grantLabels: Readonly<Record<GrantType, string>> = {
  authorization_code: 'Authorization code',
  implicit: 'Implicit (legacy)',
  client_credentials: 'Client credentials',
  password: 'Password (legacy)',
  refresh_token: 'Refresh token',
  'urn:ietf:params:oauth:grant-type:device_code': 'Device authorization',
  'urn:openid:params:grant-type:ciba': 'CIBA',
  'urn:ietf:params:oauth:grant-type:token-exchange': 'Token exchange',
  'urn:ietf:params:oauth:grant-type:jwt-bearer': 'JWT bearer',
  'urn:ietf:params:oauth:grant-type:saml2-bearer': 'SAML 2.0 bearer',
}

/** Whether the grant's answer comes back through the browser, to a redirect URI (RFC 6749 §4.1, §4.2). */
export function hasFrontChannel(grant: GrantType): boolean {
  return grant === 'authorization_code' || grant === 'implicit'
}
