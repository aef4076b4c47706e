import { countFindings, type LintReport } from '../lint-token.ts'

/** How many were found, in words: `2 errors, 1 warning`. */
export function summariseFindings(report: LintReport): string {
  if (report.unread !== null) return report.unread
  const counts = countFindings(report.findings)
  const words = [
    plural(counts.error, 'error'),
    plural(counts.warning, 'warning'),
    counts.info > 0 ? `${counts.info} info` : '',
  ].filter((word) => word)
  return words.length > 0 ? words.join(', ') : 'Nothing found'
}

function plural(count: number, word: string): string {
  return count === 0 ? '' : `${count} ${word}${count === 1 ? '' : 's'}`
}
