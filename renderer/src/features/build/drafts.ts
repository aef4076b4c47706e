import { readMemberSpans } from '../../../../shared/build/member-edits.ts'

/** What stands in a field of the list where that is not, or not literally, the member's value. */
export type Draft = {
  readonly text: string
  /** The member's JSON text beside which it was typed; beside another it means nothing. */
  readonly raw: string
  /** Why it could not be taken over; null where it was. */
  readonly problem: string | null
}

/** By `draftKey`. */
export type Drafts = Readonly<Record<string, Draft>>

export type PartName = 'header' | 'payload'

/** Which field: a name may stand twice, and keeps its field when another member goes. */
export function draftKey(part: PartName, name: string, occurrence: number): string {
  return `${part} ${occurrence} ${name}`
}

/** How often each member's name stood before it. */
export function occurrencesOf(members: readonly { readonly name: string }[]): readonly number[] {
  const seen = new Map<string, number>()
  return members.map(({ name }) => {
    const before = seen.get(name) ?? 0
    seen.set(name, before + 1)
    return before
  })
}

/**
 * The first field that shows something else than would be signed, and says so in `problem`. Null where there is none:
 * then the list shows what is signed.
 */
export function findUntakenDraft(state: {
  readonly header: string
  readonly payload: string
  readonly drafts: Drafts
}): { readonly part: PartName; readonly key: string; readonly name: string; readonly draft: Draft } | null {
  if (!Object.values(state.drafts).some(({ problem }) => problem !== null)) return null
  for (const part of ['header', 'payload'] as const) {
    const members = readMemberSpans(state[part]) ?? []
    const occurrences = occurrencesOf(members)
    for (const [index, { name, raw }] of members.entries()) {
      const key = draftKey(part, name, occurrences[index] ?? 0)
      const draft = Object.hasOwn(state.drafts, key) ? state.drafts[key] : undefined
      if (draft && draft.problem !== null && draft.raw === raw) return { part, key, name, draft }
    }
  }
  return null
}
