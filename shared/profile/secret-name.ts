import { z } from 'zod'

/**
 * What a profile may keep secret, each by a name of its own. `client_key`: the private key of client assertions and
 * request objects, JWK or PEM. `decryption_key`: for ID tokens, userinfo and answers encrypted to this client.
 * `client_certificate`: PEM with its key, or PKCS#12 in base64, opened by `certificate_passphrase`.
 * `proxy_credentials`: user:password. `registration`: where and with what the client's registration is managed
 * (`kept-registration.ts`). The others are sent as they are.
 */
export const secretNames = [
  'client_secret',
  'registration',
  'client_key',
  'decryption_key',
  'client_certificate',
  'certificate_passphrase',
  'proxy_credentials',
  'dpop_key',
  'password',
  'assertion',
  'subject_token',
  'actor_token',
  'refresh_token',
] as const

export const secretName = z.enum(secretNames)
export type SecretName = z.infer<typeof secretName>
export type Secrets = Readonly<Partial<Record<SecretName, string>>>
