import { placePath } from '../../../../../shared/lint/find-span.ts'
import type { Finding } from '../../../../../shared/lint/lint-token.ts'

/**
 * Findings with a key each, for a list: by rule and place, and counted where two share them. Not by their words, which
 * the clock moves: an open line stays open.
 */
export function keyedFindings<T>(
  items: readonly T[],
  findingOf: (item: T) => Finding,
): readonly { readonly key: string; readonly item: T }[] {
  const seen = new Map<string, number>()
  return items.map((item) => {
    const { rule, where } = findingOf(item)
    const base = `${rule} ${placePath(where)}`
    const count = seen.get(base) ?? 0
    seen.set(base, count + 1)
    return { key: `${base} ${count}`, item }
  })
}
