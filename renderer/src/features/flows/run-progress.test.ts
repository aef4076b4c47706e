import { expect, test } from 'vitest'
import type { Run, RunPhase, Step } from '../../../../shared/oauth/run.ts'
import { isUnderWay, isUntrusted, progressText, shownStep, stepOutcome, timingText } from './run-progress.ts'

const problem = { code: 'NONCE', message: 'the nonce is another one' } as const

function step(key: string, change: Partial<Step> = {}): Step {
  return {
    key,
    id: 'jwks',
    from: 'claimscope',
    to: 'provider',
    status: 'done',
    startedAt: 0,
    durationMs: 1,
    note: '',
    exchanges: [],
    facts: [],
    ...change,
  }
}

function run(change: Partial<Run> = {}): Run {
  return {
    id: 'r',
    profileId: null,
    profileName: 'Acme',
    issuer: 'https://login.acme.test',
    clientId: 'app',
    redirectUri: null,
    startedAt: 1_000,
    endedAt: null,
    phase: { kind: 'done' },
    steps: [],
    checks: [],
    tokens: [],
    scope: null,
    practices: null,
    can: { refresh: false, userinfo: false, revoke: false },
    busy: null,
    actionProblem: null,
    ...change,
  }
}

test.each<[RunPhase, boolean, boolean]>([
  [{ kind: 'preparing' }, true, true],
  [{ kind: 'waiting', since: 0, deadline: 1 }, true, true],
  [{ kind: 'exchanging' }, true, true],
  [{ kind: 'done' }, false, false],
  [{ kind: 'refused', problem }, false, true],
  [{ kind: 'failed', problem }, false, true],
  [{ kind: 'cancelled' }, false, true],
])('%o', (phase, underWay, untrusted) => {
  expect(isUnderWay(run({ phase }))).toBe(underWay)
  expect(isUntrusted(run({ phase }))).toBe(untrusted)
})

test('says what happens now, and why an answer was refused', () => {
  expect(progressText(run({ phase: { kind: 'refused', problem } }))).toContain('the nonce is another one')
  expect(progressText(run({ busy: 'refresh' }))).toBe('Refreshing the tokens')
})

test('says how long it took and how much of it was the sign-in', () => {
  expect(timingText(run())).toBeNull()
  expect(timingText(run({ endedAt: 2_840 }))).toBe('1.84 s')
  const steps = [step('a', { id: 'sign_in', durationMs: 1_310 }), step('b')]
  expect(timingText(run({ endedAt: 2_840, steps }))).toBe('1.84 s, of which 1.31 s in the browser')
})

test('shows the chosen step, then the one that needs attention', () => {
  const token = step('t', { id: 'token' })
  const failed = step('f', { status: 'failed' })
  const active = step('a', { status: 'active' })
  const last = step('z')
  expect(shownStep(run(), null)).toBeNull()
  expect(shownStep(run({ steps: [token, last] }), null)).toBe(token)
  expect(shownStep(run({ steps: [token, last] }), 'z')).toBe(last)
  expect(shownStep(run({ steps: [token, last] }), 'gone')).toBe(token)
  expect(shownStep(run({ steps: [token, failed, last], phase: { kind: 'failed', problem } }), null)).toBe(
    failed,
  )
  expect(shownStep(run({ steps: [token, active, last], phase: { kind: 'exchanging' } }), null)).toBe(active)
  expect(shownStep(run({ steps: [token, last], phase: { kind: 'cancelled' } }), null)).toBe(last)
})

test('follows a follow-up, and is never held by a reply that was turned away', () => {
  const ignored = step('i', { id: 'ignored_callback', status: 'failed' })
  const waiting = step('w', { id: 'sign_in', status: 'active' })
  const token = step('t', { id: 'token' })
  const failed = step('u', { id: 'userinfo', status: 'failed' })
  const refresh = step('r', { id: 'refresh' })
  const keys = step('k', { id: 'jwks' })
  const since = { kind: 'waiting', since: 0, deadline: 1 } as const
  expect(shownStep(run({ steps: [waiting, ignored], phase: since }), null)).toBe(waiting)
  expect(shownStep(run({ steps: [ignored, token] }), null)).toBe(token)
  expect(shownStep(run({ steps: [ignored, token, keys], phase: { kind: 'exchanging' } }), null)).toBe(keys)
  expect(shownStep(run({ steps: [token, failed] }), null)).toBe(failed)
  expect(shownStep(run({ steps: [token, failed, refresh, keys] }), null)).toBe(refresh)
  expect(shownStep(run({ steps: [token, refresh] }), 't')).toBe(token)
})

test('what was under way when the run was cancelled did not fail', () => {
  const ignored = step('i', { id: 'ignored_callback', status: 'failed', note: 'ignored: no state' })
  const stopped = step('s', { status: 'failed', note: 'cancelled' })
  const cut = step('c', { status: 'failed', note: 'no answer' })
  const cancelled = run({ steps: [ignored, stopped, cut], phase: { kind: 'cancelled' } })
  expect(cancelled.steps.map((each) => stepOutcome(cancelled, each))).toEqual([
    'failed',
    'cancelled',
    'cancelled',
  ])
  const failed = run({ steps: [cut], phase: { kind: 'failed', problem } })
  expect(stepOutcome(failed, cut)).toBe('failed')
})
