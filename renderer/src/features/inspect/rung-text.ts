import type { Check } from '../../../../shared/verdict/check.ts'
import { checkTitle } from '../../../../shared/verdict/explain-check.ts'
import type { Verification } from './inspect-store.ts'

/** A rung in one line: on a failure what was expected and found, on a pass what was found. */
export function rungText(check: Check): string {
  const { status, expected, found, note } = check
  switch (status) {
    case 'fail':
      if (expected && found) return `expected ${expected}, found ${found}`
      return found ?? note ?? (expected ? `expected ${expected}` : 'does not hold')
    case 'pass':
      return [found ?? expected, note].filter(Boolean).join(' · ') || 'holds'
    case 'not_checked':
      return note ? `not checked: ${note}` : 'not checked'
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
  const failed = checks.filter(({ status }) => status === 'fail').map(({ id }) => checkTitle(id))
  if (verification.kind === 'running') return { tone: 'none', text: 'Verifying', spoken: 'Verifying' }
  if (verification.kind !== 'done') {
    return failed.length > 0
      ? { tone: 'fail', text: `${failed.join(', ')} failed`, spoken: `${failed.join(', ')} failed.` }
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
        text: `${failed.join(', ')} failed`,
        spoken: `Not valid. Failed: ${failed.join(', ')}.${rest}`,
      }
    case 'unverified':
      return { tone: 'none', text: 'Nothing proved', spoken: `Nothing was proved.${rest}` }
  }
}
