import {
  type ComparableReading,
  comparableOf,
  readComparable,
} from '../../../../../shared/token/compare/read-comparable.ts'
import type { TokenReading } from '../../../../../shared/token/reading.ts'
import type { Beside } from '../../../app-actions.ts'

/** Something that the shown token can be compared with. */
export type Candidate = {
  /** Stable among its siblings. */
  readonly id: string
  readonly label: string
  readonly read: () => ComparableReading
}

export type ListedToken = { readonly label: string; readonly token: string }

/** Longer lists are cut: a list of thousands is no choice. */
const maxCandidates = 50

export const pasted = 'pasted'

/** The other tokens of the text, what came with the token, and a field for another one. */
export function candidatesOf(
  reading: TokenReading,
  listed: readonly ListedToken[],
  beside: readonly Beside[],
  text: string,
): readonly Candidate[] {
  const others = listed
    .filter(({ token }) => token !== reading.token)
    .slice(0, maxCandidates)
    .map(({ label, token }, index) => ({ id: `token-${index}`, label, read: () => readComparable(token) }))
  const came = beside
    .filter((each) => each.text !== reading.token)
    .map((each, index) => ({
      id: `beside-${index}`,
      label: each.label,
      read: () => readComparable(each.text),
    }))
  return [...came, ...others, { id: pasted, label: 'Pasted below', read: () => readComparable(text) }]
}

export function readShown(reading: TokenReading): ComparableReading {
  return comparableOf(reading)
}
