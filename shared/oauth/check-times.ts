import type { Check } from '../verdict/check.ts'
import { clockTolerance, duration, failed, instant, passed } from './flow-check.ts'
import { plainValue } from './plain-text.ts'
import type { JsonObject } from './read-id-token.ts'

/** An ID token is made for this very answer: issued further from now than this, one of the clocks is wrong. */
const issuedWithin = 300
/** A sign-in statement good for longer than a day is more likely a mistake (milliseconds, say) than a wish. */
const longestLife = 86_400

export type TimeEvidence = {
  /** Unix seconds at receipt. */
  readonly now: number
  readonly maxAge: number | null
  /** Unix seconds, from the `Date` header; tells whose clock is off. */
  readonly serverDate: number | null
}

const core = 'OIDC Core §3.1.3.7'

export function checkTimes(claims: JsonObject, evidence: TimeEvidence): readonly Check[] {
  return [
    checkExpiry(claims, evidence),
    checkIssuedAt(claims, evidence),
    ...checkLifetime(claims),
    ...checkNotBefore(claims, evidence),
    ...checkAuthTime(claims, evidence),
  ]
}

export function checkExpiry(claims: JsonObject, { now, serverDate }: TimeEvidence): Check {
  const { exp } = claims
  const expected = `later than ${instant(now)}`
  const wrong = notANumber('expiry', exp, expected)
  if (wrong) return wrong
  const at = Number(exp)
  if (at <= now - clockTolerance) {
    const note = `expired ${duration(now - at)} ago by this computer's clock${whoseClock(now, serverDate)}`
    return failed('expiry', core, 'EXPIRED', { expected, found: instant(at), note })
  }
  return passed('expiry', core, { expected, found: instant(at) })
}

export function checkIssuedAt(claims: JsonObject, { now, serverDate }: Omit<TimeEvidence, 'maxAge'>): Check {
  const { iat } = claims
  const expected = `within ${duration(issuedWithin)} of ${instant(now)}`
  const wrong = notANumber('issued_at', iat, expected)
  if (wrong) return wrong
  const at = Number(iat)
  const found = instant(at)
  if (at > now + issuedWithin) {
    const note = `${duration(at - now)} ahead of this computer's clock${whoseClock(now, serverDate)}`
    return failed('issued_at', core, 'ISSUED_IN_FUTURE', { expected, found, note })
  }
  if (at < now - issuedWithin) {
    const note = `issued ${duration(now - at)} before it was received${whoseClock(now, serverDate)}`
    return failed('issued_at', core, 'STALE', { expected, found, note })
  }
  return passed('issued_at', core, { expected, found })
}

function checkLifetime({ exp, iat }: JsonObject): readonly Check[] {
  if (typeof exp !== 'number' || typeof iat !== 'number') return []
  const facts = { expected: `at most ${duration(longestLife)}`, found: duration(exp - iat) }
  return [
    exp - iat <= longestLife
      ? passed('lifetime', 'OIDC Core §2', facts)
      : failed('lifetime', 'OIDC Core §2', 'LIFETIME', facts),
  ]
}

function checkNotBefore({ nbf }: JsonObject, { now, serverDate }: TimeEvidence): readonly Check[] {
  if (nbf === undefined) return []
  const spec = 'RFC 7519 §4.1.5'
  const expected = `not later than ${instant(now)}`
  if (typeof nbf !== 'number') {
    return [failed('not_before', spec, 'CLAIM_TYPE', { expected, found: plainValue(nbf) })]
  }
  if (nbf <= now + clockTolerance) return [passed('not_before', spec, { expected, found: instant(nbf) })]
  const note = `${duration(nbf - now)} ahead of this computer's clock${whoseClock(now, serverDate)}`
  return [failed('not_before', spec, 'NOT_YET_VALID', { expected, found: instant(nbf), note })]
}

/** auth_time against the longest time since signing in that was asked for; nothing where none was. */
export function checkAuthTime(
  { auth_time }: JsonObject,
  {
    now,
    maxAge,
    tolerance = clockTolerance,
  }: Pick<TimeEvidence, 'now' | 'maxAge'> & { readonly tolerance?: number },
): readonly Check[] {
  if (maxAge === null) return []
  const expected = `signed in within ${duration(maxAge)}`
  const spec = 'OIDC Core §3.1.2.1'
  if (auth_time === undefined) {
    return [failed('auth_time', spec, 'CLAIM_MISSING', { expected, found: 'nothing' })]
  }
  if (typeof auth_time !== 'number') {
    return [failed('auth_time', spec, 'CLAIM_TYPE', { expected, found: plainValue(auth_time) })]
  }
  if (!(auth_time <= now + tolerance)) {
    const found = `a sign-in ${duration(auth_time - now)} from now`
    return [failed('auth_time', spec, 'AUTH_TIME', { expected, found })]
  }
  const found = `signed in ${duration(now - auth_time)} ago`
  return auth_time + maxAge >= now - tolerance
    ? [passed('auth_time', spec, { expected, found })]
    : [failed('auth_time', spec, 'AUTH_TIME', { expected, found })]
}

function notANumber(id: string, value: unknown, expected: string): Check | null {
  if (value === undefined) return failed(id, core, 'CLAIM_MISSING', { expected, found: 'nothing' })
  if (typeof value === 'number' && Number.isFinite(value)) return null
  return failed(id, core, 'CLAIM_TYPE', { expected: 'a number of seconds', found: plainValue(value) })
}

/** With the server's own time at hand, say which clock to look at. */
function whoseClock(now: number, serverDate: number | null): string {
  if (serverDate === null) return ''
  const difference = serverDate - now
  if (Math.abs(difference) <= 60) return '; the provider’s Date header agrees with this computer'
  return `; by its Date header the provider’s clock is ${duration(difference)} ${difference > 0 ? 'ahead' : 'behind'}`
}
