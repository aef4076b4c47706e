import type { LintSubject } from './lint-subject.ts'

export type ClaimText = {
  /** The outermost claim. */
  readonly claim: string
  /** The nearest name above the text: `api_key` for `{"settings":{"api_key":"…"}}`. */
  readonly name: string
  readonly text: string
}

/** More than any token holds; a hostile one is looked at so far. */
const maxTexts = 2000
const maxDepth = 32

/** Every text in the claims, however deep, with the names it stands under. */
export function claimTexts(token: LintSubject): readonly ClaimText[] {
  const found: ClaimText[] = []
  for (const { name, value } of token.payload?.members ?? []) collect(value, name, name, 0, found)
  return found
}

function collect(value: unknown, claim: string, name: string, depth: number, found: ClaimText[]): void {
  if (found.length >= maxTexts || depth > maxDepth) return
  if (typeof value === 'string') found.push({ claim, name, text: value })
  else if (Array.isArray(value)) {
    for (const entry of value) {
      if (found.length >= maxTexts) return
      collect(entry, claim, name, depth + 1, found)
    }
  } else if (typeof value === 'object' && value !== null) {
    for (const key of Object.keys(value)) {
      if (found.length >= maxTexts) return
      collect((value as Readonly<Record<string, unknown>>)[key], claim, key, depth + 1, found)
    }
  }
}
