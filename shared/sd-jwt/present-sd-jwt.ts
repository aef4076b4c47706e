import type { DisclosureOutcome } from './process-sd-jwt.ts'
import { sdJwtWithoutBinding } from './split-sd-jwt.ts'

type Family = Pick<DisclosureOutcome, 'index' | 'parent'>

/**
 * The choice after one disclosure was switched. A disclosure can only be presented together with the one it stands
 * in, so switching on takes those along, and switching off takes along what stands inside (RFC 9901 §6.1).
 */
export function switchDisclosure(
  all: readonly Family[],
  chosen: ReadonlySet<number>,
  index: number,
): ReadonlySet<number> {
  const parents = new Map(all.map(({ index, parent }) => [index, parent]))
  const lineOf = (start: number): readonly number[] => {
    const line: number[] = []
    for (let at: number | null = start; at !== null && !line.includes(at); at = parents.get(at) ?? null)
      line.push(at)
    return line
  }
  if (!chosen.has(index)) return new Set([...chosen, ...lineOf(index)])
  return new Set([...chosen].filter((kept) => !lineOf(kept).includes(index)))
}

/** The SD-JWT with the chosen disclosures, in their order and as received, and without a key binding. */
export function presentSdJwt(
  jwt: string,
  all: readonly Pick<DisclosureOutcome, 'index' | 'disclosure'>[],
  chosen: ReadonlySet<number>,
): string {
  const disclosures = all.filter(({ index }) => chosen.has(index)).map(({ disclosure }) => disclosure.text)
  return sdJwtWithoutBinding({ jwt, disclosures })
}
