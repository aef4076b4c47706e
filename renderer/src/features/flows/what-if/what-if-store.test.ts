import { expect, test, vi } from 'vitest'
import type { Bridge } from '../../../../../shared/ipc/bridge.ts'
import { noVariant } from '../../../../../shared/profile/variant.ts'
import type { WhatIfProgress } from '../../../../../shared/what-if/what-if-result.ts'
import { createWhatIfStore, whatIfTarget } from './what-if-store.ts'

const a = whatIfTarget('a', noVariant)

function setUp(outcome: unknown = { kind: 'ran', results: [], cancelled: false, baselineProblem: null }) {
  let tell: (event: WhatIfProgress & { requestId: string }) => void = () => undefined
  let answer: (value: unknown) => void = () => undefined
  const run = vi.fn(
    () =>
      new Promise((resolve) => {
        answer = () => resolve({ ok: true, value: outcome })
      }),
  )
  const skip = vi.fn(async () => ({ ok: true }))
  const cancel = vi.fn(async () => ({ ok: true }))
  const bridge = {
    'whatIf.run': run,
    'whatIf.skip': skip,
    'tokens.cancel': cancel,
    on: (_name: string, listener: typeof tell) => {
      tell = listener
      return () => undefined
    },
  } as unknown as Bridge
  const store = createWhatIfStore({ bridge, now: () => 7 })
  return {
    store,
    run,
    skip,
    cancel,
    tell: (event: Parameters<typeof tell>[0]) => tell(event),
    answer: () => answer(null),
  }
}

test('nothing is asked for before the server is called mine, and only for that profile', async () => {
  const { store, run } = setUp()
  await store.getState().run(a)
  store.getState().callMine('b')
  await store.getState().run(a)
  store.getState().callMine(a.key)
  store.getState().chooseAll(false)
  await store.getState().run(a)
  expect(run).not.toHaveBeenCalled()
})

test('progress of this run is shown, of another it is not; then the outcome with its time', async () => {
  const { store, run, tell, answer, skip, cancel } = setUp()
  store.getState().callMine(a.key)
  store.getState().chooseAll(false)
  store.getState().choose('code_replay', true)
  const ended = store.getState().run(a)
  expect(run).toHaveBeenCalledWith({
    requestId: 'what-if-1',
    profileId: 'a',
    variant: noVariant,
    cases: ['code_replay'],
  })
  tell({ requestId: 'what-if-9', results: [], current: 'missing_state', waitingUntil: 5 })
  tell({ requestId: 'what-if-1', results: [], current: 'code_replay', waitingUntil: 9 })
  expect(store.getState().trying).toMatchObject({ current: 'code_replay', waitingUntil: 9 })
  store.getState().skip()
  store.getState().cancel()
  expect(skip).toHaveBeenCalledWith({ requestId: 'what-if-1' })
  expect(cancel).toHaveBeenCalledWith({ requestId: 'what-if-1' })
  answer()
  await ended
  expect(store.getState().trying).toMatchObject({ kind: 'done', target: a.key, at: 7 })
})

test('a person who says no outside the page has sent nothing', async () => {
  const { store, answer } = setUp({ kind: 'declined' })
  store.getState().callMine(a.key)
  const ended = store.getState().run(a)
  answer()
  await ended
  expect(store.getState().trying).toEqual({ kind: 'declined', target: a.key })
})

test('calling one environment one’s own says nothing of another', async () => {
  const { store, run } = setUp()
  store.getState().callMine(whatIfTarget('a', { ...noVariant, environment: 'staging' }).key)
  await store.getState().run(whatIfTarget('a', { ...noVariant, environment: 'production' }))
  expect(run).not.toHaveBeenCalled()
})
