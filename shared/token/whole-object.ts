import type { Segment } from './reading.ts'

/**
 * True where every member of a segment was read: its bytes are all there and are one well-formed JSON object, though
 * perhaps spelled as no token may be spelled (padding, `+` and `/`, bits that belong to no byte, a name twice). False
 * where the reading broke off, so that nothing may be said about what is absent. Proves nothing else.
 */
export function isWholeObject(segment: Segment): boolean {
  if (segment.isObject) return true
  if (segment.members === null || segment.decoded === null) return false
  if (!/^[\w+/-]*={0,2}$/.test(segment.text)) return false
  try {
    JSON.parse(segment.decoded)
    return true
  } catch {
    return false
  }
}
