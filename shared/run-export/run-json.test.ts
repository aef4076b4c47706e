import { expect, test } from 'vitest'
import { formatRunJson, problemOfRun } from './run-json.ts'
import { sampleRun } from './sample-run.ts'

test('a refused run without tokens: nothing in it can be taken for an acceptance', () => {
  const run = sampleRun('a\u202eb')
  const text = formatRunJson({ run, tokens: {}, problem: problemOfRun(run) })
  expect(text).not.toContain('\u202e')
  const value = JSON.parse(text)
  expect(value).toMatchObject({
    ok: false,
    code: 'STATE',
    message: 'a\u202eb',
    tokens: {},
    untrusted_tokens: {},
    checks: [
      { id: 'state', status: 'fail' },
      {},
      { id: 'issuer', status: 'pass', expected: null, found: null },
    ],
  })
  expect(value.steps.map(({ id }: { id: string }) => id)).toEqual(['listen', 'authorize', 'token'])
})

test.each([
  [{ kind: 'done' }, null],
  [{ kind: 'cancelled' }, 'CANCELLED'],
  [{ kind: 'exchanging' }, 'CANCELLED'],
] as const)('%j', (phase, code) => {
  expect(problemOfRun({ ...sampleRun(''), phase })?.code ?? null).toBe(code)
})
