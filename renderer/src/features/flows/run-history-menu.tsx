import { Check, Trash2 } from 'lucide-react'
import { keptRunLimits } from '../../../../shared/oauth/kept-runs.ts'
import type { AppActions } from '../../app-actions.ts'
import type { MenuItem } from '../../ui/menu.tsx'
import { chosenProfile, type FlowsState } from './flows-store.ts'
import type { HistoryStore } from './history-store.ts'

/** How many runs are kept, and what deletes them. */
export function historyMenu({
  state,
  history,
  actions,
  count,
}: {
  readonly state: FlowsState
  readonly history: HistoryStore
  readonly actions: AppActions
  readonly count: number
}): readonly MenuItem[] {
  const { limit, keptIn, clear, setLimit } = history.getState()
  const profile = chosenProfile(state)
  const deleteRuns = async (what: Parameters<typeof clear>[0], said: string) => {
    if (await clear(what)) actions.notify(said)
  }
  const where = keptIn === 'vault' ? 'Keep' : 'Hold in memory'
  return [
    ...keptRunLimits.map((most) => ({
      id: `limit-${most}`,
      label: most === 0 ? 'Keep no runs' : `${where} the last ${most.toLocaleString('en')}`,
      icon: most === limit ? <Check size={14} aria-label="Chosen:" /> : undefined,
      onSelect: () => void setLimit(most),
    })),
    ...(profile === null
      ? []
      : [
          {
            id: 'clear-profile',
            label: 'Delete the runs of this profile',
            icon: <Trash2 size={14} aria-hidden />,
            danger: true,
            separated: true,
            onSelect: () =>
              void deleteRuns(
                { which: 'profile', profileId: profile.id },
                'The runs of this profile are deleted',
              ),
          },
        ]),
    {
      id: 'clear-all',
      label: count === 1 ? 'Delete the only run' : `Delete all ${count.toLocaleString('en')} runs`,
      icon: <Trash2 size={14} aria-hidden />,
      danger: true,
      separated: profile === null,
      onSelect: () => void deleteRuns({ which: 'all' }, 'All runs are deleted'),
    },
  ]
}
