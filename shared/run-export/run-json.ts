import { settingsOf } from '../oauth/asked-settings.ts'
import { problem as createProblem } from '../oauth/explain-problem.ts'
import type { Run, RunProblem, TokenKind } from '../oauth/run.ts'
import { escapeUnseenInJson } from '../unseen-text.ts'
import { toJsonCheck } from '../verdict/json-check.ts'

/** What a finished run comes to. */
export type RunOutcome = {
  readonly run: Run
  /** The texts, where a person asked for them; in a file there are none. */
  readonly tokens: Readonly<Partial<Record<TokenKind, string>>>
  /** Null when the answer was accepted. */
  readonly problem: RunProblem | null
}

/** Why a run brought nothing that is accepted, or null. One that has not ended counts as cancelled. */
export function problemOfRun({ phase }: Run): RunProblem | null {
  switch (phase.kind) {
    case 'done':
      return null
    case 'refused':
    case 'failed':
      return phase.problem
    default:
      return createProblem('CANCELLED', 'The run was cancelled.')
  }
}

/**
 * One JSON object, the same on the command line and in a file. Tokens of a refused answer stand under a name that
 * cannot be mistaken for an acceptance. Times in Unix milliseconds; exchanges as recorded, secrets replaced. What cannot
 * be seen or acts on a terminal is escaped, which changes nothing of what the JSON says.
 */
export function formatRunJson({ run, tokens, problem }: RunOutcome): string {
  const ok = problem === null
  const value = {
    ok,
    code: problem?.code ?? 'OK',
    ...(problem === null ? {} : { message: problem.message, advice: problem.advice ?? null }),
    issuer: run.issuer,
    client_id: run.clientId,
    redirect_uri: run.redirectUri,
    scope: run.scope,
    /** By wire names, without secrets. */
    settings: run.asked === undefined ? null : settingsOf(run.asked),
    received: run.tokens.map(({ kind, format, alg, characters }) => ({ kind, format, alg, characters })),
    tokens: ok ? tokens : {},
    ...(ok ? {} : { untrusted_tokens: tokens }),
    checks: run.checks.map(toJsonCheck),
    practices: run.practices,
    practices_not_looked_at: run.practiceGaps ?? null,
    steps: run.steps.map(({ id, from, to, status, startedAt, durationMs, note, exchanges, facts }) => ({
      id,
      from,
      to,
      status,
      started_at: startedAt,
      duration_ms: durationMs,
      note,
      facts: Object.fromEntries(facts),
      exchanges,
    })),
  }
  return `${escapeUnseenInJson(JSON.stringify(value, null, 2))}\n`
}
