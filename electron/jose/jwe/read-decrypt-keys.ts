import { isPrivateJwk, type Jwk } from '../jwk.ts'
import { parseKeyText } from '../parse-key-text.ts'
import { isPem } from '../parse-pem.ts'
import { readSharedSecret } from '../shared-secret.ts'
import type { Finding, KeyMaterial } from '../verify-job.ts'
import { readPrivatePem } from './private-pem.ts'

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
  if (isPem(material.text) && !/^[\s\ufeff]*[{[]/.test(material.text)) {
    const pem = readPrivatePem(material.text, material.passphrase)
    return 'problem' in pem
      ? refused(pem.problem, pem.needsPassphrase)
      : { keys: [pem.jwk], notes: pem.notes }
  }
  const parsed = parseKeyText(material.text)
  if (parsed.kind === 'unreadable') return refused(parsed.reason)
  const all = parsed.kind === 'single' ? [parsed.jwk] : parsed.keys
  const keys = all.filter((jwk) => isPrivateJwk(jwk) || jwk.kty === 'oct')
  if (keys.length === 0) {
    return refused(
      all.length === 0
        ? 'the set holds no key'
        : 'this is the public half of a key; only the private half decrypts',
    )
  }
  return { keys, notes: parsed.notes }
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
