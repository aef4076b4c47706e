import type { KeyFacts, KeySourceFacts } from '../../../shared/lint/lint-context.ts'
import { secretWeakness } from '../../../shared/lint/secret-weakness.ts'
import { readToken } from '../../../shared/token/read-token.ts'
import { findJwkFlaw, isPrivateJwk, type Jwk, rsaBits } from '../jwk.ts'
import { parseKeyText } from '../parse-key-text.ts'
import { readSharedSecret } from '../shared-secret.ts'
import type { KeyMaterial } from '../verify-job.ts'

export type KeyFactsJob = { readonly token: string; readonly material: KeyMaterial }

/**
 * What the lint rules may know of a key: its kind, size, bindings and flaws, never the key. Of a set, the key that the
 * token's kid names, or the only one. Empty where the text is no key. Never throws.
 */
export function readKeyFacts({ token, material }: KeyFactsJob): KeySourceFacts {
  const reading = readToken(token)
  if (material.kind === 'secret') {
    const secret = readSharedSecret(material.text, material.encoding)
    const bytes = 'bytes' in secret ? Buffer.from(secret.bytes) : Buffer.alloc(0)
    // What counts are the bytes: words in hex are words all the same.
    const weakness = secretWeakness(bytes.toString('latin1'), reading)
    const bits = bytes.length * 8
    return {
      key: { kty: 'oct', bits, isPrivate: true, provenance: 'secret', ...(weakness ? { weakness } : {}) },
    }
  }
  const text = parseKeyText(material.text, material.passphrase)
  if (text.kind === 'unreadable') return {}
  const { provenance } = material
  if (text.kind === 'single')
    return typeof text.jwk.kty === 'string' ? { key: factsOf(text.jwk, provenance) } : {}
  const header = reading.segments.find(({ name }) => name === 'header')
  const kid = header?.members?.findLast(({ name }) => name === 'kid')?.value
  const named = text.keys.filter((jwk) => kid !== undefined && jwk.kid === kid)
  const [only, ...others] = named.length > 0 ? named : text.keys
  const isPublished = provenance !== 'vault' && provenance !== 'pasted'
  return {
    ...(only && others.length === 0 ? { key: factsOf(only, provenance) } : {}),
    jwks: { isPublished, keys: text.keys.map((jwk) => factsOf(jwk, provenance)) },
  }
}

function factsOf(jwk: Jwk, provenance: NonNullable<KeyFacts['provenance']>): KeyFacts {
  const text = (name: 'crv' | 'kid' | 'alg' | 'use') => {
    const value = jwk[name]
    return typeof value === 'string' ? { [name]: value.slice(0, 200) } : {}
  }
  const bits =
    jwk.kty === 'oct' && typeof jwk.k === 'string' ? Buffer.from(jwk.k, 'base64url').length * 8 : rsaBits(jwk)
  const flaw = findJwkFlaw(jwk)
  const ops = Array.isArray(jwk.key_ops)
    ? jwk.key_ops.filter((op): op is string => typeof op === 'string')
    : null
  return {
    kty: typeof jwk.kty === 'string' ? jwk.kty.slice(0, 40) : '',
    ...(bits > 0 ? { bits } : {}),
    ...text('crv'),
    ...text('kid'),
    ...text('alg'),
    ...text('use'),
    ...(ops ? { key_ops: ops.slice(0, 20) } : {}),
    isPrivate: jwk.kty === 'oct' || isPrivateJwk(jwk),
    // A short secret has a rule of its own; here it is only unusable where it is empty.
    ...(flaw && jwk.kty !== 'oct' ? { flaw: flaw.reason } : {}),
    provenance,
  }
}
