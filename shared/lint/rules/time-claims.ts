import { describeDuration, describeInstant, looksLikeMilliseconds } from '../../time/instant.ts'
import type { LintContext } from '../lint-context.ts'
import { hasClaims, type LintSubject, numberClaim, shown } from '../lint-subject.ts'
import { type Hit, inClaims, type Rule, unmet } from '../rule.ts'

const family = 'claims' as const
const dates = ['exp', 'nbf', 'iat', 'auth_time'] as const
const fiftyYears = 50 * 31_557_600

const needsExp = ['id_token', 'access_token', 'client_assertion', 'logout_token', 'jarm']

/** The claims that are instants: C01 to C07. */
export const timeClaimRules: readonly Rule[] = [
  {
    id: 'JWT-C01',
    family,
    severity: 'error',
    title: 'No expiry',
    why: 'A token that never ends stays good for whoever finds it.',
    advice: 'Set exp, as short as the use allows.',
    spec: 'RFC 7519 §4.1.4',
    needs: ['token'],
    applies: (token) =>
      hasClaims(token) &&
      !['dpop_proof', 'kb_jwt', 'key_binding_jwt'].includes(token.kind) &&
      token.typ !== 'kb+jwt' &&
      token.typ !== 'secevent+jwt',
    check: (token) => {
      if (token.claims?.has('exp')) return null
      // Logout tokens have a rule of their own in older drafts; exp is REQUIRED since the final text.
      const mustHave = needsExp.includes(token.kind)
      return {
        sentence: 'The token has no exp, so nothing in it ends its use.',
        severity:
          mustHave && (token.isDeclared || token.typ === 'at+jwt' || token.kind === 'id_token')
            ? 'error'
            : 'warning',
        where: inClaims(),
      }
    },
  },
  {
    id: 'JWT-C02',
    family,
    severity: 'error',
    title: 'A time that is not a number',
    why: 'Dates in a JWT are numbers of seconds; readers reject text, or read it in ways of their own.',
    advice: 'Write a JSON number of seconds since 1970 in UTC.',
    spec: 'RFC 7519 §2',
    needs: ['token'],
    applies: hasClaims,
    check: (token) =>
      dates.flatMap((name) => {
        const value = token.claims?.get(name)
        return !token.claims?.has(name) || (typeof value === 'number' && Number.isFinite(value))
          ? []
          : [
              {
                sentence: `${name} is ${shown(value)}; a number of seconds is expected.`,
                where: inClaims(name),
              },
            ]
      }),
  },
  {
    id: 'JWT-C03',
    family,
    severity: 'error',
    title: 'A time in milliseconds',
    why: 'Read as seconds, it lies tens of thousands of years ahead: the token never expires.',
    advice: 'Divide by 1000.',
    spec: 'RFC 7519 §2',
    needs: ['token'],
    applies: hasClaims,
    check: (token, { nowSeconds }) =>
      dates.flatMap((name) => {
        const value = numberClaim(token, name)
        if (value === null) return []
        if (looksLikeMilliseconds(value))
          return [{ sentence: `${name} is ${value}, which looks like milliseconds.`, where: inClaims(name) }]
        return nowSeconds !== undefined && value > nowSeconds + fiftyYears
          ? [{ sentence: `${name} lies more than 50 years ahead.`, where: inClaims(name) }]
          : []
      }),
  },
  {
    id: 'JWT-C04',
    family,
    severity: 'error',
    title: 'Expired',
    why: 'From exp on every recipient must refuse the token.',
    advice: 'Get a new one, or set the instant to check for.',
    spec: 'RFC 7519 §4.1.4',
    needs: ['clock'],
    applies: (token) => numberClaim(token, 'exp') !== null,
    check: (token, context) => {
      const { nowSeconds } = context
      if (nowSeconds === undefined) return noClock
      const exp = numberClaim(token, 'exp') ?? 0
      if (nowSeconds < exp + skewOf(context)) return null
      return { sentence: `The token expired ${ago(exp, nowSeconds)}.`, where: inClaims('exp') }
    },
  },
  {
    id: 'JWT-C05',
    family,
    severity: 'error',
    title: 'From the future',
    why: 'A token that is not valid yet, or says it was made later than now, points to a clock that is wrong.',
    advice: 'Compare the clocks of the issuer and the recipient.',
    spec: 'RFC 7519 §4.1.5',
    needs: ['clock'],
    applies: (token) => numberClaim(token, 'nbf') !== null || numberClaim(token, 'iat') !== null,
    check: (token, context) => {
      const { nowSeconds } = context
      if (nowSeconds === undefined) return noClock
      return (['nbf', 'iat'] as const).flatMap((name) => {
        const value = numberClaim(token, name)
        return value !== null && value > nowSeconds + skewOf(context)
          ? [
              {
                sentence: `${name} is ${describeInstant(value, nowSeconds)?.relative ?? 'beyond all dates'}.`,
                where: inClaims(name),
              },
            ]
          : []
      })
    },
  },
  {
    id: 'JWT-C06',
    family,
    severity: 'error',
    title: 'Times that contradict each other',
    why: 'A token that ends before it begins can never be valid; something in making it is wrong.',
    advice: 'Set iat and nbf to the moment of issue, and exp after it.',
    spec: 'RFC 7519 §4.1',
    needs: ['token'],
    applies: hasClaims,
    check: (token, context) => {
      const [exp, nbf, iat, auth] = dates.map((name) => numberClaim(token, name))
      const hits: Hit[] = []
      const tell = (sentence: string, name: string) => hits.push({ sentence, where: inClaims(name) })
      if (typeof exp === 'number' && typeof iat === 'number' && exp <= iat)
        tell('exp is not after iat.', 'exp')
      if (typeof exp === 'number' && typeof nbf === 'number' && nbf > exp) tell('nbf is after exp.', 'nbf')
      if (typeof auth === 'number' && typeof iat === 'number' && auth > iat + skewOf(context))
        tell('auth_time is after iat: the user signed in after the token was made.', 'auth_time')
      return hits
    },
  },
  {
    id: 'JWT-C07',
    family,
    severity: 'error',
    title: 'A long lifetime',
    why: 'For as long as it lives a stolen token works, and most cannot be called back.',
    advice: 'Shorten it, and renew with a refresh token.',
    spec: 'RFC 9700 §2.2',
    needs: ['token'],
    applies: (token) => numberClaim(token, 'exp') !== null && numberClaim(token, 'iat') !== null,
    check: (token, context) => lifetimeHit(token, context),
  },
]

