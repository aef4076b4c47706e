import { beforeEach, expect, test } from 'vitest'
import { AppError } from '../../shared/error.ts'
import type { KeptRunsChange } from '../../shared/oauth/kept-runs.ts'
import type { Run } from '../../shared/oauth/run.ts'
import { sampleRun } from '../../shared/run-export/sample-run.ts'
import { createMemoryStore } from '../vault/memory-store.ts'
import type { RecordStore } from '../vault/record-store.ts'
import { createRunShelf } from '../vault/run-shelf.ts'
import { createRunArchive, type RunArchive } from './run-archive.ts'

let store: RecordStore
let session: Run[]
let changes: KeptRunsChange[]
let due: (() => void)[]
let archive: RunArchive
let isBroken: boolean
beforeEach(() => {
  const memory = createMemoryStore()
  isBroken = false
  store = {
    ...memory,
    write: (records) => {
      if (isBroken) throw new AppError('ERR_VAULT_WRITE', 'nothing was saved: the disk is full')
      memory.write(records)
    },
  }
  session = []
  changes = []
  due = []
  archive = create()
})

function create() {
  return createRunArchive({
    shelf: createRunShelf(store),
    keptIn: () => 'vault',
    session: {
      list: () => session,
      forget: (id) => {
        session = session.filter((run) => run.id !== id)
      },
    },
    later: (work) => {
      due.push(work)
      return () => {
        due = due.filter((each) => each !== work)
      }
    },
    onChange: (change) => changes.push(change),
  })
}

function endedRun(id: string, more: Partial<Run> = {}): Run {
  return { ...sampleRun('x'), id, startedAt: Number(id), phase: { kind: 'done' }, ...more }
}
const ids = () => archive.kept().lines.map(({ id }) => id)

test('a run is kept when it has ended, many with one write, and comes back whole but for follow-ups', async () => {
  let writes = 0
  const { write } = store
  store = {
    ...store,
    write: (records) => {
      writes += 1
      write(records)
    },
  }
  archive = create()
  archive.note(endedRun('1', { endedAt: null }))
  archive.note(endedRun('2', { busy: 'refresh' }))
  expect(due).toEqual([])
  for (const id of ['1', '2', '3'])
    archive.note(endedRun(id, { can: { refresh: true, userinfo: true, revoke: true, logout: true } }))
  expect(due).toHaveLength(1)
  await archive.close()
  expect(writes).toBe(1)
  expect(ids()).toEqual(['3', '2', '1'])
  archive = create()
  expect(archive.read('2')).toEqual(
    endedRun('2', { can: { refresh: false, userinfo: false, revoke: false } }),
  )
})

test('of a run that goes on after its end the last state is kept, once', async () => {
  archive.note(endedRun('1'))
  archive.note(endedRun('1', { scope: 'newer' }))
  await archive.close()
  archive.note(endedRun('1', { scope: 'newest' }))
  await archive.close()
  expect(ids()).toEqual(['1'])
  expect(archive.read('1').scope).toBe('newest')
})

test('the oldest go where there are more than the limit, and a lower limit is kept at once', async () => {
  archive.setLimit(50)
  for (let id = 1; id <= 53; id += 1) archive.note(endedRun(String(id)))
  await archive.close()
  expect(ids()).toHaveLength(50)
  expect(ids().at(-1)).toBe('4')
  expect(() => archive.read('1')).toThrow(expect.objectContaining({ code: 'ERR_NOT_FOUND' }))
  archive.setLimit(0)
  expect(ids()).toEqual([])
  expect(store.list('run')).toEqual([])
  archive.note(endedRun('60'))
  await archive.close()
  expect(store.list('run')).toEqual([])
  expect(create().kept().limit).toBe(0)
})

test('clearing takes one, a profile’s or all, in memory and in the vault; a run under way stays', async () => {
  session = [
    endedRun('1'),
    endedRun('2', { profileId: 'p2' }),
    endedRun('3', { endedAt: null, phase: { kind: 'exchanging' } }),
  ]
  for (const run of session) archive.note(run)
  await archive.close()
  archive.clear({ which: 'profile', profileId: 'p2' })
  expect(ids()).toEqual(['1'])
  expect(session.map(({ id }) => id)).toEqual(['1', '3'])
  expect(changes.at(-1)).toMatchObject({ gone: ['2'], forgotten: ['2'] })
  archive.clear({ which: 'all' })
  expect(session.map(({ id }) => id)).toEqual(['3'])
  expect(store.list('run')).toEqual([])
  expect(store.list('run_summary')).toEqual([])
})

test('the deletion of one is undone, and only that of the last one', async () => {
  archive.note(endedRun('1'))
  archive.note(endedRun('2'))
  await archive.close()
  archive.clear({ which: 'one', id: '1' })
  archive.clear({ which: 'one', id: '2' })
  expect(() => archive.restore('1')).toThrow(expect.objectContaining({ code: 'ERR_NOT_FOUND' }))
  archive.restore('2')
  expect(ids()).toEqual(['2'])
  expect(archive.read('2').id).toBe('2')
})

test('what is cleared while it is on its way does not come back', async () => {
  session = [endedRun('1'), endedRun('2')]
  for (const run of session) archive.note(run)
  archive.clear({ which: 'one', id: '1' })
  const work = due.shift()
  work?.()
  // The second is being written by now.
  archive.clear({ which: 'one', id: '2' })
  await archive.close()
  expect(ids()).toEqual([])
  expect(store.list('run')).toEqual([])
})

test('a vault that cannot be written is said, and the run stays as it was', async () => {
  isBroken = true
  session = [endedRun('1')]
  archive.note(endedRun('1'))
  await archive.close()
  expect(changes.at(-1)).toMatchObject({
    problem: 'nothing was saved: the disk is full',
    gone: [],
    forgotten: [],
  })
  expect(session).toHaveLength(1)
})
