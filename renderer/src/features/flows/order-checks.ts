import type { Check, CheckStatus } from '../../../../shared/verdict/check.ts'

const rank: Readonly<Record<CheckStatus, number>> = { fail: 0, not_checked: 1, pass: 2 }

/** What proves most, for where there is room for a few only. */
const telling = [
  'signature',
  'nonce',
  'state',
  'callback_iss',
  'audience',
  'issuer',
  'at_hash',
  'expiry',
  'scope',
]

/** What needs attention first: failed, then not checked, then passed; the given order within each. */
export function orderChecks(checks: readonly Check[]): readonly Check[] {
  return checks.toSorted((a, b) => rank[a.status] - rank[b.status])
}

/** The same, with the passed checks that prove most before the other passed ones; for a short row. */
export function shortlistChecks(checks: readonly Check[]): readonly Check[] {
  const weight = (check: Check) => {
    const place = telling.indexOf(check.id)
    return check.status !== 'pass' || place < 0 ? telling.length : place
  }
  return orderChecks(checks.toSorted((a, b) => weight(a) - weight(b)))
}
