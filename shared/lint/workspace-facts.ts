import { readBase64url } from '../token/base64url.ts'
import type { TokenFormat } from '../token/reading.ts'
import type { FoundToken } from '../token/scan/found-token.ts'
import { ecdsaSignatureBytes } from './known-algorithms.ts'
import type { WorkspaceFacts } from './lint-context.ts'

/** More tokens of one text than are compared with each other; what lies beyond is counted as unseen. */
export const maxCompared = 5_000
const maxHeaders = 1_000

type Signed = { readonly r: string; readonly input: string; readonly kid?: string }
type Algorithm = { readonly kid: string; readonly alg: string; readonly iss?: string }

export type WorkspaceReader = {
  /** One token of the text; those that are no signed tokens in compact form say nothing. */
  add(text: string, found: FoundToken): void
  /** What was repeated: ECDSA signatures that share r, and keys that were used with several algorithms. */
  facts(): WorkspaceFacts
}

/**
 * Compares the tokens of one text with each other, for the rules that look at more than one. Feed it in slices: each
 * `add` takes some microseconds, and after `maxCompared` nothing. Never throws. Proves nothing: nobody verified them.
 */
export function createWorkspaceReader(): WorkspaceReader {
  const byNonce = new Map<string, Signed[]>()
  const byKey = new Map<string, Map<string, Algorithm>>()
  const kids = new Map<string, string | null>()
  let seen = 0
  let unseen = 0

  function kidOf(header: string): string | null {
    const known = kids.get(header)
    if (known !== undefined) return known
    const kid = readKid(header)
    if (kids.size < maxHeaders) kids.set(header, kid)
    return kid
  }

  return {
    add(text, { start, end, text: own, format, facts: { alg, issuer } }) {
      // Several signatures may stand in there, of which none is compared here.
      if (format === 'jws_json') unseen++
      if (!isCompared(format) || alg === null) return
      if (seen >= maxCompared) {
        unseen++
        return
      }
      seen++
      const [compact = ''] = (own ?? text.slice(start, end)).split('~', 1)
      const [header = '', payload = '', signature = ''] = compact.split('.')
      const kid = kidOf(header)
      const named = kid === null ? {} : { kid }
      const r = ecdsaR(alg, signature)
      if (r !== null) push(byNonce, r, { r, input: `${header}.${payload}`, ...named })
      if (kid === null) return
      const key = JSON.stringify([issuer, kid])
      const used = byKey.get(key) ?? new Map<string, Algorithm>()
      used.set(alg, { kid, alg, ...(issuer === null ? {} : { iss: issuer }) })
      byKey.set(key, used)
    },
    facts: () => ({
      ecdsa: [...byNonce.values()].filter(({ length }) => length > 1).flat(),
      algorithms: [...byKey.values()].filter(({ size }) => size > 1).flatMap((used) => [...used.values()]),
      ...(unseen === 0 ? {} : { unseen }),
    }),
  }
}

/** Whether tokens of this form are compared; of others the rules must not be told that they were. */
export function isCompared(format: TokenFormat): boolean {
  return format === 'jws' || format === 'sd_jwt'
}

/** The first half of an ECDSA signature in base64url, r, in a form to be compared; null for any other signature. */
export function ecdsaR(alg: string, signature: string): string | null {
  const size = ecdsaSignatureBytes(alg)
  // A signature that is far too long is none, and is not decoded.
  if (size === null || signature.length > 2 * size) return null
  const { bytes } = readBase64url(signature)
  return bytes.length === size ? bytes.subarray(0, size / 2).join(',') : null
}

function push<V>(map: Map<string, V[]>, key: string, value: V): void {
  const list = map.get(key)
  if (list) list.push(value)
  else map.set(key, [value])
}

function readKid(header: string): string | null {
  try {
    const json: unknown = JSON.parse(new TextDecoder().decode(readBase64url(header).bytes))
    const kid = typeof json === 'object' && json !== null ? (json as { kid?: unknown }).kid : undefined
    return typeof kid === 'string' ? kid : null
  } catch {
    return null
  }
}
