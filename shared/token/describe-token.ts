import { describeDuration, describeInstant } from '../time/instant.ts'
import type { Segment, TokenReading } from './reading.ts'

export type TokenKindGuess =
  | 'id_token'
  | 'access_token'
  | 'logout_token'
  | 'client_assertion'
  | 'dpop_proof'
  | 'request_object'
  | 'jwt'
  | 'jws'
  | 'jwe'
  | 'unsecured'
  | 'opaque'
  | 'no_token'
  | 'empty'

export type TokenDescription = {
  readonly kind: TokenKindGuess
  /** For a heading, for example `Access token (RFC 9068)`. */
  readonly title: string
  /** Why it is taken for that: a guess from what the token says of itself, never a proof. */
  readonly reason: string
  readonly alg: string | null
  readonly issuer: string | null
  readonly subject: string | null
  /** Unix seconds. */
  readonly issuedAt: number | null
  readonly notBefore: number | null
  readonly expiresAt: number | null
  /** Size of the token in bytes, as it would travel. */
  readonly byteLength: number
  /** One line, for example `RS256 · login.acme.test · expires in 43 min · 834 bytes`. */
  readonly summary: string
}

type Guess = Pick<TokenDescription, 'kind' | 'title' | 'reason'>

/** What a token seems to be, from its type and claims. A guess for people; nothing may rely on it. */
export function describeToken(reading: TokenReading, nowSeconds: number): TokenDescription {
  const header = findValues(reading.segments.find(({ name }) => name === 'header'))
  const claims = findValues(reading.segments.find(({ name }) => name === 'payload'))
  const guess = guessKind(reading, header, claims)
  const facts = {
    alg: text(header.get('alg')),
    issuer: text(claims.get('iss')) ?? text(header.get('iss')),
    subject: text(claims.get('sub')),
    issuedAt: instant(claims.get('iat')),
    notBefore: instant(claims.get('nbf')),
    expiresAt: instant(claims.get('exp')),
    byteLength: new TextEncoder().encode(reading.token).length,
  }
  const summary = [
    algorithmWords(facts.alg, text(header.get('enc'))),
    facts.issuer && issuerWords(facts.issuer),
    expiryWords(facts.expiresAt, facts.notBefore, nowSeconds),
    reading.format === 'empty' ? null : sizeWords(facts.byteLength),
  ]
  return { ...guess, ...facts, summary: summary.filter((part) => part).join(' · ') }
}

function guessKind(reading: TokenReading, header: Values, claims: Values): Guess {
  if (reading.format === 'empty') return { kind: 'empty', title: 'Nothing yet', reason: 'There is no text.' }
  if (reading.format === 'opaque' && !couldBeOpaqueToken(reading.token)) {
    return {
      kind: 'no_token',
      title: 'No token found',
      reason:
        'Nothing in this text is built like a JWT, and the text is not one unbroken run of token characters.',
    }
  }
  if (reading.format === 'opaque') {
    return {
      kind: 'opaque',
      title: 'Opaque text',
      reason: 'It is not built like a JWT; only whoever issued it can read it.',
    }
  }
  if (reading.format === 'jwe') {
    return { kind: 'jwe', title: 'Encrypted token (JWE)', reason: 'It has five segments.' }
  }
  if (reading.format === 'unsecured') {
    return {
      kind: 'unsecured',
      title: 'Unsecured token',
      reason: 'Its algorithm is none and it has no signature: anyone can write it.',
    }
  }
  return guessByType(text(header.get('typ'))) ?? guessByClaims(reading, claims)
}

const types: Record<string, Omit<Guess, 'reason'>> = {
  'at+jwt': { kind: 'access_token', title: 'Access token (RFC 9068)' },
  'logout+jwt': { kind: 'logout_token', title: 'Logout token' },
  'dpop+jwt': { kind: 'dpop_proof', title: 'DPoP proof' },
  'oauth-authz-req+jwt': { kind: 'request_object', title: 'Request object (JAR)' },
  'client-authentication+jwt': { kind: 'client_assertion', title: 'Client assertion' },
  'secevent+jwt': { kind: 'jwt', title: 'Security event token' },
  'token-introspection+jwt': { kind: 'jwt', title: 'Introspection answer' },
  'kb+jwt': { kind: 'jwt', title: 'Key binding JWT' },
  'dc+sd-jwt': { kind: 'jwt', title: 'SD-JWT credential' },
  'entity-statement+jwt': { kind: 'jwt', title: 'Entity statement' },
}

