import { escapeUnseen, escapeUnseenInJson } from '../unseen-text.ts'

/**
 * Text from elsewhere as a code span on one line: neither Markdown nor HTML, neither links nor mentions are read in
 * it. Its delimiter is longer than any run of backticks inside (CommonMark 0.31 §6.1).
 */
export function codeSpan(text: string): string {
  const line = escapeUnseen(text)
  if (line.trim() === '') return '(empty)'
  const ticks = '`'.repeat(longestRun(line) + 1)
  // One space at each end is taken off again, where there is one at both.
  const pad = /^[ `]|[ `]$/.test(line) ? ' ' : ''
  return `${ticks}${pad}${line}${pad}${ticks}`
}

/** Text from elsewhere as a block of code, whose fence is longer than any run of backticks inside (§4.5). */
export function codeBlock(text: string, language: string): string {
  const lines = text.replace(/\r\n?/g, '\n')
  // Line ends and tabs belong to a block; every other control would act where the file is read.
  const shown = escapeUnseenInJson(lines).replace(/[\u0000-\u0008\u000b-\u001f]/g, escapeUnseen)
  const fence = '`'.repeat(Math.max(3, longestRun(shown) + 1))
  return `${fence}${language}\n${shown}\n${fence}`
}

function longestRun(text: string): number {
  return Math.max(0, ...(text.match(/`+/g) ?? []).map(({ length }) => length))
}
