import type { ClaimPath } from './create-sd-jwt.ts'

/** Deeper than any claims set is read. */
const maxSteps = 64

/**
 * Reads where a claim stands as `claimPath` writes it: `address.street`, `nationalities[0]`, `claims["a.b"]`. Null for
 * any other text. A name alone, whatever its characters besides dot and bracket, is a claim at the top.
 */
export function parseClaimPath(text: string): ClaimPath | null {
  const steps: (string | number)[] = []
  const step = /(?:^|\.)([^.[\]"]+)|\[(\d{1,6})\]|\[("(?:[^"\\]|\\.)*")\]/y
  while (step.lastIndex < text.length) {
    const { lastIndex } = step
    const found = step.exec(text)
    if (!found || steps.length === maxSteps || (lastIndex === 0 && found[2] !== undefined)) return null
    const [, name, position, quoted] = found
    const value = position === undefined ? (name ?? readName(quoted)) : Number(position)
    if (value === null) return null
    steps.push(value)
  }
  return steps.length === 0 ? null : steps
}

function readName(quoted: string | undefined): string | null {
  try {
    const name: unknown = JSON.parse(quoted ?? '')
    return typeof name === 'string' ? name : null
  } catch {
    return null
  }
}