function guessByType(typ: string | null): Guess | null {
  if (typ === null) return null
  const name = typ.toLowerCase().replace(/^application\//, '')
  const known = Object.hasOwn(types, name) ? types[name] : undefined
  return known ? { ...known, reason: `Its header says typ ${JSON.stringify(typ)}.` } : null
}

function guessByClaims(reading: TokenReading, claims: Values): Guess {
  const has = (...names: readonly string[]) => names.every((name) => claims.has(name))
  const events = claims.get('events')
  if (
    typeof events === 'object' &&
    events !== null &&
    Object.keys(events).some((name) => name.includes('logout'))
  ) {
    return { kind: 'logout_token', title: 'Logout token', reason: 'It names a logout event.' }
  }
  if (has('htm', 'htu')) return { kind: 'dpop_proof', title: 'DPoP proof', reason: 'It has htm and htu.' }
  const idOnly = ['nonce', 'at_hash', 'c_hash', 's_hash', 'azp', 'auth_time'].filter((name) => has(name))
  const accessOnly = ['scope', 'scp', 'client_id', 'realm_access', 'permissions'].filter((name) => has(name))
  const use = claims.get('token_use') ?? claims.get('typ')
  if (use === 'access' || use === 'Bearer') {
    return { kind: 'access_token', title: 'Access token', reason: `A claim says ${JSON.stringify(use)}.` }
  }
  if (use === 'id' || use === 'ID') {
    return { kind: 'id_token', title: 'ID token', reason: `A claim says ${JSON.stringify(use)}.` }
  }
  if (has('response_type', 'client_id')) {
    return {
      kind: 'request_object',
      title: 'Request object',
      reason: 'It holds the parameters of an authorization request.',
    }
  }
  const strongId = idOnly.filter((name) => name !== 'azp' && name !== 'auth_time')
  if (has('iss', 'sub', 'aud', 'exp') && strongId.length > 0) {
    return {
      kind: 'id_token',
      title: 'ID token',
      reason: `It has ${listOf([...strongId.map((name) => withArticle(name)), 'an audience'])}, as ID tokens do.`,
    }
  }
  if (accessOnly.length > 0) {
    return {
      kind: 'access_token',
      title: 'Access token',
      reason: `It has ${accessOnly.join(', ')}, as access tokens do.`,
    }
  }
  if (has('iss', 'sub', 'aud', 'exp', 'jti') && claims.get('iss') === claims.get('sub')) {
    return {
      kind: 'client_assertion',
      title: 'Client assertion',
      reason: 'Issuer and subject are the same, as in a client’s own assertion.',
    }
  }
  if (has('iss', 'sub', 'aud', 'exp', 'iat') && idOnly.length > 0) {
    return { kind: 'id_token', title: 'ID token', reason: `It has ${idOnly.join(', ')} and no scope.` }
  }
  const payload = reading.segments.find(({ name }) => name === 'payload')
  if (payload?.members) {
    return { kind: 'jwt', title: 'JWT', reason: 'Its claims fit no particular kind of token.' }
  }
  return { kind: 'jws', title: 'Signed text (JWS)', reason: 'Its payload is not a JSON object.' }
}

/** The characters of a bearer credential (b64token, RFC 6750 §2.1); prose has others. */
export function couldBeOpaqueToken(text: string): boolean {
  return /^[A-Za-z0-9\-._~+/]+={0,2}$/.test(text) && !/\n$/.test(text)
}

function withArticle(name: string): string {
  return /^(?:[aeiou]|s_)/.test(name) ? `an ${name}` : `a ${name}`
}

function listOf(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`
}

type Values = ReadonlyMap<string, unknown>

function findValues(segment: Segment | undefined): Values {
  return new Map(segment?.members?.map(({ name, value }) => [name, value]))
}

function text(value: unknown): string | null {
  return typeof value === 'string' ? value : null
}

function instant(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null
}

function algorithmWords(alg: string | null, enc: string | null): string | null {
  if (alg === null) return null
  return enc === null ? alg : `${alg} + ${enc}`
}

/** The host says most; the whole issuer is in the claims. */
function issuerWords(issuer: string): string {
  const shown = URL.canParse(issuer) ? new URL(issuer).host || issuer : issuer
  return shown.length > 60 ? `${shown.slice(0, 60)}…` : shown
}

function expiryWords(expiresAt: number | null, notBefore: number | null, now: number): string {
  if (notBefore !== null && notBefore > now) return `valid in ${describeDuration(notBefore - now)}`
  if (expiresAt === null) return ''
  if (describeInstant(expiresAt, now) === null) return 'exp out of range'
  return expiresAt > now
    ? `expires in ${describeDuration(expiresAt - now)}`
    : `expired ${describeDuration(now - expiresAt)} ago`
}

function sizeWords(bytes: number): string {
  if (bytes < 10_000) return `${bytes} bytes`
  return bytes < 1_000_000 ? `${Math.round(bytes / 1000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`
}
