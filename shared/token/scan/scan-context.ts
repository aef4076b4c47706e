import type { SkipCode, SkippedSpan, TokenSighting } from './found-token.ts'

/** One text being scanned, and what was found in it so far. The only mutable thing of a scan. */
export type ScanContext = {
  readonly text: string
  /** How many encodings were undone to get this text; 0 for the text itself. */
  readonly depth: number
  readonly tokens: TokenSighting[]
  readonly skipped: SkippedSpan[]
  /** Nothing before this offset is looked at again. */
  done: number
  /** Between `done` and here no brace opens an object. */
  braceless: number
  /** Up to here the escapes were undone once and nothing was found, so that each stretch is tried once. */
  readonly barren: { percent: number; json_string: number }
  /** Characters that may still be spent on walking back, parsing JSON and undoing encodings: keeps the scan linear. */
  readonly budget: { left: number }
}

/** Layers of encoding inside each other that are undone; deeper ones are left alone. */
export const maxDepth = 3

export function createContext(text: string, depth: number, budget: { left: number }): ScanContext {
  return {
    text,
    depth,
    tokens: [],
    skipped: [],
    done: 0,
    braceless: 0,
    barren: { percent: 0, json_string: 0 },
    budget,
  }
}

/** False once the budget is used up: the caller then leaves its extra work out. */
export function spend(context: ScanContext, amount: number): boolean {
  if (context.budget.left < amount) return false
  context.budget.left -= amount
  return true
}

export function skip(context: ScanContext, start: number, end: number, code: SkipCode, reason: string): void {
  context.skipped.push({ start, end, code, reason })
}
