import { expect, test } from 'vitest'
import type { Step } from '../../../../shared/oauth/run.ts'
import { countdownText, durationText, stepName, stepNote } from './step-text.ts'

const step: Step = {
  key: 's1',
  id: 'token',
  from: 'claimscope',
  to: 'provider',
  status: 'failed',
  startedAt: 0,
  durationMs: 57,
  note: '400 · invalid_grant',
  exchanges: [],
  facts: [],
}

test('a step is named with its place, parties, status and note', () => {
  expect(stepName(step, 6, 7)).toBe(
    'Step 6 of 7, Claimscope to Provider: Request the tokens, failed, 400 · invalid_grant',
  )
  expect(stepName({ ...step, id: 'listen', to: 'claimscope', status: 'active', note: '' }, 1, 1)).toBe(
    'Step 1 of 1, Claimscope: Listen for the answer, under way',
  )
})

test('a step that was under way when the run was cancelled says so once', () => {
  expect(stepName({ ...step, note: 'cancelled' }, 1, 1, 'cancelled')).toBe(
    'Step 1 of 1, Claimscope to Provider: Request the tokens, cancelled',
  )
})

test.each([
  ['', 57, '57\u00a0ms'],
  ['listening', 0, 'listening'],
  ['200', 57, '200 · 57\u00a0ms'],
  ['200 · 44 ms', 57, '200 · 44\u00a0ms'],
  ['state and iss match', null, 'state and iss match'],
])('note “%s” after %s ms reads %s', (note, durationMs, words) => {
  expect(stepNote({ ...step, note, durationMs })).toBe(words)
})

test.each([
  [0, '0 ms'],
  [41.4, '41 ms'],
  [999.4, '999 ms'],
  [999.6, '1.00 s'],
  [1310, '1.31 s'],
  [59_990, '59.99 s'],
  [59_999, '1 min 0 s'],
  [125_000, '2 min 5 s'],
])('%d ms is %s', (ms, text) => {
  expect(durationText(ms)).toBe(text)
})

test.each([
  [301_700, '5:00'],
  [300_000, '5:00'],
  [299_999, '4:59'],
  [9_000, '0:09'],
  [1_000, '0:01'],
  [999, '0:00'],
  [0, '0:00'],
  [-5_000, '0:00'],
])('%d ms left is %s', (ms, text) => {
  expect(countdownText({ since: 0, deadline: 300_000 }, 300_000 - ms)).toBe(text)
})
