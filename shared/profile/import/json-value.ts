import { importRefusal, maxImportDepth, maxImportNodes } from './import-refusal.ts'

export type JsonObject = { readonly [name: string]: unknown }

/** A plain object of the source; null for anything else. */
export function objectOf(value: unknown): JsonObject | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : null
}

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

/** A member of its own: `__proto__` and what objects inherit are not there. */
export function member(value: unknown, name: string): unknown {
  const object = objectOf(value)
  return object && Object.hasOwn(object, name) ? object[name] : undefined
}

/** Along a path of names. */
export function memberAt(value: unknown, ...names: readonly string[]): unknown {
  return names.reduce(member, value)
}

/** What is written as one word; null for objects, lists and what is absent. */
export function textOf(value: unknown): string | null {
  if (typeof value === 'string') return value
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : null
}

export function textAt(value: unknown, ...names: readonly string[]): string | null {
  return textOf(memberAt(value, ...names))
}

/** Refuses what is nested too deeply or too large for anything a person wrote; ends for any input. */
export function assertBounded(root: unknown): void {
  let level: unknown[] = [root]
  let nodes = 0
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > maxImportDepth) {
      throw importRefusal('too_deep', `the file is nested more than ${maxImportDepth} levels deep`)
    }
    const next: unknown[] = []
    for (const value of level) {
      if (typeof value !== 'object' || value === null) continue
      for (const child of Array.isArray(value) ? value : Object.values(value)) {
        next.push(child)
        nodes += 1
        if (nodes > maxImportNodes) {
          throw importRefusal(
            'too_large',
            `the file holds more than ${maxImportNodes.toLocaleString('en')} values`,
          )
        }
      }
    }
    level = next
  }
}
