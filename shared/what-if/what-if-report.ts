import { whatIfCases } from './what-if-case.ts'
import type { WhatIfResult } from './what-if-result.ts'

export type WhatIfReport = {
  readonly profileName: string
  readonly issuer: string
  readonly clientId: string
  /** Unix milliseconds. */
  readonly at: number
  readonly results: readonly WhatIfResult[]
}

const words = { pass: 'as expected', fail: 'failed', warning: 'weak', not_checked: 'not checked' } as const

/** Expected against actual as Markdown, for a report. Text from the server cannot become markup in it. */
export function whatIfMarkdown({ profileName, issuer, clientId, at, results }: WhatIfReport): string {
  const line = (cells: readonly string[]) => `| ${cells.map(cell).join(' | ')} |`
  const rows = results.map(({ id, verdict, actual }) => {
    const known = whatIfCases.find((each) => each.id === id)
    return line([known?.label ?? id, known?.expected ?? '', actual, words[verdict], known?.spec ?? ''])
  })
  return [
    `# What if: ${cell(profileName)}`,
    '',
    `Issuer ${cell(issuer)}, client ${cell(clientId)}, ${new Date(at).toISOString()}`,
    '',
    line(['Case', 'Expected', 'Actual', 'Verdict', 'Specification']),
    '| --- | --- | --- | --- | --- |',
    ...rows,
    '',
  ].join('\n')
}

/** The same as JSON, without the requests. */
export function whatIfJson(report: WhatIfReport): string {
  const { results, at, ...about } = report
  const rows = results.map(({ id, verdict, actual }) => {
    const known = whatIfCases.find((each) => each.id === id)
    return { id, expected: known?.expected ?? '', actual, verdict, specification: known?.spec ?? '' }
  })
  return JSON.stringify({ ...about, at: new Date(at).toISOString(), results: rows }, null, 2)
}

function cell(text: string): string {
  return text.replace(/[\\|`*_<>[\]#]/g, '\\$&').replace(/\s+/g, ' ')
}
