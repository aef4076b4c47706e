import type { RunSession } from '../electron/oauth/run-session.ts'
import type { RunProblem, StepId } from '../shared/oauth/run.ts'
import { exitCode } from './io.ts'
import { checkLines } from './run-output.ts'
import { terminalText } from './terminal-text.ts'

export type MadeCall = {
  readonly command: string
  /** The step that holds the request. */
  readonly step: StepId
  readonly session: RunSession
  readonly problem: RunProblem | null
}

/** What a command prints that makes one request, and how it ends: 2 where the endpoint itself was not reached. */
export function callResult(call: MadeCall, json: boolean): { readonly text: string; readonly code: number } {
  const answer = answerOf(call)
  const text = json ? jsonOf(call, answer) : textOf(call, answer)
  if (call.problem === null) return { text, code: exitCode.valid }
  return { text, code: answer === null ? exitCode.notVerified : exitCode.invalid }
}

type Answer = { readonly status: number; readonly body: unknown }

/** What the endpoint itself answered; null where it was not reached. */
function answerOf({ session, step }: MadeCall): Answer | null {
  const seen = session.seen()
  const isReached = session.recorder.run().steps.some(({ id }) => id === step)
  if (seen === null || !isReached) return null
  return { status: seen.status, body: seen.json ?? seen.text }
}

function jsonOf({ session, command, problem }: MadeCall, answer: Answer | null): string {
  const { issuer, checks, steps } = session.recorder.run()
  const shown = {
    ok: problem === null,
    code: problem?.code ?? 'OK',
    message: problem?.message ?? null,
    advice: problem?.advice ?? null,
    command,
    issuer,
    status: answer?.status ?? null,
    answer: answer?.body ?? null,
    checks,
    steps,
  }
  return `${JSON.stringify(shown, null, 2)}\n`
}

function textOf({ session, command, problem }: MadeCall, answer: Answer | null): string {
  const { checks } = session.recorder.run()
  const lines =
    problem === null
      ? [`${command}: HTTP ${answer?.status}`]
      : [`${problem.code}: ${terminalText(problem.message)}`]
  if (problem?.advice !== undefined) lines.push(terminalText(problem.advice))
  lines.push(...checkLines(checks))
  const body = answer?.body
  if (body !== undefined && body !== '') {
    const text = typeof body === 'string' ? body : JSON.stringify(body, null, 2)
    lines.push('', ...text.split('\n').map((line) => terminalText(line)))
  }
  return `${lines.join('\n')}\n`
}
