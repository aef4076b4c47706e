import { expect, test } from 'vitest'
import type { Bridge } from '../../../../shared/ipc/bridge.ts'
import type { KeptRunsChange } from '../../../../shared/oauth/kept-runs.ts'
import { lineOfRun } from '../../../../shared/oauth/run-line.ts'
import { sampleRun } from '../../../../shared/run-export/sample-run.ts'
import { createHistoryStore, historyRows } from './history-store.ts'

const run = (id: string, startedAt: number) => ({ ...sampleRun('x'), id, startedAt })
const line = (id: string, startedAt: number) => lineOfRun(run(id, startedAt))
const none = { lines: [], gone: [], forgotten: [], limit: 200, problem: null } as const

function setUp() {
  let tell: (change: KeptRunsChange) => void = () => {}
  const bridge = {
    'runs.kept': async () => ({
      ok: true,
      value: { lines: [line('b', 2), line('a', 1)], limit: 50, keptIn: 'vault' },
    }),
    'runs.read': async () => ({
      ok: false,
      error: { code: 'ERR_NOT_FOUND', message: 'this run is not kept' },
    }),
    on: (_name: string, listener: typeof tell) => {
      tell = listener
      return () => {
        tell = () => {}
      }
    },
  } as unknown as Bridge
  const store = createHistoryStore({ bridge })
  return {
    store,
    state: () => store.getState(),
    tell: (change: Partial<KeptRunsChange>) => tell({ ...none, ...change }),
  }
}
const ids = (lines: readonly { readonly id: string }[]) => lines.map(({ id }) => id)

test('lines are loaded once, and then come, change and go', async () => {
  const { state, tell } = setUp()
  await state().load()
  expect(state()).toMatchObject({ limit: 50, keptIn: 'vault' })
  tell({ lines: [line('c', 3), { ...line('a', 1), title: 'newer' }], gone: ['b'] })
  expect(ids(state().lines)).toEqual(['c', 'a'])
  expect(state().lines[1]?.title).toBe('newer')
  state().close()
  tell({ gone: ['c'] })
  expect(ids(state().lines)).toEqual(['c', 'a'])
})

test('what cannot be kept or read is said', async () => {
  const { state, tell } = setUp()
  tell({ problem: 'nothing was saved: the disk is full', limit: null })
  expect(state().problem).toBe('The last run is not kept: nothing was saved: the disk is full.')
  state().dismissProblem()
  expect(state().problem).toBeNull()
  expect(await state().read('x')).toBeNull()
  expect(state().problem).toBe('This run is not kept.')
})

test('a run of this session stands for its kept line, and says where it is', () => {
  const session = [run('c', 3), run('b', 2)]
  const kept = historyRows(session, { lines: [line('b', 2), line('a', 1)], keptIn: 'vault' })
  expect(kept.map(({ id, where }) => `${id} ${where}`)).toEqual(['c memory', 'b kept', 'a kept'])
  const unsealed = historyRows(session, { lines: [line('b', 2)], keptIn: 'memory' })
  expect(unsealed.every(({ where }) => where === 'memory')).toBe(true)
})

test('of two runs that are compared the older one is the first', () => {
  const { state } = setUp()
  state().compare(run('b', 2), run('a', 1))
  expect(state().pair?.map(({ id }) => id)).toEqual(['a', 'b'])
})
