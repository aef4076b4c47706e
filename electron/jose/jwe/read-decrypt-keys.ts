import { AppError } from '../../../shared/error.ts'
import { isPrivateJwk, type Jwk } from '../jwk.ts'
import { type FoundKeys, readKeys } from '../keys/read-keys.ts'
import { readSharedSecret } from '../shared-secret.ts'
import type { Finding, KeyMaterial } from '../verify-job.ts'

export type DecryptKeys =
  | { readonly keys: readonly Jwk[]; readonly notes: readonly string[] }
  | { readonly refusal: Finding }

/** The private keys and secrets in what a person gave, as JWKs. Never throws. */
export function readDecryptKeys(material: KeyMaterial): DecryptKeys {
  if (material.kind === 'secret') {
    const secret = readSharedSecret(material.text, material.encoding)
    if ('problem' in secret) return refused(secret.problem)
    return { keys: [{ kty: 'oct', k: Buffer.from(secret.bytes).toString('base64url') }], notes: [] }
  }
  if (material.provenance === 'issuer_metadata' || material.provenance === 'jwks_url') {
    return refused(
      'a key that was fetched from an address; a key that decrypts is private and never published',
    )
  }
  let found: FoundKeys
  try {
    found = readKeys(material.text, material.passphrase === '' ? undefined : material.passphrase)
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return refused(error.message, error.code === 'ERR_PASSPHRASE')
  }
  const keys = found.keys.filter((jwk) => isPrivateJwk(jwk) || jwk.kty === 'oct')
  return keys.length > 0
    ? { keys, notes: found.notes }
    : refused('there is only the public half of a key; only the private half decrypts')
}

function refused(found: string, needsPassphrase = false): DecryptKeys {
  return {
    refusal: {
      status: 'not_checked',
      code: needsPassphrase ? 'PASSPHRASE' : 'KEY_INVALID',
      found,
      spec: 'RFC 7517 §4',
    },
  }
}
