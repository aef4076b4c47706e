import type { Check, VerdictCode } from '../../../../shared/verdict/check.ts'
import { checkTitle } from '../../../../shared/verdict/explain-check.ts'
import type { Verification } from './inspect-store.ts'

/** A rung in one line: on a failure what was expected and found, on a pass what was found. */
export function rungText(check: Check): string {
  const { status, code, expected, found, note } = check
  const reason = note ?? (code === undefined ? undefined : found)
  switch (status) {
    case 'fail':
      if (check.code === 'MALFORMED') return 'not well formed'
      if (expected && found) return `expected ${expected}, found ${found}`
      return found ?? note ?? (expected ? `expected ${expected}` : 'does not hold')
    case 'pass':
      return [found ?? expected ?? 'holds', note, check.unproved && 'says the token, not proved']
        .filter(Boolean)
        .join(' · ')
    case 'not_checked':
      return reason ? `not checked · ${reason}` : 'not checked'
  }
}

export type VerdictLabel = {
  readonly tone: 'pass' | 'fail' | 'none'
  readonly text: string
  /** The whole result in a sentence or two, for the live region. */
  readonly spoken: string
}

/** The verdict in a few words; it never says more than the rungs do. */
export function verdictLabel(verification: Verification, checks: readonly Check[]): VerdictLabel {
  const failed = checks.filter(({ status }) => status === 'fail').map(failureWords)
  const failure = failed.join(', ')
  if (verification.kind === 'running') return { tone: 'none', text: 'Verifying', spoken: 'Verifying' }
  if (verification.kind !== 'done') {
    return failed.length > 0
      ? { tone: 'fail', text: failure, spoken: `${failure}.` }
      : { tone: 'none', text: 'Not verified', spoken: '' }
  }
  const open = checks.filter(({ status }) => status === 'not_checked').map(({ id }) => checkTitle(id))
  const rest = open.length > 0 ? ` Not checked: ${open.join(', ')}.` : ''
  switch (verification.result.verdict) {
    case 'valid':
      return {
        tone: 'pass',
        text: open.length > 0 ? `Verified, ${open.length} not checked` : 'Verified',
        spoken: `Verified: no check failed.${rest}`,
      }
    case 'invalid':
      return {
        tone: 'fail',
        text: failure,
        spoken: `Not valid: ${failure}.${rest}`,
      }
    case 'unverified':
      return { tone: 'none', text: 'Nothing proved', spoken: `Nothing was proved.${rest}` }
  }
}

const shortFailures: Partial<Record<VerdictCode, string>> = {
  MALFORMED: 'Not well formed',
  UNSECURED: 'No signature',
  EXPIRED: 'Expired',
  NOT_YET_VALID: 'Not valid yet',
  ISSUED_IN_FUTURE: 'Issued in the future',
  KEY_NOT_FOUND: 'No key found',
}

function failureWords({ id, code }: Check): string {
  const short = code === undefined ? undefined : shortFailures[code]
  return short ?? (id === 'key' ? 'Key failed' : `${checkTitle(id)} failed`)
}
