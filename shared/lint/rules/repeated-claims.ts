import { readJson } from '../../token/json-text.ts'
import { readToken } from '../../token/read-token.ts'
import { registeredHeaders } from '../../token/registered-headers.ts'
import { isEncrypted, shown, type Values } from '../lint-subject.ts'
import { type Hit, inHeader, type Rule, unmet } from '../rule.ts'

/** Registered as header parameters for exactly this (RFC 7519 §10.4.1). */
const repeatable = ['iss', 'sub', 'aud']

/** Claims that an encrypted token repeats in its header, so that they can be read before it is opened: JWE-10. */
export const repeatedClaimsRule: Rule = {
  id: 'JWE-10',
  family: 'encryption',
  severity: 'error',
  title: 'The header repeats a claim otherwise',
  why: 'Who routes or accepts by the header acts on another value than who reads what is inside.',
  advice: 'Compare each repeated claim with the one inside, and refuse the token where they differ.',
  spec: 'RFC 7519 §5.3',
  needs: ['plaintext'],
  applies: isEncrypted,
  check: (token, { plaintext }) => {
    const repeats = token.headers.some(({ values }) => namesIn(values).length > 0)
    if (plaintext === undefined)
      return repeats || token.headers.length === 0 ? unmet('plaintext', 'the token was not decrypted') : null
    const claims = plaintext === null ? null : claimsInside(plaintext)
    if (claims === null)
      return repeats ? unmet('plaintext', 'what is inside is no claims set that can be read') : null
    return token.headers.flatMap(({ values, index }) =>
      namesIn(values).flatMap((name): readonly Hit[] => {
        const where = inHeader(name, index ?? undefined)
        const outer = shown(values.get(name))
        if (!claims.has(name)) {
          // Any other name may be a header parameter of somebody's own.
          return repeatable.includes(name)
            ? [
                {
                  sentence: `${name} is ${outer} in the header; inside there is none.`,
                  severity: 'warning',
                  where,
                },
              ]
            : []
        }
        return isSame(values.get(name), claims.get(name))
          ? []
          : [
              {
                sentence: `${name} is ${outer} in the header; inside it is ${shown(claims.get(name))}.`,
                where,
              },
            ]
      }),
    )
  },
}

function namesIn(header: Values): readonly string[] {
  return [...header.keys()].filter((name) => repeatable.includes(name) || !registeredHeaders.has(name))
}

/** Of the plaintext itself, or of the signed token that it is. */
function claimsInside(plaintext: string): Values | null {
  const json = readJson(plaintext)
  const payload = json.isObject ? json : readToken(plaintext).segments.find(({ name }) => name === 'payload')
  if (!payload?.isObject || !payload.members) return null
  return new Map(payload.members.map(({ name, value }) => [name, value]))
}

/** The same value whatever the order of members; both come from bounded JSON. */
function isSame(a: unknown, b: unknown): boolean {
  if (a === b) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  if (Array.isArray(a) !== Array.isArray(b)) return false
  const own = Object.entries(a)
  return (
    own.length === Object.keys(b).length &&
    own.every(
      ([name, value]) => Object.hasOwn(b, name) && isSame(value, (b as Record<string, unknown>)[name]),
    )
  )
}
