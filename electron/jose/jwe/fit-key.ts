import { describeJwk, findJwkFlaw, type Jwk } from '../jwk.ts'
import { publishedKey } from '../published-key.ts'
import type { Finding } from '../verify-job.ts'
import { agreementCurves, type ContentEncryption, type KeyManagement } from './jwe-algorithms.ts'

export type KeyUse = 'encrypt' | 'decrypt'

/**
 * Why a key may not be used with these algorithms: its type, curve and exact length, and what its own alg, use and
 * key_ops bind it to (RFC 7517 §4.2 to §4.4, RFC 7518 §4). Null where it may. Says nothing about whether it opens.
 */
export function findKeyMisfit(
  jwk: Jwk,
  management: KeyManagement,
  encryption: ContentEncryption,
  use: KeyUse,
): Finding | null {
  return (
    typeMisfit(jwk, management, encryption) ??
    bindingMisfit(jwk, management, encryption, use) ??
    (jwk.kty === 'RSA' ? rsaFlaw(jwk) : null)
  )
}

function typeMisfit(
  jwk: Jwk,
  { alg, kind, wrapBytes, words }: KeyManagement,
  encryption: ContentEncryption,
): Finding | null {
  const mismatch = (expected: string): Finding => ({
    status: 'not_checked',
    code: 'KEY_TYPE_MISMATCH',
    expected: `${expected}, for ${alg}`,
    found: describeJwk(jwk),
    spec: 'RFC 7518 §4.1',
  })
  if (kind === 'rsa') return jwk.kty === 'RSA' ? null : mismatch(words)
  if (kind === 'ecdh') {
    const curve = agreementCurves[String(jwk.crv)]
    if (!curve || curve.kty !== jwk.kty) return mismatch(words)
    const members = curve.kty === 'EC' ? ['x', 'y'] : ['x']
    const wrong = members.find((name) => bytesOf(jwk[name]).length !== curve.bytes)
    if (wrong)
      return invalid(
        `the member ${wrong} of the key does not have the ${curve.bytes} bytes of ${String(jwk.crv)}`,
      )
    return jwk.d === undefined || bytesOf(jwk.d).length === curve.bytes
      ? null
      : invalid(`the member d of the key does not have the ${curve.bytes} bytes of ${String(jwk.crv)}`)
  }
  if (jwk.kty !== 'oct' || typeof jwk.k !== 'string') return mismatch(words)
  const secret = bytesOf(jwk.k)
  if (secret.length === 0) return invalid('the secret is empty')
  const published = publishedKey(secret)
  if (published) return invalid(`the secret is ${published}, which is no secret`)
  const bytes = kind === 'dir' ? encryption.keyBytes : kind === 'pbes2' ? null : (wrapBytes ?? null)
  return bytes === null || secret.length === bytes ? null : mismatch(`a secret of ${bytes} bytes`)
}

/** Which key_ops allow it; the first is what RFC 7517 §4.3 means, the others are what people write. */
const operations: Readonly<Record<KeyManagement['kind'], Readonly<Record<KeyUse, readonly string[]>>>> = {
  rsa: { encrypt: ['wrapKey', 'encrypt'], decrypt: ['unwrapKey', 'decrypt'] },
  aes_kw: { encrypt: ['wrapKey'], decrypt: ['unwrapKey'] },
  aes_gcm_kw: { encrypt: ['wrapKey', 'encrypt'], decrypt: ['unwrapKey', 'decrypt'] },
  dir: { encrypt: ['encrypt'], decrypt: ['decrypt'] },
  pbes2: { encrypt: ['deriveBits', 'deriveKey'], decrypt: ['deriveBits', 'deriveKey'] },
  ecdh: { encrypt: [], decrypt: ['deriveBits', 'deriveKey'] },
}

function bindingMisfit(
  jwk: Jwk,
  { alg, kind }: KeyManagement,
  { enc }: ContentEncryption,
  use: KeyUse,
): Finding | null {
  // With dir the key is the content key itself, so its alg may name enc (RFC 7520 §5.6).
  if (jwk.alg !== undefined && jwk.alg !== alg && !(kind === 'dir' && jwk.alg === enc)) {
    const expected = String(jwk.alg).slice(0, 60)
    return {
      status: 'not_checked',
      code: 'ALG_NOT_ALLOWED',
      expected,
      found: alg,
      note: `The key is bound to ${expected} by its own alg.`,
      spec: 'RFC 7517 §4.4',
    }
  }
  if (jwk.use !== undefined && jwk.use !== 'enc') {
    return invalid(`the key is marked use: ${String(jwk.use).slice(0, 60)}`, 'RFC 7517 §4.2')
  }
  const { key_ops } = jwk
  const allowed = operations[kind][use]
  if (key_ops === undefined || allowed.length === 0) return null
  const fits = Array.isArray(key_ops) && allowed.some((op) => key_ops.includes(op))
  return fits ? null : invalid(`key_ops of the key does not hold ${allowed[0] ?? ''}`, 'RFC 7517 §4.3')
}

function rsaFlaw(jwk: Jwk): Finding | null {
  const flaw = findJwkFlaw(jwk)
  return flaw ? invalid(flaw.reason) : null
}

function bytesOf(value: unknown): Uint8Array {
  return typeof value === 'string' ? Buffer.from(value, 'base64url') : new Uint8Array()
}

function invalid(found: string, spec = 'RFC 7518 §6'): Finding {
  return { status: 'not_checked', code: 'KEY_INVALID', found, spec }
}
