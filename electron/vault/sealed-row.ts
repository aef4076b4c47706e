import { type Database, selectRows } from './database.ts'

/** A row as it stands in the file. Versions are given out once: no two rows, and no two states of one, share one. */
export type SealedRow = {
  readonly kind: string
  readonly id: string
  readonly version: number
  readonly sealed: Buffer
}

/** The key is the version, so that a row is found by what the manifest says of it; the index serves the check at opening. */
export const recordTable = `CREATE TABLE record (
  version INTEGER PRIMARY KEY, kind TEXT NOT NULL, id TEXT NOT NULL, sealed BLOB NOT NULL
) STRICT;
CREATE UNIQUE INDEX record_name ON record (kind, id)`

const columns =
  'CAST(kind AS BLOB), CAST(id AS BLOB), CAST(version AS INTEGER), CAST(sealed AS BLOB) FROM record'

export function readRowOf(database: Database, kind: string, id: string): SealedRow | null {
  return first(selectRows(database, `SELECT ${columns} WHERE kind = ? AND id = ?`, kind, id))
}

export function readRow(database: Database, version: number): SealedRow | null {
  return first(selectRows(database, `SELECT ${columns} WHERE version = ?`, version))
}

/** All of a kind whose ids start so. */
export function readRowsOf(database: Database, kind: string, idStart = ''): SealedRow[] {
  const sql = `SELECT ${columns} WHERE kind = ? AND substr(id, 1, ?) = ?`
  return selectRows(database, sql, kind, idStart.length, idStart).map(parseRow)
}

/** Every row that can be reached: from both ends up to a damaged page. */
export function readReachableRows(database: Database): SealedRow[] {
  const rows = new Map<number, SealedRow>()
  for (const [order, beyond] of [
    ['ASC', '>'],
    ['DESC', '<'],
  ]) {
    const sql = `SELECT ${columns} WHERE version ${beyond} ? ORDER BY version ${order} LIMIT 1`
    try {
      let last = order === 'ASC' ? Number.MIN_SAFE_INTEGER : Number.MAX_SAFE_INTEGER
      for (;;) {
        const row = first(selectRows(database, sql, last))
        if (!row) break
        // A damaged page can lead in a circle.
        if (order === 'ASC' ? row.version <= last : row.version >= last) break
        last = row.version
        rows.set(row.version, row)
      }
      break
    } catch {
      // The damage; what lies behind it is reached from the other end.
    }
  }
  return [...rows.values()]
}

/** kind → `version id` of every row, a line each, in one text: a value for each column would take ten times as long. */
export function readNames(database: Database): ReadonlyMap<string, string> {
  const rows = selectRows(
    database,
    `SELECT CAST(kind AS BLOB), CAST(group_concat(version || ' ' || id, char(10)) AS BLOB)
      FROM record INDEXED BY record_name GROUP BY kind`,
  )
  return new Map(rows.map(([kind, names]) => [blobToText(kind), blobToText(names)]))
}

/** Puts the row in the place of the one that bears its name, if there is one. */
export function insertRow(database: Database, row: SealedRow): void {
  database
    .prepare('INSERT OR REPLACE INTO record (version, kind, id, sealed) VALUES (?, ?, ?, ?)')
    .run(row.version, row.kind, row.id, row.sealed)
}

export function deleteRow(database: Database, kind: string, id: string): void {
  database.prepare('DELETE FROM record WHERE kind = ? AND id = ?').run(kind, id)
}

/** A row of the wrong shape stays a row: it will not authenticate, and so be reported. */
export function parseRow([kind, id, version, sealed]: readonly unknown[]): SealedRow {
  return {
    kind: blobToText(kind),
    id: blobToText(id),
    version: typeof version === 'number' ? version : -1,
    sealed: Buffer.isBuffer(sealed) ? sealed : Buffer.alloc(0),
  }
}

function first(rows: readonly (readonly unknown[])[]): SealedRow | null {
  return rows[0] ? parseRow(rows[0]) : null
}

function blobToText(value: unknown): string {
  return Buffer.isBuffer(value) ? value.toString('utf8') : ''
}
