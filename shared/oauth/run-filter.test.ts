import { expect, test } from 'vitest'
import { sampleRun } from '../run-export/sample-run.ts'
import { filterRuns, type RunFilter } from './run-filter.ts'
import { lineOfRun, newestFirst } from './run-line.ts'

const line = (id: string, day: string, more: object) => ({
  ...lineOfRun(sampleRun('x')),
  id,
  startedAt: Date.parse(day),
  ...more,
})
const lines = [
  line('a', '2026-01-31', {
    profileName: 'Acme staging',
    profileId: 'p1',
    tone: 'pass',
    failed: 0,
    outcome: '9 of 9',
  }),
  line('b', '2026-01-30', {
    profileName: 'Acme staging',
    profileId: 'p1',
    tone: 'info',
    failed: 1,
    outcome: '8 of 9',
  }),
  line('c', '2025-12-31', { profileName: 'Other', profileId: null, tone: 'fail', outcome: 'invalid_client' }),
  line('d', '2025-12-30', {
    profileName: 'Other',
    profileId: 'p2',
    tone: 'none',
    failed: 0,
    outcome: 'Cancelled',
  }),
]
const day = (ms: number) => new Date(ms).toISOString().slice(0, 10)
const none: RunFilter = { text: '', outcome: 'any', profileId: null }

test.each<[Partial<RunFilter>, string]>([
  [{}, 'abcd'],
  [{ text: '  ' }, 'abcd'],
  [{ text: 'STAGING acme' }, 'ab'],
  [{ text: '2025-12' }, 'cd'],
  [{ text: '2026-01-31' }, 'a'],
  [{ text: 'invalid_client' }, 'c'],
  [{ text: 'nowhere' }, ''],
  [{ outcome: 'pass' }, 'a'],
  [{ outcome: 'fail' }, 'bc'],
  [{ outcome: 'other' }, 'd'],
  [{ profileId: 'p1', outcome: 'fail' }, 'b'],
  [{ text: '.*(' }, ''],
])('%j lets through %s', (change, ids) => {
  const found = filterRuns(lines, { ...none, ...change }, day)
  expect(found.map(({ id }) => id).join('')).toBe(ids)
})

test('ten thousand lines are searched in no time to notice', () => {
  const many = Array.from({ length: 10_000 }, (_, at) => line(String(at), '2026-01-01', {}))
  const began = performance.now()
  expect(filterRuns(many, { ...none, text: 'zebra' }, day)).toEqual([])
  expect(performance.now() - began).toBeLessThan(500)
})

test('the newest is first, and runs of one moment keep an order', () => {
  const same = [line('y', '2026-01-01', {}), line('x', '2026-01-01', {}), line('z', '2026-01-02', {})]
  expect(newestFirst(same).map(({ id }) => id)).toEqual(['z', 'x', 'y'])
})