const noClock = unmet('clock', 'no instant to compare with is given')

function skewOf(context: LintContext): number {
  return context.skew ?? 0
}

function ago(instant: number, now: number): string {
  return describeInstant(instant, now)?.relative ?? 'long ago'
}

const hour = 3600
/** Usual bounds in seconds: from the first on a warning, from the second on an error. */
const usual: Readonly<Record<string, readonly [warning: number, error: number]>> = {
  access_token: [hour, 24 * hour],
  id_token: [hour, Number.POSITIVE_INFINITY],
  client_assertion: [600, Number.POSITIVE_INFINITY],
  request_object: [hour, Number.POSITIVE_INFINITY],
  logout_token: [600, Number.POSITIVE_INFINITY],
  dpop_proof: [300, Number.POSITIVE_INFINITY],
}

function lifetimeHit(token: LintSubject, { policy }: LintContext): Hit | null {
  const lifetime = (numberClaim(token, 'exp') ?? 0) - (numberClaim(token, 'iat') ?? 0)
  // Milliseconds have their own rule, and would only be said twice.
  if (looksLikeMilliseconds(lifetime * 2)) return null
  const words = `It is valid for ${describeDuration(lifetime)}`
  if (policy?.maxLifetime !== undefined)
    return lifetime > policy.maxLifetime
      ? {
          sentence: `${words}; at most ${describeDuration(policy.maxLifetime)} is allowed.`,
          where: inClaims('exp'),
        }
      : null
  const bounds = Object.hasOwn(usual, token.kind) ? usual[token.kind] : undefined
  if (!bounds || lifetime <= bounds[0]) return null
  const isTooLong = lifetime > bounds[1]
  return {
    sentence: `${words}; ${describeDuration(isTooLong ? bounds[1] : bounds[0])} is usual at most.`,
    severity: isTooLong ? 'error' : 'warning',
    where: inClaims('exp'),
  }
}
