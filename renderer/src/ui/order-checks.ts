import { flowCheckTitle } from '../../../shared/oauth/explain-flow-check.ts'
import type { Check, CheckStatus } from '../../../shared/verdict/check.ts'

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

export type CheckGroup = { readonly title: string; readonly checks: readonly Check[] }

const followUpTitles = [
  ['jarm_', 'Signed answer'],
  ['front_', 'Through the browser'],
  ['refresh_', 'Refresh'],
  ['userinfo_', 'Userinfo'],
  ['introspection_', 'Introspection'],
  ['logout_', 'Logout'],
  ['frontlogout_', 'Logout in the browser'],
  ['backlogout_', 'Logout token'],
  ['registration_', 'Registration'],
] as const

/** The sign-in's checks, then those of each follow-up; only what there is. */
export function groupChecks(checks: readonly Check[]): readonly CheckGroup[] {
  const titleOf = (check: Check) =>
    followUpTitles.find(([prefix]) => check.id.startsWith(prefix))?.[1] ?? 'Sign-in'
  const titles = [...new Set(checks.map(titleOf))]
  return titles.map((title) => ({ title, checks: checks.filter((check) => titleOf(check) === title) }))
}

/** The checks as a table for the clipboard: tab-separated, a line each, with a head line. */
export function checksAsText(checks: readonly Check[]): string {
  const lines = orderChecks(checks).map((check) => [
    check.status,
    flowCheckTitle(check.id),
    check.expected ?? '',
    check.found ?? '',
    check.note ?? '',
    check.spec,
  ])
  // A tab or line end inside a value would move it into another cell.
  const cell = (text: string) => text.replace(/[\t\r\n]+/g, ' ')
  return [['status', 'check', 'expected', 'found', 'note', 'specification'], ...lines]
    .map((line) => line.map(cell).join('\t'))
    .join('\n')
}
