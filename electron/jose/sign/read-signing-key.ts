import { createPrivateKey } from 'node:crypto'
import type { SignRefusalCode } from '../../../shared/build/sign-request.ts'
import type { SecretEncoding } from '../../../shared/verdict/verification.ts'
import { isPrivateJwk, type Jwk } from '../jwk.ts'
import { parseKeyText } from '../parse-key-text.ts'
import { isPem } from '../parse-pem.ts'
import { readSharedSecret } from '../shared-secret.ts'

/** A key as it comes into a job: text that has crossed once and does not go back. */
export type SigningMaterial =
  | { readonly kind: 'key'; readonly text: string; readonly passphrase?: string | undefined }
  | { readonly kind: 'secret'; readonly text: string; readonly encoding: SecretEncoding }

export type SigningKeyReading =
  | { readonly jwk: Jwk }
  | { readonly code: SignRefusalCode; readonly reason: string }

/** A private or symmetric JWK out of what a person gave. Of a set with several, the one called `kid`. Never throws. */
export function readSigningKey(material: SigningMaterial, kid: string | null): SigningKeyReading {
  if (material.kind === 'secret') {
    const secret = readSharedSecret(material.text, material.encoding)
    if ('problem' in secret) return { code: 'SECRET_INVALID', reason: secret.problem }
    return { jwk: { kty: 'oct', k: Buffer.from(secret.bytes).toString('base64url') } }
  }
  if (isPem(material.text) && !/^[\s\ufeff]*\{/.test(material.text)) {
    return readPrivatePem(material.text, material.passphrase)
  }
  const parsed = parseKeyText(material.text)
  if (parsed.kind === 'unreadable') return { code: 'KEY_INVALID', reason: parsed.reason }
  const keys = parsed.kind === 'single' ? [parsed.jwk] : parsed.keys
  const usable = keys.filter((jwk) => isPrivateJwk(jwk) || jwk.kty === 'oct')
  const named = usable.length > 1 ? usable.filter((jwk) => jwk.kid === kid) : usable
  const [jwk] = named
  if (jwk && named.length === 1) return { jwk }
  if (usable.length > 1) {
    return {
      code: 'KEY_INVALID',
      reason: `the set holds ${usable.length} keys that could sign; give one alone, or its kid in the header`,
    }
  }
  return { code: 'KEY_NOT_PRIVATE', reason: 'this is a public key, and only its private half can sign' }
}

const maxBlocks = 100

function readPrivatePem(text: string, passphrase: string | undefined): SigningKeyReading {
  const pem = text.replaceAll('\\r', '').replaceAll('\\n', '\n')
  const block = findPrivateBlock(pem)
  if (block === null) {
    return {
      code: 'KEY_NOT_PRIVATE',
      reason: 'there is no whole private key among the PEM blocks, and only a private key can sign',
    }
  }
  const encrypted = block.startsWith('-----BEGIN ENCRYPTED') || /Proc-Type:[^\n]*ENCRYPTED/.test(block)
  if (encrypted && (passphrase === undefined || passphrase === '')) {
    return { code: 'PASSPHRASE', reason: 'the private key is encrypted; its passphrase is needed' }
  }
  try {
    const key = createPrivateKey({ key: block, format: 'pem', ...(encrypted ? { passphrase } : {}) })
    return { jwk: { ...key.export({ format: 'jwk' }) } }
  } catch {
    // The library's message may repeat input.
    return encrypted
      ? { code: 'PASSPHRASE', reason: 'the private key does not open with this passphrase' }
      : {
          code: 'KEY_INVALID',
          reason: 'the private key cannot be read, or is of a kind that is not supported',
        }
  }
}

function findPrivateBlock(pem: string): string | null {
  let from = 0
  for (let count = 0; count < maxBlocks; count++) {
    const begin = pem.indexOf('-----BEGIN ', from)
    if (begin === -1) return null
    const labelEnd = pem.indexOf('-----', begin + 11)
    if (labelEnd === -1) return null
    const label = pem.slice(begin + 11, labelEnd)
    const foot = `-----END ${label}-----`
    const end = pem.indexOf(foot, labelEnd)
    if (end === -1) return null
    if (label.length <= 40 && label.endsWith('PRIVATE KEY')) return `${pem.slice(begin, end + foot.length)}\n`
    from = end + foot.length
  }
  return null
}
