import { readMemberSpans } from './member-edits.ts'

/** How two JSON texts of the same part differ, in words for a sentence; null where every byte is the same. */
export type Change =
  | { readonly kind: 'members'; readonly names: readonly string[] }
  /** The same members and values, written in another way: the signature covers bytes, so it does not fit either. */
  | { readonly kind: 'spelling' }
  /** One of the two is no JSON object, so nothing can be named. */
  | { readonly kind: 'text' }

/** Which members were changed, added or removed between the two texts, in the order of the later one. */
export function findChange(before: string, after: string): Change | null {
  if (before === after) return null
  const old = readMemberSpans(before)
  const now = readMemberSpans(after)
  if (!old || !now) return { kind: 'text' }
  const names = [...new Set([...now, ...old].map(({ name }) => name))]
  const changed = names.filter((name) => {
    const values = (members: typeof old) =>
      members.filter((member) => member.name === name).map(({ raw }) => raw)
    return JSON.stringify(values(old)) !== JSON.stringify(values(now))
  })
  return changed.length > 0 ? { kind: 'members', names: changed } : { kind: 'spelling' }
}

/** `you changed exp and aud`, for a banner; null where nothing was changed. */
export function describeChanges(changes: {
  readonly header: Change | null
  readonly payload: Change | null
}): string | null {
  const parts: string[] = []
  for (const [where, change] of [
    ['header', changes.header],
    ['claims', changes.payload],
  ] as const) {
    if (!change) continue
    if (change.kind === 'members') {
      const shown = change.names
        .slice(0, 4)
        .map((name) => (name.length > 40 ? `${name.slice(0, 40)}…` : name))
      const rest = change.names.length - shown.length
      const list = [...shown, ...(rest > 0 ? [`${rest} more`] : [])]
      parts.push(`${joinWords(list)}${where === 'header' ? ' in the header' : ''}`)
    } else if (change.kind === 'spelling') parts.push(`the spaces or the spelling of the ${where}`)
    else parts.push(`the text of the ${where}`)
  }
  return parts.length === 0 ? null : `you changed ${joinWords(parts)}`
}

function joinWords(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`
}
