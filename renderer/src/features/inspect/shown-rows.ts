import { type ClaimRow, isDigests } from './claim-rows.ts'

/** Up to this many characters a list or an object is as easily read in one line. */
const oneLine = 60
/** Unfolded from the start up to this many rows. */
const fewRows = 24

/** Whether a group shows its rows before anyone folded or unfolded it. */
export function isOpenAtFirst(row: ClaimRow): boolean {
  if (isDigests(row)) return false
  return row.value.kind === 'group' && row.raw.length > oneLine && row.inside > 0 && row.inside <= fewRows
}

/** The rows that no folded group hides. */
export function visibleRows(
  rows: readonly ClaimRow[],
  isOpen: (row: ClaimRow) => boolean,
): readonly ClaimRow[] {
  const shown: ClaimRow[] = []
  for (let index = 0; index < rows.length; index++) {
    const row = rows[index]
    if (!row) continue
    shown.push(row)
    if (row.inside > 0 && !isOpen(row)) index += row.inside
  }
  return shown
}

/** Rows whose name, value, path or explanation holds the query, upper and lower case alike. */
export function filterRows(rows: readonly ClaimRow[], query: string): readonly ClaimRow[] {
  const wanted = query.trim().toLowerCase()
  if (wanted === '') return rows
  return rows.filter(({ name, pathText, copyText, info, meaning, value }) =>
    [name, pathText, value.kind === 'group' ? '' : copyText, info?.title, info?.explanation, meaning].some(
      (text) => text?.toLowerCase().includes(wanted),
    ),
  )
}

/** The whole table as text, one outermost member a line: `name`, tab, value as JSON. */
export function rowsAsText(rows: readonly ClaimRow[]): string {
  return rows
    .filter(({ path }) => path.length === 1)
    .map(({ name, raw, value }) => `${name}\t${value.kind === 'text' ? JSON.stringify(value.text) : raw}`)
    .join('\n')
}
