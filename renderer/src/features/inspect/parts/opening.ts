import { readSegment } from '../../../../../shared/token/read-segment.ts'
import { readToken } from '../../../../../shared/token/read-token.ts'
import type { TokenReading } from '../../../../../shared/token/reading.ts'
import type { Check } from '../../../../../shared/verdict/check.ts'
import { checkForm, findTooLarge } from '../../../../../shared/verdict/check-parsed.ts'
import type { VerifyRequest, VerifyResult } from '../../../../../shared/verdict/verification.ts'
import {
  type ExpectForm,
  emptyKey,
  type FormProblem,
  isVerifiable,
  type KeyForm,
  parseSource,
  parseVerifyForm,
  type RequestOutcome,
  statedValue,
} from '../key-choice.ts'
import { readingChecks } from '../reading-ladder.ts'

/** What opens an encrypted token, and what travels beside a detached one; kept while other fields are looked at. */
export type OpeningForm = {
  /** The person chose the kind of key; otherwise it follows the algorithm. */
  readonly chosen: boolean
  readonly key: KeyForm
  /** The person's own choice for a broken algorithm. */
  readonly allowObsolete: boolean
  /** The payload of a detached JWS, as text. */
  readonly payload: string
}

export const emptyOpening: OpeningForm = { chosen: false, key: emptyKey, allowObsolete: false, payload: '' }

/** What came out of an encrypted token with the key that was given. */
export type Opened = {
  /** The encrypted token and the form that opened it: with another of either it is nothing any more. */
  readonly token: string
  readonly by: OpeningForm
  /** The token inside; where there is none, the content as if it were a payload. */
  readonly reading: TokenReading
  /** There is a token inside, so there may be a signature to verify. */
  readonly isToken: boolean
  /** The rungs "parsed" and "decrypted". */
  readonly checks: readonly Check[]
}

export function isEncrypted({ format }: TokenReading): boolean {
  return format === 'jwe' || format === 'jwe_json'
}

/** Encrypted, and of a size that is opened. */
export function isOpenable(reading: TokenReading): boolean {
  return isEncrypted(reading) && findTooLarge(reading) === null
}

/** A broken algorithm that is opened only where the person chooses to; null for the others. */
export function obsoleteAlgorithm(reading: TokenReading): 'RSA1_5' | null {
  return isEncrypted(reading) && statedValue(reading, 'header', 'alg') === 'RSA1_5' ? 'RSA1_5' : null
}

/** The key form as it is shown: with a symmetric algorithm a secret is asked for first. */
export function openingKey({ chosen, key }: OpeningForm, reading: TokenReading): KeyForm {
  if (chosen) return key
  const alg = statedValue(reading, 'header', 'alg')
  const symmetric = typeof alg === 'string' && /^(?:dir$|A\d{3}(?:GCM)?KW$|PBES2-)/.test(alg)
  return { ...key, kind: symmetric ? 'secret' : 'key' }
}

/** The content of a result, made readable; null where nothing was opened. Proves nothing about who made it. */
export function readOpened(outer: TokenReading, by: OpeningForm, result: VerifyResult): Opened | null {
  const { decrypted, checks } = result
  if (!decrypted) return null
  const inner = decrypted.text === null ? null : readToken(decrypted.text)
  const isToken =
    inner !== null &&
    inner.segments.length > 0 &&
    inner.token === decrypted.text &&
    checkForm(inner).status === 'pass'
  return {
    token: outer.token,
    by,
    reading: isToken ? inner : contentReading(outer, decrypted),
    isToken,
    checks: checks.filter(({ id }) => id === 'parsed' || id === 'decrypted'),
  }
}

/** Claims or text without a token around them: shown under the encrypted token's own header. */
function contentReading(
  outer: TokenReading,
  { base64url }: NonNullable<VerifyResult['decrypted']>,
): TokenReading {
  const { segment } = readSegment('payload', base64url, outer.input.length, (offset) => offset)
  const header = outer.segments.find(({ name }) => name === 'header')
  return { ...outer, segments: header ? [header, segment] : [segment], problems: [] }
}

/** Only the envelope was in question: that is no verdict on a signature, whose key is asked for next. */
export function isOpeningOnly({ decrypt, source, as }: VerifyRequest): boolean {
  return decrypt !== undefined && source.kind === 'none' && as !== 'dpop_proof'
}

/** What was opened, as long as it is still this token and this key. */
export function currentOpened(state: {
  readonly reading: TokenReading
  readonly opening: OpeningForm
  readonly opened: Opened | null
}): Opened | null {
  const { opened, opening, reading } = state
  return opened && opened.token === reading.token && opened.by === opening ? opened : null
}

/** The ladder of an opened token before its signature is verified. */
export function openedChecks({ checks, reading, isToken }: Opened): readonly Check[] {
  if (!isToken) return checks
  return [...checks, ...readingChecks(reading).filter(({ id }) => id !== 'parsed' && id !== 'decrypted')]
}

export type RequestForm = {
  readonly reading: TokenReading
  readonly key: KeyForm
  readonly expect: ExpectForm
  readonly opening: OpeningForm
  readonly opened: Opened | null
}

/** True where a click on the one button can do something: a signature to verify, or a token to open. */
export function isActionable(form: RequestForm): boolean {
  return isVerifiable(form.reading) || isOpenable(form.reading)
}

/** What the ladder, the claims and the signature are about: what was opened, otherwise the token itself. */
export function shownReading(form: Pick<RequestForm, 'reading' | 'opening' | 'opened'>): TokenReading {
  return currentOpened(form)?.reading ?? form.reading
}

/**
 * The forms as a request, or the first field that keeps them from being one. An encrypted token is opened first; the
 * key of the signature is asked for only once there is one inside.
 */
export function parseRequestForm(form: RequestForm, needsNoKey: boolean): RequestOutcome {
  const { reading, key, expect, opening } = form
  if (!isEncrypted(reading)) {
    const parsed = parseVerifyForm(reading, key, expect, needsNoKey)
    if (!parsed.ok || !reading.detached || opening.payload === '') return parsed
    if (opening.payload.length > maxPayload) {
      return refused({
        field: 'payload',
        message: `A payload of more than ${maxPayload} characters is not checked.`,
      })
    }
    return withMore(parsed.request, { payload: { text: opening.payload, encoding: 'utf8' } })
  }
  const decrypt = parseSource(openingKey(opening, reading))
  if ('message' in decrypt) return refused({ ...decrypt, opening: true })
  const opened = currentOpened(form)
  const hasSignature = opened?.isToken === true && isVerifiable(opened.reading)
  const parsed = parseVerifyForm(reading, key, expect, needsNoKey || !hasSignature)
  if (!parsed.ok) return parsed
  const allowed = opening.allowObsolete ? { allowObsolete: ['RSA1_5' as const] } : {}
  return withMore(parsed.request, { decrypt, ...allowed })
}

/** The number of `verifyRequest`. */
const maxPayload = 1_000_000

function withMore(request: VerifyRequest, more: Partial<VerifyRequest>): RequestOutcome {
  return { ok: true, request: { ...request, ...more } }
}

function refused(problem: FormProblem): RequestOutcome {
  return { ok: false, problem }
}
