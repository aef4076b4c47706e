import { flowCheckTitle } from '../oauth/explain-flow-check.ts'
import { stepTitle } from '../oauth/explain-step.ts'
import type { Exchange, Run, Step } from '../oauth/run.ts'
import { summariseRun } from '../oauth/summarise-run.ts'
import type { Check } from '../verdict/check.ts'
import { requestText, responseText } from './exchange-text.ts'
import { codeBlock, codeSpan } from './markdown.ts'
import { problemOfRun } from './run-json.ts'

const checkMarks = { pass: '✓ passed', fail: '✗ failed', not_checked: '○ not checked' } as const

/**
 * The run as a report for people: outcome, checks, good practice, then each step with its exchanges as recorded.
 * Whatever was received or entered stands in code, so that it is text wherever the report is read. `appVersion` says
 * which app wrote it.
 */
export function createRunMarkdown(run: Run, appVersion: string): string {
  return `${[
    `# ${summariseRun(run).title}`,
    outcomeLines(run).join('\n'),
    ...problemParts(run),
    ...checkParts(run),
    ...practiceParts(run),
    '## Steps',
    ...run.steps.flatMap((step, index) => stepParts(run, step, index)),
    `Written by Claimscope ${appVersion}. Secrets were replaced when the exchanges were recorded.`,
  ].join('\n\n')}\n`
}

function outcomeLines(run: Run): readonly string[] {
  const lines: readonly (readonly [string, string | null])[] = [
    ['Profile', run.profileName],
    ['Issuer', run.issuer],
    ['Client', run.clientId],
    ['Redirect URI', run.redirectUri],
    ['Scope', run.scope],
    ['Started', toIsoTime(run.startedAt)],
    ['Took', run.endedAt === null ? null : `${Math.round(run.endedAt - run.startedAt)} ms`],
  ]
  return [
    ...lines.flatMap(([name, value]) => (value === null ? [] : [`- ${name}: ${codeSpan(value)}`])),
    ...run.tokens.map(({ kind, format, alg, characters, untrusted }) => {
      const form = alg === null ? format : `${format}, ${alg}`
      const standing = untrusted || run.phase.kind !== 'done' ? ', not trusted' : ''
      return `- Received: ${codeSpan(kind)} (${codeSpan(form)}, ${characters} characters${standing})`
    }),
  ]
}

function problemParts(run: Run): readonly string[] {
  const problem = problemOfRun(run)
  if (problem === null) return []
  const advice = problem.advice === undefined ? '' : `\n${problem.advice}`
  return ['## Problem', `Code ${codeSpan(problem.code)}`, codeBlock(`${problem.message}${advice}`, 'text')]
}

function checkParts({ checks }: Run): readonly string[] {
  if (checks.length === 0) return []
  return ['## Checks', checks.map(checkLine).join('\n')]
}

function checkLine(check: Check): string {
  const facts = [
    check.code === undefined ? null : `code ${codeSpan(check.code)}`,
    check.expected === undefined ? null : `expected ${codeSpan(check.expected)}`,
    check.found === undefined ? null : `found ${codeSpan(check.found)}`,
    check.note === undefined ? null : codeSpan(check.note),
    check.spec === '' ? null : codeSpan(check.spec),
  ].filter((fact) => fact !== null)
  const unproved = check.unproved ? ', without proof' : ''
  const title = flowCheckTitle(check.id)
  // An id without a title of its own is shown as it is, and so as code.
  const name = title === check.id ? codeSpan(title) : `**${title.replaceAll('_', '\\_')}**`
  return `- ${checkMarks[check.status]}${unproved}: ${name}${facts.map((fact) => `  \n  ${fact}`).join('')}`
}

function practiceParts({ practices, practiceGaps = [] }: Run): readonly string[] {
  if (practices === null || practices.length + practiceGaps.length === 0) return []
  const lines = practices.map(
    ({ id, severity, sentence, spec }) =>
      `- ${severity}, ${codeSpan(id)}: ${codeSpan(sentence)} ${codeSpan(spec)}`,
  )
  const gaps = practiceGaps.map(
    ({ id, title, reason }) => `- not looked at, ${codeSpan(id)}: ${codeSpan(title)} ${codeSpan(reason)}`,
  )
  return ['## Good practice', [...lines, ...gaps].join('\n')]
}

function stepParts(run: Run, step: Step, index: number): readonly string[] {
  const who = step.from === step.to ? step.from : `${step.from} to ${step.to}`
  const duration = step.durationMs === null ? [] : [`${Math.round(step.durationMs)} ms`]
  const after = Math.max(0, Math.round(step.startedAt - run.startedAt))
  const line = [who, step.status, ...duration, `begun after ${after} ms`].join(', ')
  const facts = step.facts.map(([label, value]) => `- ${codeSpan(label)}: ${codeSpan(value)}`).join('\n')
  return [
    `### ${index + 1}. ${stepTitle(step.id)}`,
    step.note === '' ? line : `${line}: ${codeSpan(step.note)}`,
    ...(facts === '' ? [] : [facts]),
    ...step.exchanges.flatMap((exchange) => exchangeParts(step, exchange)),
  ]
}

function exchangeParts(step: Step, { request, response, durationMs }: Exchange): readonly string[] {
  const parts = [codeBlock(requestText(request), 'http')]
  if (response === null) {
    const carried = step.from === 'browser' || step.to === 'browser'
    return [...parts, carried ? 'Carried by the browser.' : 'No answer came.']
  }
  const cut = response.truncated ? ', of which only the beginning was kept' : ''
  return [
    ...parts,
    `Answered after ${Math.round(durationMs)} ms, ${response.byteLength} bytes${cut}:`,
    codeBlock(responseText(response), 'http'),
  ]
}

function toIsoTime(unixMs: number): string {
  const time = new Date(unixMs)
  return Number.isNaN(time.getTime()) ? 'at a time that is none' : time.toISOString()
}
