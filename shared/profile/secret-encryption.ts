/**
 * Key management by a key that is derived from the client secret (OIDC Core §10.2). Whoever knows the secret can have
 * made what it opens, so what is inside must be signed all the same.
 */
export const secretEncryptionAlgs = [
  'dir',
  'A128KW',
  'A192KW',
  'A256KW',
  'A128GCMKW',
  'A192GCMKW',
  'A256GCMKW',
] as const

export function isSecretEncryption(alg: string): boolean {
  return secretEncryptionAlgs.some((each) => each === alg)
}
