import { type Node, parseTree } from 'jsonc-parser'

/** One member of the outermost object, by place: a name may stand twice. */
export type MemberSpan = {
  readonly name: string
  /** The value's JSON text as written. */
  readonly raw: string
  readonly value: unknown
  /** After the name's closing quote. */
  readonly nameEnd: number
  readonly valueStart: number
  readonly valueEnd: number
  /** From the name's opening quote to the value's end. */
  readonly start: number
  readonly end: number
}

const strict = { disallowComments: true, allowTrailingComma: false }

/** Null where the text is not one well-formed JSON object: then there is nothing to edit by name. */
export function readMemberSpans(text: string): readonly MemberSpan[] | null {
  const root = parseObject(text)
  if (!root) return null
  return (root.children ?? []).flatMap((property) => {
    const [name, value] = property.children ?? []
    if (!name || !value) return []
    const raw = text.slice(value.offset, value.offset + value.length)
    return [
      {
        name: String(name.value),
        raw,
        value: JSON.parse(raw) as unknown,
        nameEnd: name.offset + name.length,
        valueStart: value.offset,
        valueEnd: value.offset + value.length,
        start: property.offset,
        end: value.offset + value.length,
      },
    ]
  })
}

/** Puts another value at the member's place; all else keeps its bytes. The caller answers for `raw` being JSON. */
export function replaceValue(text: string, member: MemberSpan, raw: string): string {
  return text.slice(0, member.valueStart) + raw + text.slice(member.valueEnd)
}

/** Takes the member at `index` out with the comma that separated it; all else keeps its bytes. */
export function removeMember(text: string, members: readonly MemberSpan[], index: number): string {
  const member = members[index]
  if (!member) return text
  const next = members[index + 1]
  const before = members[index - 1]
  if (next) return text.slice(0, member.start) + text.slice(next.start)
  if (before) return text.slice(0, before.end) + text.slice(member.end)
  const open = text.indexOf('{')
  const close = text.lastIndexOf('}')
  return `${text.slice(0, open + 1)}${text.slice(close)}`
}

/** Adds a member at the end, written in the style of the others: on a line of its own where they stand so. */
export function appendMember(text: string, name: string, raw: string): string | null {
  const members = readMemberSpans(text)
  if (!members) return null
  const last = members.at(-1)
  if (!last) {
    const open = text.indexOf('{')
    const close = text.lastIndexOf('}')
    return `${text.slice(0, open + 1)}${JSON.stringify(name)}:${raw}${text.slice(close)}`
  }
  const before = members.at(-2)
  const lead = before
    ? text.slice(before.end, last.start).replace(/^\s*,/, '')
    : text.slice(text.indexOf('{') + 1, last.start)
  const between = text.slice(last.nameEnd, last.valueStart)
  return `${text.slice(0, last.end)},${lead}${JSON.stringify(name)}${between}${raw}${text.slice(last.end)}`
}

/** Sets the last member of this name, the one most readers see, or adds it. Null where the text is no JSON object. */
export function setMember(text: string, name: string, raw: string): string | null {
  const found = readMemberSpans(text)?.findLast((member) => member.name === name)
  return found ? replaceValue(text, found, raw) : appendMember(text, name, raw)
}

function parseObject(text: string): Node | null {
  try {
    // Well formed first, by the judge of JSON: the tree parser is lenient and would edit what is broken.
    const value: unknown = JSON.parse(text)
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return null
    const root = parseTree(text, [], strict)
    return root?.type === 'object' ? root : null
  } catch {
    return null
  }
}
