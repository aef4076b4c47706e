import type { FoundToken, TokenSighting } from './found-token.ts'

/** The JSON text of a token's header and claims as written, and the token without what makes it valid. */
export type TokenWithoutSignature = {
  /** Exactly as in the token; null where there is none or it cannot be read. */
  readonly header: string | null
  readonly claims: string | null
  /** Enough to recognise the token by; nobody can use it. */
  readonly token: string
}

/** Stands where something was left out. */
export const leftOut = '…'

/**
 * What of a token may be written to a list or a log: everything but its signature, ciphertext, or opaque value. An
 * unsecured token has nothing to leave out. Never throws; linear.
 */
export function withoutSignature(format: TokenSighting['format'], token: string): TokenWithoutSignature {
  const parts = token.split('~', 1)[0]?.split('.') ?? []
  const [header = '', payload = ''] = parts
  switch (format) {
    case 'jws':
    case 'unsecured':
    case 'sd_jwt':
      return {
        header: decodeObject(header),
        claims: decodeObject(payload),
        token: format === 'unsecured' ? token : `${header}.${payload}.${leftOut}`,
      }
    case 'jwe':
      return { header: decodeObject(header), claims: null, token: `${header}.${leftOut}` }
    case 'jws_json':
    case 'jwe_json':
      return fromJson(token)
    case 'paseto':
      return { header: null, claims: null, token: `${parts.slice(0, 2).join('.')}.${leftOut}` }
    case 'saml':
      return { header: null, claims: null, token: leftOut }
    case 'opaque':
      // A published prefix tells whose it is; four characters of a short secret would tell too much.
      return {
        header: null,
        claims: null,
        token: token.length >= 24 ? `${token.slice(0, 4)}${leftOut}` : leftOut,
      }
  }
}

/** The same for a token of a list. */
export function withoutSignatureIn(text: string, found: FoundToken): TokenWithoutSignature {
  return withoutSignature(found.format, found.text ?? text.slice(found.start, found.end))
}

function fromJson(token: string): TokenWithoutSignature {
  try {
    const value = JSON.parse(token) as Record<string, unknown>
    const first = Array.isArray(value.signatures) ? (value.signatures[0] as Record<string, unknown>) : value
    return {
      header: typeof first?.protected === 'string' ? decodeObject(first.protected) : null,
      claims: typeof value.payload === 'string' ? decodeObject(value.payload) : null,
      token: leftOut,
    }
  } catch {
    return { header: null, claims: null, token: leftOut }
  }
}

/** The text of a JSON object in base64url; null for anything else. */
function decodeObject(segment: string): string | null {
  try {
    const bytes = Uint8Array.from(atob(segment.replaceAll('-', '+').replaceAll('_', '/')), (byte) =>
      byte.charCodeAt(0),
    )
    const json = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
    const value: unknown = JSON.parse(json)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? json.trim() : null
  } catch {
    return null
  }
}
