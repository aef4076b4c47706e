import { expect, test } from 'vitest'
import { sampleRun } from '../run-export/sample-run.ts'
import { readKeptRun, toKeptRun } from './kept-runs.ts'

test('a kept run is the run, with nothing that its tokens would be needed for', () => {
  const run = {
    ...sampleRun('x'),
    can: { refresh: true, userinfo: true, revoke: true, introspect: true as const },
    busy: 'refresh' as const,
  }
  const kept = readKeptRun(JSON.stringify(run))
  expect(kept).toEqual({ ...run, can: { refresh: false, userinfo: false, revoke: false }, busy: null })
  expect(readKeptRun(JSON.stringify(toKeptRun(run)))).toEqual(kept)
})

test.each([
  '',
  'null',
  '{}',
  '[]',
  '{"id":1}',
  JSON.stringify({ ...sampleRun('x'), steps: 'none' }),
  JSON.stringify({ ...sampleRun('x'), phase: { kind: 'exchanging' } }),
  JSON.stringify({ ...sampleRun('x'), checks: [null] }),
])('what is no run is not read: %s', (text) => {
  expect(readKeptRun(text)).toBeNull()
})
