import type { Problem, TokenReading } from '../token/reading.ts'
import { type SdJwtParts, splitSdJwt } from './split-sd-jwt.ts'

export type ReadSdJwtParts = SdJwtParts & {
  /** The reading without what is wrong inside a disclosure or the key binding: those are judged one by one. */
  readonly issuerReading: TokenReading
}

/** Wrong with the whole, wherever it stands. */
const ofTheWhole = new Set(['WHITE_SPACE', 'LONE_QUOTE', 'SD_JWT_END', 'TOO_MANY_PARTS', 'MEMBER_TYPE'])

/**
 * The parts of an SD-JWT in compact or in JSON form (RFC 9901 §4 and §8): for the hash of a key binding the JSON form
 * counts as the compact one of its first signature. Null where the reading is no SD-JWT or its payload is elsewhere.
 */
export function sdJwtPartsOf(reading: TokenReading): ReadSdJwtParts | null {
  if (reading.format !== 'sd_jwt' || reading.detached || reading.unencodedPayload) return null
  const parts = reading.signatures ? partsOfJson(reading) : splitSdJwt(reading.token)
  if (!parts) return null
  const places = [...(reading.disclosures ?? []), ...(reading.keyBinding ? [reading.keyBinding.span] : [])]
  const isInside = ({ start, end, code }: Problem) =>
    !ofTheWhole.has(code) && places.some((place) => start >= place.start && end <= place.end)
  return {
    ...parts,
    issuerReading: { ...reading, problems: reading.problems.filter((problem) => !isInside(problem)) },
  }
}

function partsOfJson(reading: TokenReading): SdJwtParts | null {
  const first = reading.signatures?.[0]
  const payload = reading.segments.find(({ name }) => name === 'payload')
  if (!first?.protectedHeader || !payload) return null
  return {
    jwt: `${first.protectedHeader.text}.${payload.text}.${first.signature.text}`,
    disclosures: (reading.disclosures ?? []).map(({ text }) => text),
    keyBinding: reading.keyBinding?.token ?? null,
  }
}
