import { readToken } from './read-token.ts'
import type { TokenReading } from './reading.ts'
import { isTokenText } from './token-text.ts'

export type NestedToken = { readonly text: string; readonly reading: TokenReading }

/** More layers than this are not opened; nothing in use has nearly as many. */
const mostLayers = 5

/**
 * The tokens inside a signed token whose payload is a token itself (RFC 7519 §5.2, `cty` JWT), from the outside in;
 * empty where the payload is something else. What is encrypted stays closed. Proves nothing of any of them.
 */
export function nestedChain(reading: TokenReading): readonly NestedToken[] {
  const chain: NestedToken[] = []
  for (let at = reading; chain.length < mostLayers; ) {
    const text = at.segments.find(({ name }) => name === 'payload')?.decoded?.trim()
    if (text === undefined || !isTokenText(text)) return chain
    const inner = readToken(text)
    chain.push({ text, reading: inner })
    at = inner
  }
  return chain
}
