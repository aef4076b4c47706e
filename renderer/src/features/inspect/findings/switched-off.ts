import { findRule } from '../../../../../shared/lint/catalogue.ts'
import type { Suppression } from '../../../../../shared/lint/lint-token.ts'

/** The part of the window's storage that is needed; absent where it cannot be used. */
export type TextStorage = Pick<Storage, 'getItem' | 'setItem'>

const key = 'lint-switched-off'
const longestReason = 500

/** Rules that the person switched off, with their reasons; nothing of any token. */
export function readSwitchedOff(storage: TextStorage): readonly Suppression[] {
  try {
    const value: unknown = JSON.parse(storage.getItem(key) ?? '[]')
    return Array.isArray(value) ? value.flatMap(readOne) : []
  } catch {
    return []
  }
}

/** Keeps the list where it can; where it cannot, it lasts as long as the window. */
export function keepSwitchedOff(storage: TextStorage, list: readonly Suppression[]): void {
  try {
    storage.setItem(key, JSON.stringify(list))
  } catch {
    // A full or closed storage costs the memory of it, not the function.
  }
}

function readOne(value: unknown): readonly Suppression[] {
  if (typeof value !== 'object' || value === null) return []
  const { rule, reason } = value as Readonly<Record<string, unknown>>
  if (typeof rule !== 'string' || typeof reason !== 'string' || findRule(rule) === null) return []
  return [{ rule, reason: reason.slice(0, longestReason) }]
}
