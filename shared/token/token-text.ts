import { beginsLikeObject } from './read-segment.ts'

/** Longer texts are searched for tokens rather than taken for one. */
const longest = 1_000_000

/** True for a text that is a token in compact form and nothing else: a JWS, a JWE or an SD-JWT. Proves nothing of it. */
export function isTokenText(text: string): boolean {
  if (text.length < 20 || text.length > longest || text.endsWith('\n')) return false
  const parts = /^([\w-]+)\.[\w-]*\.[\w-]*(?:\.[\w-]*\.[\w-]*)?(?:~[\w.~-]*)?$/.exec(text)
  return parts !== null && beginsLikeObject(parts[1] ?? '')
}
