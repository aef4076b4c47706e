import { secretMembers } from '../../../../../shared/key/private-members.ts'

/** Longer texts are taken for secret rather than read. */
const longest = 200_000

/**
 * True where the text is known to hold public keys only: a JWK or a JWKS without any secret member, or PEM blocks that
 * are all certificates or public keys. Whatever is not recognised counts as secret. Says nothing about whether a key in
 * it can be used.
 */
export function isPublicKeyText(text: string): boolean {
  const trimmed = text.trim()
  if (trimmed === '' || trimmed.length > longest) return false
  return trimmed.startsWith('{') ? isPublicJson(trimmed) : isPublicPem(trimmed)
}

/** Nothing but such blocks: text between them could be anything. */
function isPublicPem(text: string): boolean {
  const block = /-----BEGIN ((?:RSA )?PUBLIC KEY|CERTIFICATE)-----[\sA-Za-z0-9+/=]*-----END \1-----/g
  return text.replace(block, '').trim() === '' && /PUBLIC KEY|CERTIFICATE/.test(text)
}

function isPublicJson(text: string): boolean {
  // A duplicate member hides the first one from what is parsed; the names in the text hide nothing.
  if (secretMembers.some((name) => new RegExp(`"${name}"\\s*:`).test(text)) || text.includes('\\u'))
    return false
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return false
  }
  if (typeof value !== 'object' || value === null) return false
  return 'keys' in value ? Array.isArray(value.keys) : 'kty' in value && value.kty !== 'oct'
}
