import { expect, test } from 'vitest'
import type { Check } from '../verdict/check.ts'
import { explainProviderError, problem } from './explain-problem.ts'
import type { Run, RunPhase } from './run.ts'
import { shortOutcome } from './short-outcome.ts'

const checks: readonly Check[] = [
  { id: 'state', status: 'pass', spec: 'x' },
  { id: 'nonce', status: 'pass', spec: 'x' },
  { id: 'scope', status: 'fail', spec: 'x' },
  { id: 'c_hash', status: 'not_checked', spec: 'x' },
]

function run(phase: RunPhase): Run {
  return {
    id: 'r',
    profileId: null,
    profileName: 'Acme',
    issuer: 'https://login.acme.test',
    clientId: 'app',
    redirectUri: null,
    startedAt: 0,
    endedAt: 1,
    phase,
    steps: [],
    checks,
    tokens: [],
    scope: null,
    practices: null,
    can: { refresh: false, userinfo: false, revoke: false },
    busy: null,
    actionProblem: null,
  }
}

test.each<[RunPhase, string]>([
  [{ kind: 'done' }, '2 of 3'],
  [{ kind: 'refused', problem: problem('NONCE', 'x') }, 'Refused: nonce'],
  [{ kind: 'refused', problem: problem('SIGNATURE_INVALID', 'x') }, 'Refused: signature'],
  [{ kind: 'refused', problem: problem('AUTH_TIME', 'x') }, 'Refused: auth time'],
  [{ kind: 'failed', problem: problem('NETWORK', 'x') }, 'Failed: connection'],
  [{ kind: 'failed', problem: explainProviderError('access_denied', null) }, 'access_denied'],
  [{ kind: 'failed', problem: explainProviderError('own_error', 'It broke.') }, 'own_error'],
  [{ kind: 'failed', problem: explainProviderError('a b <c>', null) }, 'Failed: provider'],
  [{ kind: 'cancelled' }, 'Cancelled'],
])('%j is “%s”', (phase, words) => {
  expect(shortOutcome(run(phase))).toBe(words)
})
