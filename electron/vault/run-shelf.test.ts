import { readFileSync } from 'node:fs'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { sampleRun } from '../../shared/run-export/sample-run.ts'
import { encodeRun, parseStoredRun } from './stored-run.ts'
import { createTestFolder, openAt } from './test-vault.ts'

let folder: ReturnType<typeof createTestFolder>
beforeEach(() => {
  folder = createTestFolder()
})
afterEach(() => folder.remove())

const canary = 'canary-run-0815'
const run = (id: string) => ({ ...sampleRun(canary), id })

test('kept runs survive a restart, sealed; the limit and what was cleared do too', async () => {
  const first = await openAt(folder.directory)
  first.runs.keep(await Promise.all(['1', '2', '3'].map((id) => encodeRun(run(id)))))
  first.runs.setLimit(50)
  first.runs.remove(['2'])
  first.close()
  const file = readFileSync(folder.file)
  expect(file.includes(canary)).toBe(false)
  const second = await openAt(folder.directory)
  expect(second.runs.list().map(({ id }) => id)).toEqual(['1', '3'])
  expect(second.runs.limit()).toBe(50)
  expect(second.runs.read('3')).toEqual(run('3'))
  expect(() => second.runs.restore('2')).toThrow(expect.objectContaining({ code: 'ERR_NOT_FOUND' }))
  second.close()
})

test('bytes that are no run are not read', async () => {
  const { bytes } = await encodeRun(run('1'))
  expect(parseStoredRun(bytes)?.id).toBe('1')
  for (const wrong of [Buffer.alloc(0), Buffer.from('{}'), bytes.subarray(0, 20)]) {
    expect(parseStoredRun(wrong)).toBeNull()
  }
})
