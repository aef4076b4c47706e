import { sdJwtPartsOf } from '../../../../shared/sd-jwt/sd-jwt-parts-of.ts'
import type { TokenReading } from '../../../../shared/token/reading.ts'
import type { Check } from '../../../../shared/verdict/check.ts'
import { checkForm, findTooLarge } from '../../../../shared/verdict/check-parsed.ts'
import { isVerifiable } from './key-choice.ts'

/**
 * The ladder before anything was verified: what reading alone can say. Only `parsed` can pass here, and an
 * unsigned token fails its signature at once, because there is nothing that a key could change about it.
 */
export function readingChecks(reading: TokenReading): readonly Check[] {
  if (reading.segments.length === 0) return []
  return [parsedCheck(reading), ...decryptedCheck(reading), signatureCheck(reading), ...waiting(reading)]
}

/** Nothing of an encrypted token can be said before a key opens it. */
function decryptedCheck(reading: TokenReading): readonly Check[] {
  const { format } = reading
  if (format !== 'jwe' && format !== 'jwe_json') return []
  const base = { id: 'decrypted', spec: 'RFC 7516 §5.2' } as const
  const tooLarge = findTooLarge(reading)
  if (tooLarge) return [{ ...base, ...tooLarge }]
  return [{ ...base, status: 'not_checked', code: 'ENCRYPTED', note: 'choose the key that opens it' }]
}

function parsedCheck(reading: TokenReading): Check {
  const base = { id: 'parsed', spec: 'RFC 7519 §7.2' } as const
  const parts = sdJwtPartsOf(reading)
  const finding = checkForm(parts?.issuerReading ?? reading)
  const inside = parts && finding.status === 'pass' ? checkForm(reading) : finding
  const broken = inside.status === 'pass' || inside === finding ? '' : `Not all of it: ${inside.found ?? ''}`
  const joined = reading.problems.some(({ code }) => code === 'WHITE_SPACE')
  const note = [finding.note, broken, joined ? 'White space inside it was left out.' : '']
    .filter((text) => text)
    .join(' ')
  return { ...base, ...finding, ...(note === '' ? {} : { note }) }
}

function signatureCheck(reading: TokenReading): Check {
  const base = { id: 'signature', spec: 'RFC 7515 §5.2' } as const
  switch (reading.format) {
    case 'unsecured':
      return {
        ...base,
        status: 'fail',
        code: 'UNSECURED',
        spec: 'RFC 7518 §3.6',
        expected: 'a signature',
        found: 'alg none, no signature',
      }
    case 'jwe':
    case 'jwe_json':
      return {
        ...base,
        status: 'not_checked',
        code: 'ENCRYPTED',
        note: 'what is inside shows itself once it is opened',
      }
    default: {
      const tooLarge = findTooLarge(reading)
      if (tooLarge) return { ...base, ...tooLarge }
      return isVerifiable(reading)
        ? { ...base, status: 'not_checked', code: 'NOT_VERIFIED' }
        : { ...base, status: 'not_checked', note: 'there is no whole token to verify' }
    }
  }
}

/** The rungs that only mean something once a signature holds. */
function waiting(reading: TokenReading): readonly Check[] {
  if (reading.format === 'jwe' || reading.format === 'jwe_json') return []
  return rungs.map(([id, spec]) => ({ id, spec, status: 'not_checked' }))
}

const rungs: readonly (readonly [id: string, spec: string])[] = [
  ['key', 'RFC 8725 §3.8'],
  ['time', 'RFC 7519 §4.1.4'],
  ['issuer', 'RFC 7519 §4.1.1'],
  ['audience', 'RFC 7519 §4.1.3'],
  ['type', 'RFC 8725 §3.11'],
  ['nonce', 'OIDC Core §3.1.3.7'],
]
