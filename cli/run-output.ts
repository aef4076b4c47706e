import { explainFlowCheck, flowCheckTitle } from '../shared/oauth/explain-flow-check.ts'
import type { Run, RunProblem, TokenKind } from '../shared/oauth/run.ts'
import { summariseRun } from '../shared/oauth/summarise-run.ts'
import type { VerdictCode } from '../shared/verdict/check.ts'
import { toJsonCheck } from './check-output.ts'
import { exitCode } from './io.ts'
import { terminalJson, terminalText } from './terminal-text.ts'

/** What a finished run comes to on the command line. */
export type RunOutcome = {
  readonly run: Run
  /** The texts: on their own terminal a person asked for them. */
  readonly tokens: Readonly<Partial<Record<TokenKind, string>>>
  /** Null when the answer was accepted. */
  readonly problem: RunProblem | null
}

const marks = { pass: '✓', fail: '✗', not_checked: '○' } as const

/** Failures that say nothing about an answer: there was none, or it never arrived whole. */
const withoutAnswer: readonly VerdictCode[] = [
  'NETWORK',
  'TIMEOUT',
  'CANCELLED',
  'BROWSER',
  'PORT_IN_USE',
  'URL_REFUSED',
  'INTERNAL',
]

/** 0: accepted. 1: an answer came and was refused, or was an error. 2: there was no answer to judge. */
export function exitCodeOf({ run, problem }: RunOutcome): number {
  if (problem === null) return exitCode.valid
  if (run.phase.kind === 'refused') return exitCode.invalid
  const answered = run.steps.some(({ id }) => id === 'callback' || id === 'ignored_callback')
  return answered && !withoutAnswer.includes(problem.code) ? exitCode.invalid : exitCode.notVerified
}

/** One JSON object. Tokens of a refused answer stand under a name that cannot be mistaken for an acceptance. */
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
    tokens: ok ? tokens : {},
    ...(ok ? {} : { untrusted_tokens: tokens }),
    checks: run.checks.map(toJsonCheck),
    practices: run.practices,
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
  return `${terminalJson(JSON.stringify(value, null, 2))}\n`
}

/** For people: the outcome, the checklist, the steps, then the tokens. */
export function formatRunText({ run, tokens, problem }: RunOutcome): string {
  const lines = [terminalText(summariseRun(run).title)]
  if (problem !== null) {
    lines.push(`${problem.code}: ${terminalText(problem.message)}`)
    if (problem.advice !== undefined) lines.push(terminalText(problem.advice))
  }
  if (run.checks.length > 0) {
    const width = Math.max(...run.checks.map(({ id }) => flowCheckTitle(id).length))
    lines.push('', 'Checks')
    for (const check of run.checks) {
      lines.push(
        `  ${marks[check.status]} ${flowCheckTitle(check.id).padEnd(width)}  ${terminalText(explainFlowCheck(check))}`,
      )
    }
  }
  if (run.practices !== null && run.practices.length > 0) {
    lines.push('', 'Good practice')
    for (const { id, severity, sentence } of run.practices) {
      lines.push(`  ${severity.padEnd(7)}  ${id}  ${terminalText(sentence)}`)
    }
  }
  lines.push('', 'Steps')
  for (const { id, status, durationMs, note } of run.steps) {
    const mark = status === 'failed' ? marks.fail : status === 'done' ? marks.pass : marks.not_checked
    lines.push(`  ${mark} ${id}${note === '' ? '' : ` · ${terminalText(note)}`} · ${durationMs ?? 0} ms`)
  }
  const held = Object.entries(tokens)
  if (held.length > 0) {
    lines.push('', problem === null ? 'Tokens' : 'Tokens, not trusted')
    for (const [kind, token] of held) lines.push(`  ${kind} ${terminalText(token)}`)
  }
  return `${lines.join('\n')}\n`
}
