import type { Check, VerdictCode } from '../../../../shared/verdict/check.ts'
import { checkTitle } from '../../../../shared/verdict/explain-check.ts'
import { isKeyFault } from '../../../../shared/verdict/key-fault.ts'
import type { VerifyRequest, VerifyResult } from '../../../../shared/verdict/verification.ts'
import type { Verification } from './inspect-state.ts'

/** A piece of a rung's line: prose, or a value as it stands in the token or was asked for. */
export type LinePart = {
  readonly text: string
  readonly value: boolean
  /** In characters: a longer value is shortened in a closed line. */
  readonly longest?: number
}

const prose = (text: string): LinePart => ({ text, value: false })
const value = (text: string): LinePart => ({ text, value: true })
/** A key identifier; words follow it in the line. */
export const keyId = (text: string): LinePart => ({ text, value: true, longest: 27 })

/** Rungs whose expected and found are values; those of the others are words. */
const valueRungs = new Set([
  ...['issuer', 'audience', 'type', 'nonce', 'azp', 'acr', 'at_hash', 'c_hash', 's_hash', 'ath', 'client_id'],
  ...['scope', 'htm', 'htu', 'jkt', 'cnf', 'jti', 'state', 'code', 'request_issuer'],
])

/** A rung in one line: on a failure what was expected and found, on a pass what was found. */
export function rungParts(check: Check): readonly LinePart[] {
  const { id, status, code, expected, found, note } = check
  const fact = valueRungs.has(id) || (id === 'signature' && status === 'pass') ? value : prose
  switch (status) {
    case 'fail':
      if (code === 'MALFORMED')
        return [
          prose(found && /^(?:a PASETO|a SAML|text that is not)/.test(found) ? found : 'not well formed'),
        ]
      if (code === 'CLAIM_MISSING' && expected && (found === undefined || found === 'nothing'))
        return [prose('expected '), fact(expected), prose(', found nothing')]
      if (code === 'ALG_NOT_ALLOWED' && expected && found && note?.startsWith('The key is bound to'))
        return [prose('the key is for '), value(expected), prose(', the token says '), value(found)]
      if (expected && found) return [prose('expected '), fact(expected), prose(', found '), fact(found)]
      if (found) return [fact(found)]
      if (note) return [prose(note)]
      return expected ? [prose('expected '), fact(expected)] : [prose('does not hold')]
    case 'pass':
      return [
        // First, where it is never cut off.
        ...(check.unproved ? [prose('not proved · ')] : []),
        ...(id === 'key' && found
          ? keyParts(found)
          : [found || expected ? fact(found ?? expected ?? '') : prose('holds')]),
        ...(note ? [prose(` · ${note}`)] : []),
      ]
    case 'not_checked': {
      if (code === 'KEY_TYPE_MISMATCH' && expected && found)
        return [prose(`not checked · it needs ${expected}; the key is ${found}`)]
      if (code === 'TOO_LARGE' && expected && found && !note)
        return [prose(`not checked · ${found}; ${expected}`)]
      if (isKeyFault(check)) return [prose(`not checked · ${keyFaultWords(check)}`)]
      if (id === 'alg' || (code === 'ALG_NOT_ALLOWED' && note)) return [prose(`not checked · ${note ?? ''}`)]
      const reason = note ?? (code === undefined ? undefined : found)
      return [prose(reason ? `not checked · ${reason}` : 'not checked')]
    }
  }
}

/** Why a signature was not tested although a key was given, in the few words of a line. */
function keyFaultWords({ code, expected, found }: Check): string {
  if (code === 'KEY_NOT_FOUND' && expected)
    return `no key fits ${expected}${found ? `; the key set holds ${found}` : ''}`
  return code === 'KEY_INVALID' && found
    ? `the key cannot be used: ${found}`
    : (found ?? 'the key does not fit')
}

/** `https://issuer.test/jwks, key 2026-10`: the address and the key are values, the words between them are not. */
function keyParts(found: string): readonly LinePart[] {
  const at = found.indexOf(', key ')
  const source = at === -1 ? found : found.slice(0, at)
  const kid = at === -1 ? [] : [prose(', key '), keyId(found.slice(at + ', key '.length))]
  return [/^https?:/.test(source) ? value(source) : prose(source), ...kid]
}

/** A long value by its beginning and its end, which tell key identifiers and addresses apart best. */
export function shortenValue({ text, longest = 44 }: LinePart): string {
  const characters = [...text]
  if (characters.length <= longest) return text
  const end = Math.floor(longest * 0.4)
  return `${characters.slice(0, longest - end - 1).join('')}…${characters.slice(-end).join('')}`
}

export type VerdictLabel = {
  readonly tone: 'pass' | 'fail' | 'none'
  readonly text: string
  /** The whole result in a sentence or two, for the live region. */
  readonly spoken: string
}

