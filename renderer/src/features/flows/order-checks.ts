import type { Check, CheckStatus } from '../../../../shared/verdict/check.ts'

const rank: Readonly<Record<CheckStatus, number>> = { fail: 0, not_checked: 1, pass: 2 }

/** What needs attention first: failed, then not checked, then passed; the given order within each. */
export function orderChecks(checks: readonly Check[]): readonly Check[] {
  return checks.toSorted((a, b) => rank[a.status] - rank[b.status])
}
