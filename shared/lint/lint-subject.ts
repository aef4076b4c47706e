import { describeToken } from '../token/describe-token.ts'
import type { Member, Segment, TokenReading } from '../token/reading.ts'
import { isWholeObject } from '../token/whole-object.ts'
import type { LintContext } from './lint-context.ts'

export type Values = ReadonlyMap<string, unknown>

/** One JOSE header: of the token, or of one signature of a JWS in JSON form. */
export type HeaderView = {
  readonly values: Values
  readonly signature: Segment | null
  /** Null where the token has only this one. */
  readonly index: number | null
}

/** What the rules look at, prepared once: values by name, and what the token is taken for. */
export type LintSubject = {
  readonly reading: TokenReading
  /** The person's word, else what `describeToken` guesses. */
  readonly kind: string
  /** The person said what it is; a guess does not justify an error. */
  readonly isDeclared: boolean
  /** The first header; a JWE's shared one. */
  readonly header: Values
  readonly headers: readonly HeaderView[]
  /** Null where the payload is not a JSON object, or cannot be read whole. */
  readonly claims: Values | null
  /** The claims that stand before the place where a payload breaks off; null where there is no such place. */
  readonly brokenClaims: Values | null
  readonly payload: Segment | undefined
  readonly isSigned: boolean
  readonly isEncrypted: boolean
  /** The header's typ, lower case, without `application/`; null where there is none. */
  readonly typ: string | null
}

/** Prepares a reading for the rules. A name that stands twice has its last value, as `JSON.parse` gives. */
export function readLintSubject(reading: TokenReading, context: LintContext): LintSubject {
  const segment = (wanted: string) => reading.segments.find(({ name }) => name === wanted)
  const isEncrypted = reading.format === 'jwe' || reading.format === 'jwe_json'
  const payload = segment('payload')
  const isSignedForm = ['jws', 'unsecured', 'jws_json', 'sd_jwt'].includes(reading.format)
  const broken = isSignedForm && !reading.detached && breaksOff(reading, payload)
  const headers = readHeaders(reading, segment('header'), segment('signature') ?? null)
  const header = headers[0]?.values ?? new Map<string, unknown>()
  const typ = header.get('typ')
  const guess = describeToken(reading, context.nowSeconds ?? 0).kind
  return {
    reading,
    kind: kindOf(context) ?? guess,
    isDeclared: context.as !== undefined && context.as !== 'generic',
    header,
    headers,
    claims: !isEncrypted && !broken && payload?.members ? valuesOf(payload.members) : null,
    brokenClaims: broken ? valuesOf(payload?.members ?? []) : null,
    payload,
    isSigned: isSignedForm,
    isEncrypted,
    typ: typeof typ === 'string' ? typ.toLowerCase().replace(/^application\//, '') : null,
  }
}

/** The payload, or a part of it, could not be read, so that nobody knows what it lacks. */
function breaksOff({ problems }: TokenReading, payload: Segment | undefined): boolean {
  if (!payload) return true
  if (payload.members) return !isWholeObject(payload)
  const { start, end } = payload
  // Cut off behind the first dot: no payload was lost sight of, it is not there.
  if (start === end && problems.some(({ code }) => code === 'SEGMENT_COUNT')) return true
  return problems.some((each) => each.severity === 'error' && each.start >= start && each.end <= end)
}

function readHeaders(
  reading: TokenReading,
  header: Segment | undefined,
  signature: Segment | null,
): readonly HeaderView[] {
  if (reading.signatures && reading.signatures.length > 0) {
    const alone = reading.signatures.length === 1
    return reading.signatures.map((each, index) => ({
      values: valuesOf([...(each.unprotectedHeader ?? []), ...(each.protectedHeader?.members ?? [])]),
      signature: each.signature,
      index: alone ? null : index,
    }))
  }
  const shared = valuesOf([...(reading.unprotectedHeader ?? []), ...(header?.members ?? [])])
  const own = reading.recipients ?? []
  if (own.length > 1 || own[0]?.header) {
    const alone = own.length === 1
    return own.map((recipient, index) => ({
      values: new Map([...shared, ...valuesOf(recipient.header ?? [])]),
      signature: null,
      index: alone ? null : index,
    }))
  }
  return header || shared.size > 0 ? [{ values: shared, signature, index: null }] : []
}

function valuesOf(members: readonly Member[]): Values {
  const values = new Map<string, unknown>()
  for (const { name, value } of members) values.set(name, value)
  return values
}

function kindOf({ as }: LintContext): string | null {
  return as === undefined || as === 'generic' ? null : as
}

export const isSigned = (token: LintSubject): boolean => token.isSigned
export const isEncrypted = (token: LintSubject): boolean => token.isEncrypted
export const isJose = (token: LintSubject): boolean => token.isSigned || token.isEncrypted
export const hasClaims = (token: LintSubject): boolean => token.claims !== null
export const isKind =
  (...kinds: readonly string[]) =>
  (token: LintSubject): boolean =>
    token.claims !== null && kinds.includes(token.kind)

/** A claim that is text; null where it is absent or of another type. */
export function textClaim(token: LintSubject, name: string): string | null {
  const value = token.claims?.get(name)
  return typeof value === 'string' ? value : null
}

/** A claim that is a finite number; null where it is absent or of another type. */
export function numberClaim(token: LintSubject, name: string): number | null {
  const value = token.claims?.get(name)
  return typeof value === 'number' && Number.isFinite(value) ? value : null
}

/** `aud` as a list, whatever form it has; entries that are no text are left out. */
export function audiences(token: LintSubject): readonly string[] {
  const value = token.claims?.get('aud')
  const list = Array.isArray(value) ? value : [value]
  return list.filter((entry): entry is string => typeof entry === 'string')
}

/** The token's algorithm as text; null where it is absent or of another type. */
export function algorithmOf(header: Values): string | null {
  const alg = header.get('alg')
  return typeof alg === 'string' ? alg : null
}

/** A value short enough for a sentence, as JSON. */
export function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing'
  return text.length > 80 ? `${text.slice(0, 77)}…` : text
}
