import { duration, failed, instant, passed } from '../../oauth/flow-check.ts'
import type { Check } from '../check.ts'
import type { Claims } from '../claim-checks.ts'
import { typedValue } from './rules.ts'

/** A proof is made for one request; in seconds. RFC 9449 §11.1 speaks of seconds or minutes. */
const freshFor = 300

/** iat within a few minutes of the moment, on both sides of it no more than the clocks may differ. */
export function issuedWithin(
  { claims, asOf, skew }: { readonly claims: Claims; readonly asOf: number; readonly skew: number },
  spec: string,
): Check {
  const iat = claims?.get('iat')
  const expected = `at most ${duration(freshFor)} before ${instant(asOf)}`
  if (iat === undefined) return failed('issued_at', spec, 'CLAIM_MISSING', { expected, found: 'nothing' })
  if (typeof iat !== 'number' || !Number.isFinite(iat)) {
    return failed('issued_at', spec, 'CLAIM_TYPE', {
      expected: 'a number of seconds',
      found: typedValue(iat),
    })
  }
  const found = instant(iat)
  if (iat > asOf + skew) {
    return failed('issued_at', spec, 'ISSUED_IN_FUTURE', {
      expected,
      found: `iat ${found}, ${duration(iat - asOf)} later`,
    })
  }
  if (iat < asOf - freshFor - skew) {
    return failed('issued_at', spec, 'STALE', {
      expected,
      found: `iat ${found}, ${duration(asOf - iat)} earlier`,
    })
  }
  return passed('issued_at', spec, { expected, found })
}
