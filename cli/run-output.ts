import { explainFlowCheck, flowCheckTitle } from '../shared/oauth/explain-flow-check.ts'
import type { StepId } from '../shared/oauth/run.ts'
import { summariseRun } from '../shared/oauth/summarise-run.ts'
import type { RunOutcome } from '../shared/run-export/run-json.ts'
import type { Check, VerdictCode } from '../shared/verdict/check.ts'
import { exitCode } from './io.ts'
import { terminalText } from './terminal-text.ts'

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

/** Steps whose answer a grant without a browser is judged by. */
const fromEndpoint: readonly StepId[] = [
  'token',
  'poll',
  'device_authorization',
  'backchannel_authentication',
]

/** 0: accepted. 1: an answer came and was refused, or was an error. 2: there was no answer to judge. */
export function exitCodeOf({ run, problem }: RunOutcome): number {
  if (problem === null) return exitCode.valid
  if (run.phase.kind === 'refused') return exitCode.invalid
  const answered = run.steps.some(
    ({ id, exchanges }) =>
      id === 'callback' ||
      id === 'ignored_callback' ||
      (fromEndpoint.includes(id) && exchanges.some(({ response }) => response !== null)),
  )
  return answered && !withoutAnswer.includes(problem.code) ? exitCode.invalid : exitCode.notVerified
}

/** For people: the outcome, the checklist, the steps, then the tokens. */
export function formatRunText({ run, tokens, problem }: RunOutcome): string {
  const lines = [terminalText(summariseRun(run).title)]
  if (problem !== null) {
    lines.push(`${problem.code}: ${terminalText(problem.message)}`)
    if (problem.advice !== undefined) lines.push(terminalText(problem.advice))
  }
  if (run.checks.length > 0) lines.push('', 'Checks', ...checkLines(run.checks))
  if (run.practices !== null && run.practices.length > 0) {
    lines.push('', 'Good practice')
    for (const { id, severity, sentence } of run.practices) {
      lines.push(`  ${severity.padEnd(7)}  ${id}  ${terminalText(sentence)}`)
    }
  }
  const gaps = run.practiceGaps ?? []
  if (gaps.length > 0) {
    lines.push('', 'Good practice, not looked at')
    for (const { id, title, reason } of gaps) lines.push(`  ${id}  ${title}: ${terminalText(reason)}`)
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

/** A line for each check, in columns. */
export function checkLines(checks: readonly Check[]): readonly string[] {
  const width = Math.max(...checks.map(({ id }) => flowCheckTitle(id).length))
  return checks.map(
    (check) =>
      `  ${marks[check.status]} ${flowCheckTitle(check.id).padEnd(width)}  ${terminalText(explainFlowCheck(check))}`,
  )
}
