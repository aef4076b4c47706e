import { describeToken } from '../shared/token/describe-token.ts'
import { readToken } from '../shared/token/read-token.ts'
import type { Segment } from '../shared/token/reading.ts'
import { checkTitle, explainCheck } from '../shared/verdict/explain-check.ts'
import { toJsonCheck } from '../shared/verdict/json-check.ts'
import type { VerifyResult } from '../shared/verdict/verification.ts'
import { formatDiagnosis, toJsonDiagnosis } from './diagnosis-output.ts'
import { formatParts, toJsonParts } from './parts-output.ts'
import { terminalJson, terminalText } from './terminal-text.ts'

/** A claim that fits in a token whose signature is not proved has a mark of its own. */
const marks = { pass: '✓', unproved: '~', fail: '✗', not_checked: '○' } as const
const verdicts = { valid: 'Valid', invalid: 'Invalid', unverified: 'Not verified' } as const

/** The ladder for people, one line a rung; what did not pass is explained. */
export function formatLadder(token: string, result: VerifyResult): string {
  const description = describeToken(readToken(token), result.asOf)
  const width = Math.max(...result.checks.map(({ id }) => checkTitle(id).length))
  const rungs = result.checks.map((check) => {
    const found =
      check.status === 'pass'
        ? [check.found, check.note].filter((text) => text).join(' · ')
        : explainCheck(check)
    return `  ${marks[check.unproved ? 'unproved' : check.status]} ${checkTitle(check.id).padEnd(width)}  ${terminalText(found)}`
  })
  const parts = formatParts(result.parts)
  const diagnosis = formatDiagnosis(result.diagnosis)
  const requests = result.requests.map(
    ({ method, url, status, durationMs }) =>
      `  ${method} ${terminalText(url)} · ${status ?? 'no answer'} · ${durationMs} ms`,
  )
  return [
    `${verdicts[result.verdict]}${result.code === 'OK' ? '' : ` (${result.code})`}: ${description.title} · ${terminalText(description.summary)}`,
    '',
    ...rungs,
    ...(diagnosis.length > 0 ? ['', 'Why', ...diagnosis] : []),
    ...(parts.length > 0 ? ['', 'Parts', ...parts] : []),
    ...(requests.length > 0 ? ['', 'Requests', ...requests] : []),
    '',
  ].join('\n')
}

/**
 * The result for programs. `valid` is true only where the signature was proved and no check failed. `id` is JSON text
 * and goes first, as it is written.
 */
export function toJsonResult(token: string, result: VerifyResult, indent: number, id?: string): string {
  const { segments } = readToken(token)
  const objectOf = (name: string) => parseObject(segments.find((segment) => segment.name === name))
  const value = {
    valid: result.verdict === 'valid',
    code: result.code,
    verdict: result.verdict,
    checks: result.checks.map(toJsonCheck),
    key: result.key,
    header: objectOf('header'),
    claims: objectOf('payload'),
    ...toJsonParts(result),
    ...toJsonDiagnosis(result),
    as_of: result.asOf,
    requests: result.requests,
  }
  const json = JSON.stringify(value, null, indent)
  return terminalJson(id === undefined ? json : `{"id":${id},${json.slice(1)}`)
}

function parseObject(segment: Segment | undefined): unknown {
  return segment?.isObject && segment.decoded !== null ? JSON.parse(segment.decoded) : null
}
