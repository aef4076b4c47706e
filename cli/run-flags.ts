import type { ParseArgsOptionsConfig } from 'node:util'
import type { SecretName } from '../shared/profile/secret-name.ts'

/** Options of `run` that say how tokens are asked for; by their wire names, as oauth2c spells them. */
export const flowFlags = {
  'grant-type': { type: 'string' },
  'basic-credentials': { type: 'string' },
  'client-assertion-alg': { type: 'string' },
  'client-assertion-audience': { type: 'string' },
  username: { type: 'string' },
  'login-hint': { type: 'string' },
  'binding-message': { type: 'string' },
  'ciba-delivery': { type: 'string' },
  'notification-endpoint': { type: 'string' },
  'assertion-subject': { type: 'string' },
  'subject-token-type': { type: 'string' },
  'actor-token-type': { type: 'string' },
  'requested-token-type': { type: 'string' },
  audience: { type: 'string', multiple: true },
  pkce: { type: 'string' },
  'response-type': { type: 'string' },
  'response-mode': { type: 'string' },
  par: { type: 'boolean' },
  'request-object-alg': { type: 'string' },
  'request-object-encryption-alg': { type: 'string' },
  'request-object-encryption-enc': { type: 'string' },
  claims: { type: 'string' },
  'authorization-details': { type: 'string' },
  origin: { type: 'boolean' },
  'id-token-alg': { type: 'string' },
  'id-token-encryption-alg': { type: 'string' },
  'userinfo-encryption-alg': { type: 'string' },
  'jarm-alg': { type: 'string' },
  'jarm-encryption-alg': { type: 'string' },
  'introspection-alg': { type: 'string' },
  'certificate-bound': { type: 'boolean' },
  dpop: { type: 'boolean' },
} as const satisfies ParseArgsOptionsConfig

/** A PKCS#12 file is no text; it goes on as base64. */
export const binarySecrets: readonly SecretName[] = ['client_certificate']

/** A secret comes from a variable of the environment or from a file, never from an argument. */
export const secretSources: readonly { readonly name: SecretName; readonly flag: string }[] = [
  { name: 'client_secret', flag: 'client-secret' },
  { name: 'client_key', flag: 'signing-key' },
  { name: 'decryption_key', flag: 'decryption-key' },
  { name: 'client_certificate', flag: 'client-certificate' },
  { name: 'certificate_passphrase', flag: 'certificate-passphrase' },
  { name: 'proxy_credentials', flag: 'proxy-credentials' },
  { name: 'password', flag: 'password' },
  { name: 'refresh_token', flag: 'refresh-token' },
  { name: 'subject_token', flag: 'subject-token' },
  { name: 'actor_token', flag: 'actor-token' },
  { name: 'assertion', flag: 'assertion' },
  { name: 'dpop_key', flag: 'dpop-key' },
]

/** `--password-env VAR` and `--password-file FILE`, for each secret. */
export const secretFlags: Readonly<Record<string, { readonly type: 'string' }>> = Object.fromEntries(
  secretSources.flatMap(({ flag }) => [
    [`${flag}-env`, { type: 'string' }] as const,
    [`${flag}-file`, { type: 'string' }] as const,
  ]),
)

/** What people type for a grant, beside its wire name. */
const shortGrants: Readonly<Record<string, string>> = {
  ciba: 'urn:openid:params:grant-type:ciba',
  device_code: 'urn:ietf:params:oauth:grant-type:device_code',
  'token-exchange': 'urn:ietf:params:oauth:grant-type:token-exchange',
  'jwt-bearer': 'urn:ietf:params:oauth:grant-type:jwt-bearer',
  'saml2-bearer': 'urn:ietf:params:oauth:grant-type:saml2-bearer',
}

export function grantTypeOf(text: string): string {
  return Object.hasOwn(shortGrants, text) ? (shortGrants[text] ?? text) : text
}
