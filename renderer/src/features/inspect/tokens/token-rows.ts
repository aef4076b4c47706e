import { describeDuration } from '../../../../../shared/time/instant.ts'
import type { FoundToken } from '../../../../../shared/token/scan/found-token.ts'

export type SortBy = 'place' | 'kind' | 'algorithm' | 'issuer' | 'subject' | 'expiry'

export const sortNames: readonly (readonly [value: SortBy, label: string])[] = [
  ['place', 'Order in the text'],
  ['kind', 'Kind'],
  ['algorithm', 'Algorithm'],
  ['issuer', 'Issuer'],
  ['subject', 'Subject'],
  ['expiry', 'Expiry'],
]

const keys: Readonly<Record<SortBy, ((found: FoundToken) => string | number | null) | null>> = {
  place: null,
  kind: ({ facts }) => facts.title,
  algorithm: ({ facts }) => facts.alg,
  issuer: ({ facts }) => facts.issuer,
  subject: ({ facts }) => facts.subject,
  expiry: ({ facts }) => facts.expiresAt,
}

/** The indexes of the tokens to show: those that hold every word of the query, sorted; what has no value comes last. */
export function orderRows(tokens: readonly FoundToken[], query: string, by: SortBy): readonly number[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean)
  const rows: number[] = []
  for (const [index, found] of tokens.entries()) if (holds(found, words)) rows.push(index)
  const key = keys[by]
  if (key === null) return rows
  const values = new Map(rows.map((index) => [index, readKey(tokens[index], key)]))
  return rows.sort((a, b) => compare(values.get(a) ?? null, values.get(b) ?? null) || a - b)
}

function holds({ facts, name, place, format }: FoundToken, words: readonly string[]): boolean {
  if (words.length === 0) return true
  const text =
    `${facts.title} ${facts.kind} ${format} ${facts.alg ?? ''} ${facts.issuer ?? ''} ${facts.subject ?? ''} ${name ?? ''} ${place}`.toLowerCase()
  return words.every((word) => text.includes(word))
}

function readKey(found: FoundToken | undefined, key: (found: FoundToken) => string | number | null) {
  return found ? key(found) : null
}

function compare(a: string | number | null, b: string | number | null): number {
  if (a === b) return 0
  if (a === null) return 1
  if (b === null) return -1
  return a < b ? -1 : 1
}

export type Expiry = {
  readonly text: string
  /** For a narrow place. */
  readonly short: string
  readonly expired: boolean
}

/** Formats whose claims can be read, so that a missing expiry says something. */
const readable: ReadonlySet<FoundToken['format']> = new Set(['jws', 'unsecured', 'sd_jwt', 'jws_json'])

/** Whether a token says that it has expired, at the moment everything is judged for; null where it cannot be read. */
export function expiryOf({ facts, format }: FoundToken, nowSeconds: number): Expiry | null {
  const { expiresAt } = facts
  if (expiresAt === null) {
    return readable.has(format) ? { text: 'no expiry', short: 'no expiry', expired: false } : null
  }
  if (Math.abs(expiresAt) > 8_640_000_000_000) {
    return { text: 'exp out of range', short: 'exp out of range', expired: false }
  }
  if (expiresAt > nowSeconds) {
    const left = `${describeDuration(expiresAt - nowSeconds)} left`
    return { text: left, short: left, expired: false }
  }
  return {
    text: `expired ${describeDuration(nowSeconds - expiresAt)} ago`,
    short: 'expired',
    expired: true,
  }
}

/** `RS256 · login.acme.test · ada`: what is known of it, in one line. */
export function factsLine({ facts, format }: FoundToken): string {
  const issuer = facts.issuer
  const host = issuer !== null && URL.canParse(issuer) ? new URL(issuer).host || issuer : issuer
  const line = [facts.alg, host, facts.subject].filter((part) => part !== null && part !== '')
  return line.length > 0 ? line.join(' · ') : formatWords[format]
}

const formatWords: Readonly<Record<FoundToken['format'], string>> = {
  jws: 'signed, header unreadable',
  unsecured: 'unsecured',
  jwe: 'encrypted',
  jws_json: 'signed, JSON form',
  jwe_json: 'encrypted, JSON form',
  sd_jwt: 'SD-JWT',
  paseto: 'named, not read',
  saml: 'named, not read',
  opaque: 'only its issuer can read it',
}
