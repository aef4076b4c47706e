import { openPart, sealPart } from './manifest.ts'
import type { SealedRow } from './sealed-row.ts'

/** id → a copy of the content, and the version of the record that it is a copy of. */
export type Page = Map<string, { readonly version: number; readonly content: Buffer }>

/** What is larger has its row only: a page is sealed anew with every write to it. */
export const pageLimit = 2048

export function pageId(kind: string, number: number): string {
  return `page-${kind}-${number}`
}

/** Null: the part is no page. */
export function pageKind(partId: string): string | null {
  return /^page-(.+)-\d{1,3}$/.exec(partId)?.[1] ?? null
}

/** The length of the head, the head as JSON, and the contents one after the other. */
export function sealPage(key: Buffer, id: string, version: number, page: Page): SealedRow {
  const entries = [...page]
  const head = Buffer.from(
    JSON.stringify(entries.map(([name, entry]) => [name, entry.version, entry.content.length])),
  )
  const length = Buffer.alloc(4)
  length.writeUInt32BE(head.length)
  const plain = Buffer.concat([length, head, ...entries.map(([, { content }]) => content)])
  const row = sealPart(key, id, version, plain)
  plain.fill(0)
  return row
}

/** Null when it is not authentic, or not that page in that version. The contents are parts of one buffer. */
export function openPage(
  key: Buffer,
  id: string,
  version: number,
  row: SealedRow | null | undefined,
): Page | null {
  const plain = openPart(key, id, version, row)
  if (!plain) return null
  const start = 4 + plain.readUInt32BE(0)
  const head = JSON.parse(plain.toString('utf8', 4, start)) as [string, number, number][]
  let at = start
  return new Map(
    head.map(([name, entryVersion, length]) => {
      const content = plain.subarray(at, at + length)
      at += length
      return [name, { version: entryVersion, content }]
    }),
  )
}