/** The verdict in a few words; it never says more than the rungs do. */
export function verdictLabel(verification: Verification, checks: readonly Check[]): VerdictLabel {
  const result = verification.kind === 'done' ? verification.result : null
  const isForged = result?.diagnosis?.some(({ cause }) => cause === 'KEY_CONFUSION') === true
  const failed = checks
    .filter(({ status }) => status === 'fail')
    .map((check) => (check.id === 'signature' && isForged ? 'Forged with a public key' : failureWords(check)))
  const failure = failed.join(', ')
  if (verification.kind === 'running') return { tone: 'none', text: 'Verifying', spoken: 'Verifying' }
  if (verification.kind !== 'done') {
    return failed.length > 0
      ? { tone: 'fail', text: failure, spoken: `${failure}.` }
      : { tone: 'none', text: 'Not verified', spoken: '' }
  }
  const open = checks.filter(({ status }) => status === 'not_checked').map(({ id }) => openWords(id, result))
  const { count, unproved } = signaturesOf(verification.result)
  const rest = [
    unproved.length > 0 ? ` Not proved: ${unproved.join(', ')}.` : '',
    open.length > 0 ? ` Not checked: ${open.join(', ')}.` : '',
  ].join('')
  switch (verification.result.verdict) {
    case 'valid':
      // The key came out of the token: whoever made it chose it, and only their having it is proved.
      if (verification.result.key?.provenance === 'token') {
        return {
          tone: 'none',
          text: 'Possession of the key proved',
          spoken: `The key’s possession is proved.${rest}`,
        }
      }
      return {
        tone: 'pass',
        text: [
          unproved.length > 0 ? `${count - unproved.length} of ${count} signatures verified` : 'Verified',
          ...(open.length > 0 ? [`${open.length} not checked`] : []),
        ].join(', '),
        spoken: `Verified: no check failed.${rest}`,
      }
    case 'invalid':
      return {
        tone: 'fail',
        text: failure,
        spoken: `Not valid: ${failure}.${rest}`,
      }
    case 'unverified': {
      const why = unprovedWords(checks, verification.request)
      return {
        tone: 'none',
        text: why ? `Nothing was proved: ${why}` : 'Nothing proved',
        spoken: `Nothing was proved${why ? `: ${why}` : ''}.${rest}`,
      }
    }
  }
}

function unprovedWords(checks: readonly Check[], { source }: VerifyRequest): string | null {
  const fault = checks.find(isKeyFault)
  if (fault) return fault.code === 'KEY_INVALID' ? 'the key cannot be used' : 'the key does not fit'
  const asked = source.kind === 'discovery' || source.kind === 'jwks_url'
  const noKeys = checks.some(
    ({ id, status, code }) => id === 'key' && status === 'not_checked' && code !== undefined,
  )
  return asked && noKeys ? 'no keys were found there' : null
}

const shortFailures: Partial<Record<VerdictCode, string>> = {
  MALFORMED: 'Not well formed',
  UNSECURED: 'No signature',
  EXPIRED: 'Expired',
  NOT_YET_VALID: 'Not valid yet',
  ISSUED_IN_FUTURE: 'Issued in the future',
  KEY_NOT_FOUND: 'No key found',
  DECRYPT_FAILED: 'Does not open',
}

/** A signature that was not judged has not failed: what was found of the header or the key decides. */
const unjudgedSignatures: Partial<Record<VerdictCode, string>> = {
  CRIT: 'Must be refused: crit',
  ALG_NOT_ALLOWED: 'Must be refused: algorithm',
  KEY_TYPE_MISMATCH: 'The key is of another kind',
  KEY_INVALID: 'The key cannot be used',
  KEY_AMBIGUOUS: 'No single key',
}

/** The signatures of a token that has several, and the titles of those that nothing proved. */
function signaturesOf({ parts = [] }: VerifyResult): {
  readonly count: number
  readonly unproved: readonly string[]
} {
  const all = parts.filter(({ id }) => id.startsWith('signature-'))
  const isProved = (checks: readonly Check[]) =>
    checks.some(({ id, status }) => id === 'signature' && status === 'pass')
  const unproved = all.filter(({ checks }) => !isProved(checks)).map(({ title }) => title)
  return { count: all.length, unproved }
}

/** A key binding of which something was compared is not checked in part only. */
function openWords(id: string, result: VerifyResult | null): string {
  const part = result?.parts?.find((each) => each.id === id)
  const inPart = id === 'key_binding' && part?.checks.some(({ status }) => status === 'pass')
  return inPart ? `${checkTitle(id)} in part` : checkTitle(id)
}

function failureWords({ id, code, found }: Check): string {
  if (id === 'time' && found?.endsWith('looks like milliseconds')) return 'A time in milliseconds'
  const own = id === 'signature' ? unjudgedSignatures : {}
  const short = code === undefined ? undefined : (own[code] ?? shortFailures[code])
  return short ?? (id === 'key' ? 'Key failed' : `${checkTitle(id)} failed`)
}
