import type { Member, TokenReading } from './reading.ts'

/** Header parameters by name, as the parts of a header say them together. Nothing in it is proved. */
export type JoinedHeader = ReadonlyMap<string, unknown>

/**
 * The parts of one header as a whole (RFC 7515 §7.2.1, RFC 7516 §7.2.1). The parts must be disjoint, which reading
 * reports; where they are not, the first part wins, so give the protected one first. Within a part the last of a name
 * counts. Does not say which parameter is protected.
 */
export function joinHeader(...parts: readonly (readonly Member[] | null | undefined)[]): JoinedHeader {
  const joined = new Map<string, unknown>()
  for (const part of parts) {
    const own = new Map(part?.map(({ name, value }) => [name, value]))
    for (const [name, value] of own) if (!joined.has(name)) joined.set(name, value)
  }
  return joined
}

/** The header of each signature or recipient of a token, in their order; one for a compact token, none for no token. */
export function headersOf(reading: TokenReading): readonly JoinedHeader[] {
  const { segments, signatures, recipients, unprotectedHeader } = reading
  if (signatures) {
    return signatures.map((one) => joinHeader(one.protectedHeader?.members, one.unprotectedHeader))
  }
  const header = segments.find(({ name }) => name === 'header')
  if (recipients) return recipients.map((one) => joinHeader(header?.members, unprotectedHeader, one.header))
  return header ? [joinHeader(header.members)] : []
}
