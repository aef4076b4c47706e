import { describeDuration, describeInstant } from '../time/instant.ts'
import { guessKind } from './guess-kind.ts'
import { headersOf } from './joined-header.ts'
import type { Segment, TokenReading } from './reading.ts'
import type { KindGuess } from './token-types.ts'

export { couldBeOpaqueToken } from './guess-kind.ts'
export type { TokenKindGuess } from './token-types.ts'

export type TokenDescription = KindGuess & {
  readonly alg: string | null
  readonly issuer: string | null
  readonly subject: string | null
  /** Unix seconds. */
  readonly issuedAt: number | null
  readonly notBefore: number | null
  readonly expiresAt: number | null
  /** When the user signed in (auth_time). */
  readonly signedInAt: number | null
  /** Size of the token in bytes, as it would travel. */
  readonly byteLength: number
  /** One line, for example `RS256 · login.acme.test · expires in 43 min · 834 bytes`. */
  readonly summary: string
}

/**
 * What a token seems to be, from its form, its type, its claims and the name that the text around it gave it (`named`,
 * for example `refresh_token`). A guess for people; nothing may rely on it.
 */
export function describeToken(
  reading: TokenReading,
  nowSeconds: number,
  named: string | null = null,
): TokenDescription {
  const header = headersOf(reading)[0] ?? new Map<string, unknown>()
  const claims = findValues(reading.segments.find(({ name }) => name === 'payload'))
  const guess = guessKind(reading, header, claims, named)
  const facts = {
    alg: text(header.get('alg')),
    issuer: text(claims.get('iss')) ?? text(header.get('iss')),
    subject: text(claims.get('sub')),
    issuedAt: instant(claims.get('iat')),
    notBefore: instant(claims.get('nbf')),
    expiresAt: instant(claims.get('exp')),
    signedInAt: instant(claims.get('auth_time')),
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
