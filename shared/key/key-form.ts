import { z } from 'zod'

/** How a public key can be written down (RFC 7517 §4 and §5, RFC 5280 §4.1.2.7, RFC 8017 A.1.1, RFC 7468 §13). */
export const publicForm = z.enum(['jwk', 'jwks', 'spki', 'pkcs1', 'spki_der', 'certificate'])
export type PublicForm = z.infer<typeof publicForm>

/** How a private key or a secret can be written down (RFC 7517 §4, RFC 5958, RFC 8017 A.1.2, RFC 5915). */
export const privateForm = z.enum([
  'jwk',
  'jwks',
  'pkcs8',
  'pkcs8_encrypted',
  'pkcs1',
  'sec1',
  'base64url',
  'base64',
  'hex',
])
export type PrivateForm = z.infer<typeof privateForm>

export const publicFormLabels: Readonly<Record<PublicForm, string>> = {
  jwk: 'JWK',
  jwks: 'JWKS',
  spki: 'PEM, SPKI',
  pkcs1: 'PEM, PKCS#1',
  spki_der: 'DER of SPKI, base64',
  certificate: 'PEM, X.509',
}

export const privateFormLabels: Readonly<Record<PrivateForm, string>> = {
  jwk: 'JWK',
  jwks: 'JWKS',
  pkcs8: 'PEM, PKCS#8',
  pkcs8_encrypted: 'PEM, PKCS#8 encrypted',
  pkcs1: 'PEM, PKCS#1',
  sec1: 'PEM, SEC1',
  base64url: 'base64url',
  base64: 'base64',
  hex: 'hex',
}
