import { describeDuration, describeInstant, describeRelative } from '../../../../shared/time/instant.ts'
import type { Lifetime } from './lifetime-clock.ts'

export type LifetimeState = {
  readonly tone: 'open' | 'over' | 'early' | 'unknown'
  readonly text: string
}

/** What the token says of itself. Not a verdict: nothing here was verified, and no tolerance is applied. */
export function lifetimeState(
  { issuedAt, notBefore, expiresAt }: Pick<Lifetime, 'issuedAt' | 'notBefore' | 'expiresAt'>,
  now: number,
): LifetimeState {
  if (expiresAt !== null && describeInstant(expiresAt, now) === null)
    return { tone: 'unknown', text: 'out of range' }
  if (expiresAt !== null && now >= expiresAt)
    return { tone: 'over', text: `expired ${describeRelative(expiresAt - now)}` }
  if (notBefore !== null && now < notBefore)
    return { tone: 'early', text: `begins ${describeRelative(notBefore - now)}` }
  // iat sets no beginning (RFC 7519 §4.1.6); it only cannot be true yet.
  if (issuedAt !== null && now < issuedAt)
    return { tone: 'early', text: `issued ${describeRelative(issuedAt - now)}` }
  // Other rules may end it without exp, as those of a DPoP proof do.
  if (expiresAt === null)
    return { tone: 'unknown', text: issuedAt === null && notBefore === null ? 'says no time' : 'no exp' }
  return { tone: 'open', text: `${describeDuration(expiresAt - now)} left` }
}
