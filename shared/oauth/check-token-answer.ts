import type { Check } from '../verdict/check.ts'
import { duration, failed, notChecked, passed } from './flow-check.ts'
import { plainText, plainValue } from './plain-text.ts'
import { type JsonObject, readIdToken } from './read-id-token.ts'

const spec = 'RFC 6749 §5.1'

/** What the access token is to be bound to: the DPoP key, or the client certificate. */
export type KeyBinding = {
  readonly member: 'jkt' | 'x5t#S256'
  /** Its SHA-256 thumbprint, base64url. */
  readonly value: string
  /** Whether a token that is bound to nothing is refused. */
  readonly required: boolean
}

const bindingChecks = {
  jkt: { id: 'cnf', sectionOf: 'RFC 9449 §6.1' },
  'x5t#S256': { id: 'cnf_certificate', sectionOf: 'RFC 8705 §3.1' },
} as const

/** The checks of the token answer itself, before any token in it is looked at. `scope` is what was asked for. */
export function checkTokenAnswer(
  body: JsonObject,
  scope: string,
  bindings: readonly KeyBinding[] = [],
): readonly Check[] {
  const isDpop = bindings.some(({ member }) => member === 'jkt')
  return [
    checkAnswer(body),
    checkTokenType(body, isDpop ? 'DPoP' : 'Bearer'),
    ...bindings.map((binding) => checkBinding(body, binding)),
    checkExpiresIn(body),
    checkScope(body, scope),
  ]
}

/** A JWT says to which key it is bound; of an opaque token only introspection knows. */
function checkBinding(body: JsonObject, { member, value, required }: KeyBinding): Check {
  const { id, sectionOf } = bindingChecks[member]
  const token = readIdToken(body.access_token)
  if (token.kind !== 'jws') {
    return notChecked(id, sectionOf, 'the access token is opaque, so what it is bound to cannot be read')
  }
  const named = confirmationOf(token.claims, member)
  if (named === undefined && !required) {
    return notChecked(
      id,
      sectionOf,
      'the access token is bound to no certificate, and the profile asks for none',
    )
  }
  const facts = { expected: value, found: named === undefined ? `no cnf.${member}` : plainValue(named, 100) }
  return named === value ? passed(id, sectionOf, facts) : failed(id, sectionOf, 'HASH', facts)
}

/** A member of `cnf` (RFC 7800 §3.1); undefined where it is not there. */
export function confirmationOf({ cnf }: JsonObject, member: KeyBinding['member']): unknown {
  return typeof cnf === 'object' && cnf !== null && Object.hasOwn(cnf, member)
    ? (cnf as JsonObject)[member]
    : undefined
}

function checkAnswer(body: JsonObject): Check {
  const token = body.access_token
  if (typeof token !== 'string' || token === '') {
    const found = token === undefined ? 'no access_token' : `access_token: ${describeType(token)}`
    return failed('answer', spec, 'MALFORMED', { expected: 'an access_token string', found })
  }
  for (const name of ['refresh_token', 'id_token']) {
    const value = body[name]
    if (value !== undefined && (typeof value !== 'string' || value === '')) {
      return failed('answer', spec, 'MALFORMED', {
        expected: `${name} as a string`,
        found: describeType(value),
      })
    }
  }
  return passed('answer', spec)
}

function checkTokenType(body: JsonObject, expected: 'Bearer' | 'DPoP'): Check {
  const found = body.token_type
  const facts = { expected, found: plainValue(found) }
  // RFC 9449 §5: with any other type the token is bound to nothing.
  const sectionOf = expected === 'DPoP' ? 'RFC 9449 §5' : 'RFC 6749 §7.1'
  return typeof found === 'string' && found.toLowerCase() === expected.toLowerCase()
    ? passed('token_type', sectionOf, facts)
    : failed('token_type', sectionOf, 'TOKEN_TYPE', facts)
}

function checkExpiresIn(body: JsonObject): Check {
  const found = body.expires_in
  if (found === undefined) {
    return notChecked('expires_in', spec, 'the answer does not say how long the access token is good for')
  }
  if (typeof found === 'number' && Number.isFinite(found) && found >= 0) {
    return passed('expires_in', spec, { found: `${found} (${duration(found)})` })
  }
  return failed('expires_in', spec, 'EXPIRES_IN', {
    expected: 'a number of seconds',
    found: typeof found === 'string' ? `the string "${plainText(found, 60)}"` : plainValue(found, 60),
  })
}

function checkScope(body: JsonObject, asked: string): Check {
  const id = 'scope'
  const sectionOf = 'RFC 6749 §3.3'
  const expected = asked === '' ? 'no scope in particular' : asked
  const found = body.scope
  if (found === undefined || found === null || found === '') {
    return passed(id, sectionOf, { expected, note: 'not stated, which means: as asked' })
  }
  if (typeof found !== 'string') {
    return failed(id, sectionOf, 'SCOPE', { expected, found: describeType(found) })
  }
  const granted = scopeValues(found)
  const wanted = scopeValues(asked)
  // Providers often grant offline_access without repeating it; the refresh token itself is the proof.
  const missing = wanted.filter(
    (value) =>
      !granted.includes(value) && !(value === 'offline_access' && typeof body.refresh_token === 'string'),
  )
  const more = wanted.length === 0 ? [] : granted.filter((value) => !wanted.includes(value))
  const facts = { expected, found: plainText(found) }
  if (missing.length === 0 && more.length === 0) return passed(id, sectionOf, facts)
  const note = [
    missing.length > 0 ? `not granted: ${missing.join(' ')}` : '',
    more.length > 0 ? `not asked for: ${plainText(more.join(' '), 200)}` : '',
  ]
  return failed(id, sectionOf, 'SCOPE', { ...facts, note: note.filter((part) => part !== '').join('; ') })
}

export function scopeValues(scope: string): readonly string[] {
  return [...new Set(scope.split(/\s+/).filter((value) => value !== ''))]
}

/** Never the value: it may be a token in the wrong place. */
function describeType(value: unknown): string {
  if (value === null) return 'null'
  if (value === '') return 'an empty string'
  return Array.isArray(value) ? 'an array' : `a ${typeof value}`
}
