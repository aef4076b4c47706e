import { describeDuration } from '../time/instant.ts'
import type { RawMembers } from './member-text.ts'

/** Why the good token is not good at the time the faulty ones are made from it. */
export type TimeFault = {
  readonly why: 'expired' | 'not_yet_valid'
  /** How far off, in seconds. */
  readonly bySeconds: number
}

/**
 * The fault in the times of the claims (Unix seconds), or null: `exp` reached (RFC 7519 §4.1.4) or `nbf` still to come
 * (§4.1.5). No leeway is given, and a time that is no number is not judged.
 */
export function timeFaultOf(claims: RawMembers, nowSeconds: number): TimeFault | null {
  const exp = numberOf(claims, 'exp')
  if (exp !== null && exp <= nowSeconds) return { why: 'expired', bySeconds: nowSeconds - exp }
  const nbf = numberOf(claims, 'nbf')
  return nbf !== null && nbf > nowSeconds ? { why: 'not_yet_valid', bySeconds: nbf - nowSeconds } : null
}

/** The fault as a heading, and what it means for the faulty tokens. */
export function timeFaultWords({ why, bySeconds }: TimeFault): {
  readonly title: string
  readonly meaning: string
} {
  const time = describeDuration(bySeconds)
  return why === 'expired'
    ? {
        title: bySeconds < 1 ? 'The good token has just expired' : `The good token expired ${time} ago`,
        meaning:
          'Most of those made from it are expired too, so a refusal does not show that a server saw the fault. Set exp anew under Token, sign, and make them again.',
      }
    : {
        title: `The good token becomes valid only in ${time}`,
        meaning:
          'Most of those made from it are not valid yet either, so a refusal does not show that a server saw the fault. Set nbf anew under Token, sign, and make them again.',
      }
}

function numberOf(claims: RawMembers, name: string): number | null {
  const raw = claims.findLast(([own]) => own === name)?.[1]
  if (raw === undefined || !/^-?\d/.test(raw)) return null
  const value = Number(raw)
  return Number.isFinite(value) ? value : null
}
