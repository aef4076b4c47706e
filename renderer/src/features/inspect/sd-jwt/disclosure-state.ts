import { digestDisclosures } from '../../../../../shared/sd-jwt/digest-disclosures.ts'
import type { SdDigest } from '../../../../../shared/sd-jwt/hash-algorithm.ts'
import { presentSdJwt } from '../../../../../shared/sd-jwt/present-sd-jwt.ts'
import {
  type DigestedDisclosure,
  processSdJwt,
  type SdJwtProcessing,
} from '../../../../../shared/sd-jwt/process-sd-jwt.ts'
import { sdJwtPartsOf } from '../../../../../shared/sd-jwt/sd-jwt-parts-of.ts'
import { encodeBase64url } from '../../../../../shared/token/base64url.ts'
import type { TokenReading } from '../../../../../shared/token/reading.ts'

/** An SD-JWT with the digests of its disclosures computed: enough to switch them on and off. */
export type OpenedSdJwt = {
  readonly jwt: string
  readonly payload: string
  readonly digested: readonly DigestedDisclosure[]
  /** All disclosures in place, as received. */
  readonly whole: SdJwtProcessing
  readonly bound: boolean
}

const names = { 'sha-256': 'SHA-256', 'sha-384': 'SHA-384', 'sha-512': 'SHA-512' } as const

/** The platform's own hash. No key is involved: anybody can compute these. */
const digest: SdDigest = async (algorithm, text) => {
  const bytes = new TextEncoder().encode(text)
  return encodeBase64url(new Uint8Array(await crypto.subtle.digest(names[algorithm], bytes)))
}

/** Null where the reading is no SD-JWT whose payload can be read. */
export async function openSdJwt(reading: TokenReading): Promise<OpenedSdJwt | null> {
  const parts = sdJwtPartsOf(reading)
  const payload = reading.segments.find(({ name }) => name === 'payload')?.decoded
  if (!parts || typeof payload !== 'string') return null
  const digested = await digestDisclosures(payload, parts.disclosures, digest)
  return {
    jwt: parts.jwt,
    payload,
    digested,
    whole: processSdJwt(payload, digested),
    bound: parts.keyBinding !== null,
  }
}

export type Presented = {
  /** The SD-JWT with the chosen disclosures and without key binding. */
  readonly text: string
  /** The claims that it discloses, as JSON text; null where it would be rejected. */
  readonly claims: string | null
}

/** What a choice of disclosures would present. */
export function presentChoice(
  { jwt, payload, digested, whole }: OpenedSdJwt,
  chosen: ReadonlySet<number>,
): Presented {
  return {
    text: presentSdJwt(jwt, whole.disclosures, chosen),
    claims: processSdJwt(
      payload,
      digested.filter((_, index) => chosen.has(index)),
    ).claims,
  }
}

/** How deep a disclosure stands inside others. */
export function depthOf({ disclosures }: SdJwtProcessing, index: number): number {
  let depth = 0
  for (let at = disclosures[index]?.parent ?? null; at !== null && depth < 8; depth++) {
    at = disclosures[at]?.parent ?? null
  }
  return depth
}
