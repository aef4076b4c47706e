import { useStore } from 'zustand'
import { outcomeFilters } from '../../../../shared/oauth/run-filter.ts'
import { Select } from '../../ui/select.tsx'
import { TextInput } from '../../ui/text-input.tsx'
import type { HistoryStore } from './history-store.ts'
import styles from './run-history.module.css'

const outcomeNames = {
  any: 'Any outcome',
  pass: 'All checks passed',
  fail: 'Failed or refused',
  other: 'Anything else',
} as const

/** What narrows the list: words and dates, the outcome, the profile. */
export function HistoryTools({
  history,
  profileId,
  found,
  of,
}: {
  readonly history: HistoryStore
  readonly profileId: string | null
  readonly found: number
  readonly of: number
}) {
  const { filter, setFilter } = useStore(history)
  return (
    <div className={styles.tools}>
      <TextInput
        type="search"
        aria-label="Search the runs"
        placeholder="Profile, outcome, issuer, 2026-01-31"
        value={filter.text}
        onChange={(event) => setFilter({ text: event.target.value })}
      />
      <Select
        aria-label="Outcome"
        options={outcomeFilters.map((value) => ({ value, label: outcomeNames[value] }))}
        value={filter.outcome}
        onValueChange={(outcome) => setFilter({ outcome })}
      />
      <Select
        aria-label="Whose runs"
        options={[
          { value: 'all', label: 'Every profile' },
          { value: 'one', label: 'This profile', disabled: profileId === null },
        ]}
        value={filter.profileId === null ? 'all' : 'one'}
        onValueChange={(whose) => setFilter({ profileId: whose === 'one' ? profileId : null })}
      />
      <p className={styles.count} aria-live="polite">
        {found === of ? '' : `${found.toLocaleString('en')} of ${of.toLocaleString('en')}`}
      </p>
    </div>
  )
}
