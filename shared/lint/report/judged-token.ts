import type { LintReport } from '../lint-token.ts'

/** One token of a text, and what the rules say of it. */
export type JudgedToken = {
  /** Unique in the report, for example `token-3`. */
  readonly name: string
  /** What it is and where it stood, in words; never its text. */
  readonly title: string
  /** Counts from 1. */
  readonly line: number
  /** UTF-16 code units in the text. */
  readonly start: number
  readonly end: number
  readonly report: LintReport
}
