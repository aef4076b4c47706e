import type { AnswerJudgement } from './judge-answer.ts'
import { expectationWords, type NegativeToken } from './negative-token.ts'
import type { SendAnswer } from './send-request.ts'

export type ResultRow = {
  readonly token: NegativeToken
  readonly answer: SendAnswer | null
  readonly judgement: AnswerJudgement | null
}

/** The token with its signature cut off: what is exported cannot be used. */
export function withoutSignature(token: string): string {
  const [header = '', payload = ''] = token.split('.')
  return `${header}.${payload}.…`
}

type Cells = Readonly<
  Record<
    'id' | 'label' | 'change' | 'expected' | 'status' | 'actual' | 'verdict' | 'specification' | 'token',
    string
  >
>

function cellsOf({ token, answer, judgement }: ResultRow): Cells {
  return {
    id: token.id,
    label: token.label,
    change: token.change,
    expected: expectationWords(token.expectation),
    status: answer?.status?.toString() ?? '',
    actual: judgement?.words ?? 'not sent',
    verdict: judgement?.verdict ?? 'not_checked',
    specification: token.spec,
    token: withoutSignature(token.token),
  }
}

const columns = [
  'id',
  'label',
  'change',
  'expected',
  'status',
  'actual',
  'verdict',
  'specification',
  'token',
] as const

/** Rows as JSON text. */
export function toJsonTable(rows: readonly ResultRow[]): string {
  return JSON.stringify(rows.map(cellsOf), null, 2)
}

/** Rows as CSV (RFC 4180). A cell that a spreadsheet would run as a formula gets an apostrophe before it. */
export function toCsvTable(rows: readonly ResultRow[]): string {
  const line = (cells: readonly string[]) => cells.map(csvCell).join(',')
  return `${[line(columns), ...rows.map((row) => line(columns.map((name) => cellsOf(row)[name])))].join('\r\n')}\r\n`
}

function csvCell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return `"${safe.replaceAll('"', '""')}"`
}

/** Rows as a Markdown table, without the tokens. */
export function toMarkdownTable(rows: readonly ResultRow[]): string {
  const cell = (text: string) => text.replace(/[\\|`*_<>[\]#]/g, '\\$&').replace(/\s+/g, ' ')
  const names = ['label', 'change', 'expected', 'actual', 'verdict', 'specification'] as const
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  return `${[line(names), line(names.map(() => '---')), ...rows.map((row) => line(names.map((name) => cell(cellsOf(row)[name]))))].join('\n')}\n`
}
