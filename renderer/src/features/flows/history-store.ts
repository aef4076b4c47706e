import { createStore, type StoreApi } from 'zustand/vanilla'
import type { ErrorData } from '../../../../shared/error.ts'
import type { Answer, Bridge } from '../../../../shared/ipc/bridge.ts'
import {
  type KeptRunLimit,
  type KeptRuns,
  type RunsToClear,
  usualKeptRunLimit,
} from '../../../../shared/oauth/kept-runs.ts'
import type { Run } from '../../../../shared/oauth/run.ts'
import type { RunFilter } from '../../../../shared/oauth/run-filter.ts'
import { lineOfRun, newestFirst, type RunLine } from '../../../../shared/oauth/run-line.ts'
import { settle } from '../../bridge.ts'

/** A run in the history, and where it is. */
export type HistoryRow = RunLine & {
  readonly key: string
  /** `kept`: sealed on disk; `memory`: gone when the app quits. */
  readonly where: 'kept' | 'memory'
}

export type HistoryState = {
  /** Lines of the vault, or of memory where nothing can be sealed. */
  readonly lines: readonly RunLine[]
  readonly limit: KeptRunLimit
  readonly keptIn: KeptRuns['keptIn']
  /** Why the last runs are not kept, or why what was asked for did not work. */
  readonly problem: string | null
  readonly filter: RunFilter
  /** Two runs beside each other, the older one first. */
  readonly pair: readonly [Run, Run] | null

  load(): Promise<void>
  setFilter(change: Partial<RunFilter>): void
  /** Null where it cannot be read; then the problem says why. */
  read(id: string): Promise<Run | null>
  clear(what: RunsToClear): Promise<boolean>
  restore(id: string): Promise<void>
  setLimit(limit: KeptRunLimit): Promise<void>
  compare(one: Run, other: Run): void
  dismissProblem(): void
  /** Ends the subscription. */
  close(): void
}

export type HistoryStore = StoreApi<HistoryState>

/** What was run before: the lines of kept runs. The runs themselves are read when they are opened. */
export function createHistoryStore({ bridge }: { readonly bridge: Bridge }): HistoryStore {
  const store = createStore<HistoryState>()((set) => {
    const ask = async <T>(call: Promise<Answer<T>>): Promise<{ readonly value: T } | null> => {
      const answer = await settle(call)
      set({ problem: answer.ok ? null : words(answer.error) })
      return answer.ok ? { value: answer.value } : null
    }
    return {
      lines: [],
      limit: usualKeptRunLimit,
      keptIn: 'vault',
      problem: null,
      filter: { text: '', outcome: 'any', profileId: null },
      pair: null,

      async load() {
        const kept = await ask(bridge['runs.kept']())
        if (kept) set(kept.value)
      },
      setFilter: (change) => set((state) => ({ filter: { ...state.filter, ...change } })),
      async read(id) {
        return (await ask(bridge['runs.read']({ id })))?.value ?? null
      },
      clear: async (what) => (await ask(bridge['runs.clear'](what))) !== null,
      async restore(id) {
        await ask(bridge['runs.restore']({ id }))
      },
      async setLimit(limit) {
        await ask(bridge['runs.limit']({ limit }))
      },
      compare: (one, other) => set({ pair: one.startedAt <= other.startedAt ? [one, other] : [other, one] }),
      dismissProblem: () => set({ problem: null }),
      close: () => unsubscribe(),
    }
  })
  const unsubscribe = bridge.on('runs.changed', ({ lines, gone, limit, problem }) =>
    store.setState((state) => {
      const changed = new Set([...gone, ...lines.map(({ id }) => id)])
      const stay = state.lines.filter(({ id }) => !changed.has(id))
      return {
        lines: newestFirst([...lines, ...stay]),
        ...(limit === null ? {} : { limit }),
        problem: problem === null ? state.problem : `The last run is not kept: ${problem}.`,
      }
    }),
  )
  return store
}

/** Runs of this session as they stand, and the kept ones beside them; the newest first. */
export function historyRows(
  runs: readonly Run[],
  { lines, keptIn }: Pick<HistoryState, 'lines' | 'keptIn'>,
): readonly HistoryRow[] {
  const kept = new Set(lines.map(({ id }) => id))
  const here = new Set(runs.map(({ id }) => id))
  const where = (id: string): HistoryRow['where'] => (keptIn === 'vault' && kept.has(id) ? 'kept' : 'memory')
  const all = [...runs.map(lineOfRun), ...lines.filter(({ id }) => !here.has(id))]
  return newestFirst(all).map((line) => ({ ...line, key: line.id, where: where(line.id) }))
}

function words({ message }: ErrorData): string {
  return `${message.charAt(0).toUpperCase()}${message.slice(1)}.`
}
