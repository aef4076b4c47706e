import type { LintContext } from '../shared/lint/lint-context.ts'
import { lintToken, type Suppression } from '../shared/lint/lint-token.ts'
import type { JudgedToken } from '../shared/lint/report/judged-token.ts'
import { createWorkspaceReader, isCompared } from '../shared/lint/workspace-facts.ts'
import { readOneIn } from '../shared/token/find-token.ts'
import type { FoundToken } from '../shared/token/scan/found-token.ts'
import { listTokens } from '../shared/token/scan/list-tokens.ts'

/** More than anybody reads in one report; what lies beyond is counted, and never passes for judged. */
export const maxJudged = 5_000

export type LintedText = {
  readonly judged: readonly JudgedToken[]
  /** Found and not judged: beyond `maxJudged`. */
  readonly unseen: number
  /** Opaque values and formats that are named only: no rule can speak of them. */
  readonly unreadable: number
}

/** Judges every token of a text by the same rules, and compares them with each other. Verifies nothing. */
export async function lintText(
  text: string,
  contextOf: (token: string) => Promise<LintContext>,
  options: { readonly suppressions: readonly Suppression[]; readonly signal: AbortSignal },
): Promise<LintedText> {
  const reader = createWorkspaceReader()
  const found: FoundToken[] = []
  let unseen = 0
  for (const { tokens } of listTokens(text)) {
    if (options.signal.aborted) break
    for (const token of tokens) {
      reader.add(text, token)
      if (found.length < maxJudged) found.push(token)
      else unseen++
    }
  }
  const workspace = reader.facts()
  const judged: JudgedToken[] = []
  let unreadable = 0
  for (const [index, token] of found.entries()) {
    if (options.signal.aborted) {
      unseen += found.length - index
      break
    }
    const reading = readOneIn(text, found, index)
    if (!reading) continue
    const compared = found.length > 1 && isCompared(reading.format) ? { workspace } : {}
    const context = { ...(await contextOf(reading.token)), ...compared }
    const report = lintToken(reading, context, options.suppressions)
    if (report.unread !== null) {
      unreadable++
      continue
    }
    const { line, start, end, facts, place, name } = token
    const where = `line ${line}, ${name === null ? '' : `${name} `}${place}`
    judged.push({ name: `token-${index + 1}`, title: `${facts.title}, ${where}`, line, start, end, report })
  }
  return { judged, unseen, unreadable }
}
