import type { RunConfig } from '../../../shared/oauth/run-config.ts'
import { type WhatIfCaseId, whatIfCaseIds } from '../../../shared/what-if/what-if-case.ts'
import type {
  WhatIfFinding,
  WhatIfOutcome,
  WhatIfProgress,
  WhatIfResult,
} from '../../../shared/what-if/what-if-result.ts'
import { assertRunnable } from '../assert-runnable.ts'
import { discover } from '../discover.ts'
import { problemOfError } from '../problem-of-error.ts'
import { createRunSession, type RunSession, type SessionDeps } from '../run-session.ts'
import { dpopProofReplay, expiredAssertion } from './client-cases.ts'
import {
  codeReplay,
  crossClientCode,
  missingVerifier,
  otherRedirectAtToken,
  pkceDowngrade,
  unlistedScope,
  wrongVerifier,
} from './code-cases.ts'
import { NotChecked } from './not-checked.ts'
import { revokedToken, rotatedRefreshToken } from './refresh-cases.ts'
import { missingState, otherRedirectAtAuthorize, requestObjectNone } from './request-cases.ts'
import { exchangeOf, requestToken } from './requests.ts'
import { createWhatIfTools, type WhatIfTools } from './what-if-tools.ts'

const cases: Readonly<Record<WhatIfCaseId, (tools: WhatIfTools) => Promise<WhatIfFinding>>> = {
  wrong_verifier: wrongVerifier,
  missing_verifier: missingVerifier,
  other_redirect_uri_token: otherRedirectAtToken,
  other_redirect_uri_authorize: otherRedirectAtAuthorize,
  pkce_downgrade: pkceDowngrade,
  missing_state: missingState,
  unlisted_scope: unlistedScope,
  request_object_none: requestObjectNone,
  cross_client_code: crossClientCode,
  expired_assertion: expiredAssertion,
  dpop_proof_replay: dpopProofReplay,
  code_replay: codeReplay,
  revoked_token: revokedToken,
  rotated_refresh_token: rotatedRefreshToken,
}

/** Of these a refusal is the proof, and it proves nothing where the unchanged exchange is refused as well. */
const needBaseline: ReadonlySet<WhatIfCaseId> = new Set([
  'wrong_verifier',
  'missing_verifier',
  'other_redirect_uri_token',
  'pkce_downgrade',
  'cross_client_code',
])

export type WhatIfOptions = {
  readonly config: RunConfig
  readonly otherClient: RunConfig | null
  readonly caseIds: readonly WhatIfCaseId[]
  readonly openExternal: (url: string) => Promise<void>
  readonly signInDeadlineMs: number
  readonly signal: AbortSignal
  /** Called once with a function by which the person skips the case under way. */
  readonly onSkippable: (skip: () => void) => void
  readonly onProgress: (progress: WhatIfProgress) => void
}

/**
 * Tries what should not work, one case after the other, at a server that the person said is theirs. Rejects with
 * AppError ERR_INPUT for a configuration that cannot be run; what goes wrong later stands in the results.
 */
export async function runWhatIf(
  options: WhatIfOptions,
  deps: Omit<SessionDeps, 'onChange'>,
): Promise<Extract<WhatIfOutcome, { kind: 'ran' }>> {
  assertRunnable(options.config)
  const session = createRunSession('what-if', options.config, { ...deps, onChange: () => undefined })
  const cancel = () => session.controller.abort()
  options.signal.addEventListener('abort', cancel, { once: true })
  if (options.signal.aborted) cancel()
  for (const secret of Object.values(options.otherClient?.secrets ?? {}))
    session.recorder.redactor.add(secret)

  const results: WhatIfResult[] = []
  let current: WhatIfProgress['current'] = null
  const report = (waitingUntil: number | null = null) =>
    options.onProgress({ results: [...results], current, waitingUntil })
  let skipping = new AbortController()
  options.onSkippable(() => skipping.abort())
  const attempt = async (
    id: WhatIfCaseId | 'baseline',
    what: (tools: WhatIfTools) => Promise<WhatIfFinding>,
  ) => {
    current = id
    skipping = new AbortController()
    report()
    const tools = createWhatIfTools(session, options.otherClient, {
      openExternal: options.openExternal,
      signInDeadlineMs: options.signInDeadlineMs,
      skip: skipping.signal,
      onWaiting: report,
    })
    return findingOf(session, () => what(tools))
  }
  try {
    const wanted = whatIfCaseIds.filter((id) => options.caseIds.includes(id))
    const found = await findingOf(session, async () => {
      await discover(session, ['authorization_endpoint', 'token_endpoint'])
      return { verdict: 'pass', actual: '' }
    })
    let baselineProblem = found.verdict === 'pass' ? null : found.actual
    if (baselineProblem === null && wanted.some((id) => needBaseline.has(id))) {
      const baseline = await attempt('baseline', goodExchange)
      baselineProblem = baseline.verdict === 'pass' ? null : baseline.actual
    }
    for (const id of wanted) {
      if (session.controller.signal.aborted) break
      const from = session.recorder.run().steps.length
      const unusable = session.provider === null || (baselineProblem !== null && needBaseline.has(id))
      const finding: WhatIfFinding = unusable
        ? {
            verdict: 'not_checked',
            actual: 'The unchanged exchange did not work, so a refusal proves nothing',
          }
        : await attempt(id, cases[id])
      // What was cut off in the middle shows nothing.
      if (session.controller.signal.aborted) break
      results.push({ id, ...finding, exchanges: exchangesFrom(session, from) })
    }
    current = null
    report()
    // Redacted once more: a secret may have become known after it was first said.
    const redacted = results.map((result) => redactResult(session, result))
    return { kind: 'ran', results: redacted, cancelled: session.controller.signal.aborted, baselineProblem }
  } finally {
    options.signal.removeEventListener('abort', cancel)
    session.controller.abort()
  }
}

async function goodExchange(tools: WhatIfTools): Promise<WhatIfFinding> {
  const answer = await requestToken(
    tools.session,
    'authorization_code',
    exchangeOf(await tools.signInForCode()),
  )
  return answer.status === 200
    ? { verdict: 'pass', actual: '' }
    : { verdict: 'not_checked', actual: `The unchanged exchange was refused with ${answer.status}` }
}

async function findingOf(session: RunSession, what: () => Promise<WhatIfFinding>): Promise<WhatIfFinding> {
  try {
    return await what()
  } catch (error) {
    session.recorder.failActive('stopped here')
    if (error instanceof NotChecked) return { verdict: 'not_checked', actual: error.message }
    return { verdict: 'not_checked', actual: problemOfError(error).message.replace(/\.$/, '') }
  }
}

function exchangesFrom(session: RunSession, from: number): WhatIfResult['exchanges'] {
  const steps = session.recorder.run().steps.slice(from)
  return steps.filter(({ id }) => id !== 'jwks').flatMap(({ exchanges }) => exchanges)
}

function redactResult({ recorder }: RunSession, result: WhatIfResult): WhatIfResult {
  const { text } = recorder.redactor
  return JSON.parse(JSON.stringify(result), (name, value: unknown) =>
    typeof value === 'string' && name !== 'id' && name !== 'verdict' ? text(value) : value,
  ) as WhatIfResult
}
