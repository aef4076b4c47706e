import type { RunLine } from './run-line.ts'

export const outcomeFilters = ['any', 'pass', 'fail', 'other'] as const
export type OutcomeFilter = (typeof outcomeFilters)[number]

export type RunFilter = {
  /** Words, each of which has to occur; a date as `2026-01-31` or its beginning finds the runs of that time. */
  readonly text: string
  readonly outcome: OutcomeFilter
  /** Null: runs of every profile. */
  readonly profileId: string | null
}

/**
 * The lines that a filter lets through, in their order. `dateText` gives the local day of Unix milliseconds as
 * `2026-01-31`: what a person calls a day is not for pure code to know.
 */
export function filterRuns<T extends RunLine>(
  lines: readonly T[],
  { text, outcome, profileId }: RunFilter,
  dateText: (ms: number) => string,
): readonly T[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean)
  if (words.length === 0 && outcome === 'any' && profileId === null) return lines
  return lines.filter((line) => {
    if (profileId !== null && line.profileId !== profileId) return false
    if (outcome !== 'any' && outcomeOf(line) !== outcome) return false
    if (words.length === 0) return true
    const { profileName, issuer, clientId, grantType, title } = line
    const all = [profileName, issuer, clientId, grantType, title, line.outcome, dateText(line.startedAt)]
    const held = all.join('\n').toLowerCase()
    return words.every((word) => held.includes(word))
  })
}

function outcomeOf({ tone, failed }: RunLine): OutcomeFilter {
  if (tone === 'fail' || failed > 0) return 'fail'
  return tone === 'pass' ? 'pass' : 'other'
}
