import { formatUtc, looksLikeMilliseconds } from '../../../../shared/time/instant.ts'
import type { TokenReading } from '../../../../shared/token/reading.ts'
import type { Check, VerdictCode } from '../../../../shared/verdict/check.ts'
import type { Diagnosis, SecretEncoding } from '../../../../shared/verdict/verification.ts'
import { type ExpectForm, statedValue } from './key-choice.ts'

/** Something a person can do about a failed rung. */
export type RungAction =
  | { readonly kind: 'expect'; readonly label: string; readonly change: Partial<ExpectForm> }
  | { readonly kind: 'choose_key'; readonly label: string }
  /** Brings the person to the field of what is expected. */
  | { readonly kind: 'edit'; readonly label: string; readonly field: keyof ExpectForm }
  | { readonly kind: 'again'; readonly label: string }
  /** Verifies again with the secret read in another way, which was found to fit. */
  | {
      readonly kind: 'secret'
      readonly label: string
      readonly secret: string
      readonly encoding: SecretEncoding
    }

const keyTrouble: readonly VerdictCode[] = [
  'SIGNATURE_INVALID',
  'KEY_INVALID',
  'KEY_TYPE_MISMATCH',
  'KEY_NOT_FOUND',
  'KEY_AMBIGUOUS',
  'KEY_UNTRUSTED',
  'METADATA_ISSUER',
  'METADATA_INVALID',
  'JWKS_INVALID',
  'URL_REFUSED',
  'NOT_JSON',
  'REDIRECTED',
]
const passing: readonly VerdictCode[] = ['NETWORK', 'TIMEOUT', 'HTTP_STATUS', 'CANCELLED']

const fieldOf: Readonly<Record<string, keyof ExpectForm>> = {
  time: 'at',
  issuer: 'iss',
  audience: 'aud',
  type: 'typ',
  nonce: 'nonce',
  alg: 'alg',
}

/** The button of a diagnosis that offers a way to verify; only ways of reading the person's own secret are offered. */
export function sourceAction({ cause, source }: Diagnosis): RungAction | null {
  if (source?.kind !== 'secret') return null
  const { text, encoding } = source
  const label =
    cause === 'SECRET_ENCODING'
      ? `Read the secret as ${secretWords[encoding]}`
      : 'Verify with the secret taken so'
  return { kind: 'secret', label, secret: text, encoding }
}

const secretWords: Readonly<Record<SecretEncoding, string>> = {
  utf8: 'text (UTF-8)',
  base64: 'base64',
  base64url: 'base64url',
  hex: 'hex',
}

export type RungSituation = {
  /** There is a verdict, so the fields are out of sight and worth an action of their own. */
  readonly settled: boolean
  /** The host that verifying again would ask; null where no network is needed. */
  readonly asks: string | null
  /** The keys came from the issuer’s own metadata. */
  readonly discovered: boolean
}

/** What can be done about a check, made from the token's own words; nothing here changes what was proved. */
export function rungActions(
  check: Check,
  reading: TokenReading,
  { settled, asks, discovered }: RungSituation,
): readonly RungAction[] {
  const field = fieldOf[check.id]
  // Keys of the issuer that was asked prove nothing about tokens of the one the token names.
  const possible: readonly RungAction[] =
    discovered && check.code === 'ISSUER'
      ? [{ kind: 'choose_key', label: 'Ask another issuer' }]
      : codeActions(check, reading)
  const actions = possible.map((action) =>
    // Never a request that was not announced.
    asks !== null && (action.kind === 'expect' || action.kind === 'again')
      ? { ...action, label: `${action.label}, asking ${asks}` }
      : action,
  )
  if (!settled || field === undefined) return actions
  const label = check.status === 'not_checked' ? 'Say what to expect' : 'Change what is expected'
  return [...actions, { kind: 'edit', label: field === 'at' ? 'Change the time' : label, field }]
}

function codeActions(check: Check, reading: TokenReading): readonly RungAction[] {
  if (check.code === undefined) return []
  if (check.code === 'PASSPHRASE') return [{ kind: 'choose_key', label: 'Give the passphrase' }]
  if (keyTrouble.includes(check.code)) return [{ kind: 'choose_key', label: 'Choose another key' }]
  if (passing.includes(check.code)) {
    return [
      { kind: 'again', label: 'Try again' },
      { kind: 'choose_key', label: 'Choose another key' },
    ]
  }
  switch (check.code) {
    case 'ISSUER':
      return expectInstead('iss', statedValue(reading, 'payload', 'iss'))
    case 'AUDIENCE':
      return expectInstead('aud', firstText(statedValue(reading, 'payload', 'aud')))
    case 'TYPE':
      return expectInstead('typ', statedValue(reading, 'header', 'typ'))
    case 'EXPIRED':
      return judgeAt(statedValue(reading, 'payload', 'exp'), -1, 'Check as of just before it expired')
    case 'NOT_YET_VALID':
      return judgeAt(statedValue(reading, 'payload', 'nbf'), 0, 'Check as of when it becomes valid')
    case 'ISSUED_IN_FUTURE':
      return judgeAt(statedValue(reading, 'payload', 'iat'), 0, 'Check as of when it says it was issued')
    default:
      return []
  }
}

function expectInstead(field: 'iss' | 'aud' | 'typ', value: unknown): readonly RungAction[] {
  if (typeof value !== 'string' || value === '' || value.length > 200 || value !== value.trim()) return []
  return [{ kind: 'expect', label: `Expect ${value} instead`, change: { [field]: value } }]
}

function judgeAt(value: unknown, offset: number, label: string): readonly RungAction[] {
  if (typeof value !== 'number' || !Number.isFinite(value) || looksLikeMilliseconds(value)) return []
  const seconds = Math.floor(value) + offset
  if (!Number.isFinite(new Date(seconds * 1000).getTime())) return []
  const inText = formatUtc(seconds)
  // Years beyond four digits are written with a sign, which is not RFC 3339.
  const at = /^\d{4}-/.test(inText) ? inText : String(seconds)
  return [{ kind: 'expect', label, change: { at } }]
}

function firstText(value: unknown): unknown {
  return Array.isArray(value) ? value.find((item) => typeof item === 'string') : value
}
