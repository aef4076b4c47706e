import type { VerdictCode } from '../../../shared/verdict/check.ts'
import { describeJwk, isPrivateJwk, type Jwk, publicJwk } from '../jwk.ts'
import { parseKeyText } from '../parse-key-text.ts'
import { readSharedSecret } from '../shared-secret.ts'
import type { Finding, KeyMaterial } from '../verify-job.ts'

export type EncryptKey =
  | { readonly jwk: Jwk; readonly notes: readonly string[] }
  | { readonly code: VerdictCode; readonly reason: string }

/**
 * The one key to encrypt to: the public half of what was given, or a secret. Of a set, the only one that fits; which
 * of several is meant is never guessed.
 */
export function chooseEncryptKey(material: KeyMaterial, misfit: (jwk: Jwk) => Finding | null): EncryptKey {
  const read = readKeys(material)
  if ('code' in read) return read
  const all = read.keys.map(encryptingHalf)
  const fitting = all.filter((jwk) => misfit(jwk) === null)
  const [jwk] = fitting
  if (jwk && fitting.length === 1) return { jwk, notes: read.notes }
  if (fitting.length > 1) {
    const found = fitting
      .map(({ kid }) => (typeof kid === 'string' ? kid.slice(0, 60) : 'without kid'))
      .join(', ')
    return {
      code: 'KEY_AMBIGUOUS',
      reason: `${fitting.length} keys of the set fit: ${found.slice(0, 300)}; give one of them`,
    }
  }
  const [first] = all
  const finding = first ? misfit(first) : null
  if (!finding || !first) return { code: 'KEY_NOT_FOUND', reason: 'the set holds no key' }
  if (finding.code === 'ALG_NOT_ALLOWED') {
    return {
      code: finding.code,
      reason: `the key is bound to ${finding.expected} by its own alg; asked for is ${finding.found}`,
    }
  }
  // The words are those of who opens it; the public half is enough to encrypt.
  const needed = finding.expected
    ?.replace('an RSA private key', 'an RSA public key')
    .replace('a private key', 'a public key')
  const expected = needed ? `${needed} is needed; ` : ''
  return {
    code: finding.code ?? 'KEY_INVALID',
    reason: `${expected}found is ${finding.found ?? describeJwk(first)}`,
  }
}

/** What the pair may decrypt with, its public half may encrypt with. */
function encryptingHalf(jwk: Jwk): Jwk {
  if (jwk.kty === 'oct' || !isPrivateJwk(jwk)) return jwk
  const half = publicJwk(jwk)
  if (!Array.isArray(half.key_ops)) return half
  const other: Readonly<Record<string, string | undefined>> = {
    __proto__: null as never,
    unwrapKey: 'wrapKey',
    decrypt: 'encrypt',
  }
  return { ...half, key_ops: half.key_ops.map((op: unknown) => other[String(op)] ?? op) }
}

function readKeys(
  material: KeyMaterial,
):
  | { readonly keys: readonly Jwk[]; readonly notes: readonly string[] }
  | { readonly code: VerdictCode; readonly reason: string } {
  if (material.kind === 'secret') {
    const secret = readSharedSecret(material.text, material.encoding)
    if ('problem' in secret) return { code: 'KEY_INVALID', reason: secret.problem }
    return { keys: [{ kty: 'oct', k: Buffer.from(secret.bytes).toString('base64url') }], notes: [] }
  }
  const parsed = parseKeyText(material.text, material.passphrase)
  if (parsed.kind === 'unreadable') return { code: parsed.code, reason: parsed.reason }
  return { keys: parsed.kind === 'single' ? [parsed.jwk] : parsed.keys, notes: parsed.notes }
}
