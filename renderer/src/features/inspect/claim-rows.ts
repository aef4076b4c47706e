import { applyEdits, format } from 'jsonc-parser'
import { claimInfo, headerInfo, isTimeClaim, type NameInfo } from '../../../../shared/token/claims.ts'
import type { Member } from '../../../../shared/token/reading.ts'

export type ClaimValue =
  /** The string itself, unescaped. */
  | { readonly kind: 'text'; readonly text: string }
  /** Seconds since 1970; `raw` as written. */
  | { readonly kind: 'time'; readonly raw: string; readonly seconds: number }
  /** Anything else as written: big integers keep every digit. */
  | { readonly kind: 'json'; readonly raw: string; readonly shown: string }

export type ClaimRow = {
  readonly key: string
  readonly name: string
  readonly duplicate: boolean
  readonly value: ClaimValue
  /** What the copy button copies: a string's text, otherwise the JSON as written. */
  readonly copyText: string
  readonly info: NameInfo | null
}

/** The table of a header or of claims: one row a member, in the order of the token, duplicates included. */
export function buildRows(members: readonly Member[], of: 'header' | 'payload'): readonly ClaimRow[] {
  return members.map((member, index) => {
    const value = readValue(member, of)
    return {
      key: `${index}`,
      name: member.name,
      duplicate: member.duplicate,
      value,
      copyText: value.kind === 'text' ? value.text : value.raw,
      info: of === 'header' ? headerInfo(member.name) : claimInfo(member.name),
    }
  })
}

/** Rows whose name, value or explanation holds the query, upper and lower case alike. */
export function filterRows(rows: readonly ClaimRow[], query: string): readonly ClaimRow[] {
  const wanted = query.trim().toLowerCase()
  if (wanted === '') return rows
  return rows.filter(({ name, copyText, info }) =>
    [name, copyText, info?.title ?? '', info?.explanation ?? ''].some((text) =>
      text.toLowerCase().includes(wanted),
    ),
  )
}

/** The whole table as text, one member a line: `name`, tab, value as JSON. */
export function rowsAsText(rows: readonly ClaimRow[]): string {
  return rows
    .map(
      ({ name, value, copyText }) =>
        `${name}\t${value.kind === 'text' ? JSON.stringify(copyText) : copyText}`,
    )
    .join('\n')
}

function readValue(member: Member, of: 'header' | 'payload'): ClaimValue {
  const { raw, value, name } = member
  if (typeof value === 'string') return { kind: 'text', text: value }
  if (of === 'payload' && typeof value === 'number' && isTimeClaim(name))
    return { kind: 'time', raw, seconds: value }
  return { kind: 'json', raw, shown: indent(raw, value) }
}

/** Short values stay on their line; formatting is not worth its time for very long ones. */
const oneLine = 60
const longest = 20_000

/** White space is changed for reading, nothing else; the Raw view shows the bytes as they are. */
function indent(raw: string, value: unknown): string {
  if (typeof value !== 'object' || value === null || raw.length <= oneLine || raw.length > longest) return raw
  return applyEdits(raw, format(raw, undefined, { tabSize: 2, insertSpaces: true }))
}
