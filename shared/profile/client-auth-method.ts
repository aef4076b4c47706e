import { z } from 'zod'

/** Client authentication at the token endpoint, by its IANA name (RFC 7591 §2). */
export const clientAuthMethod = z.enum([
  'none',
  'client_secret_basic',
  'client_secret_post',
  'client_secret_jwt',
  'private_key_jwt',
  'tls_client_auth',
  'self_signed_tls_client_auth',
])
export type ClientAuthMethod = z.infer<typeof clientAuthMethod>
