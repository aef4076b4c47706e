import { AppError } from '../../shared/error.ts'
import { type KeptRunLimit, keptRunLimit, usualKeptRunLimit } from '../../shared/oauth/kept-runs.ts'
import type { Run } from '../../shared/oauth/run.ts'
import { newestFirst, type RunLine } from '../../shared/oauth/run-line.ts'
import type { RecordChange, RecordStore } from './record-store.ts'
import { type EncodedRun, encodeLine, parseStoredLine, parseStoredRun } from './stored-run.ts'

/**
 * Finished runs, redacted as they were recorded: a line of each for the list, and the whole in a record of its own,
 * which is read when it is opened. Errors: ERR_NOT_FOUND, ERR_VAULT_WRITE, ERR_VAULT_DAMAGED, ERR_VAULT_UNAVAILABLE.
 */
export type RunShelf = {
  /** The newest first. */
  readonly list: () => readonly RunLine[]
  readonly read: (id: string) => Run
  /** Keeps them, or their newer state; answers with the ids of the oldest, which had to go. */
  readonly keep: (runs: readonly EncodedRun[]) => readonly string[]
  readonly remove: (ids: readonly string[]) => void
  /** Undoes the removal of one run in this session. */
  readonly restore: (id: string) => RunLine
  readonly limit: () => KeptRunLimit
  /** Answers with the ids of the oldest, which had to go. */
  readonly setLimit: (limit: KeptRunLimit) => readonly string[]
  /** Forgets what `restore` would need. */
  readonly close: () => void
}

const kinds = ['run_summary', 'run'] as const
const limitId = 'kept_runs'

export function createRunShelf(store: RecordStore): RunShelf {
  let removed: readonly RecordChange[] = []

  const list = (): readonly RunLine[] =>
    newestFirst(
      store.list('run_summary').flatMap(({ bytes }) => {
        const line = parseStoredLine(bytes)
        return line ? [line] : []
      }),
    )
  const limit = (): KeptRunLimit => {
    const bytes = store.read('setting', limitId)
    const parsed = keptRunLimit.safeParse(bytes && Number(bytes.toString('utf8')))
    return parsed.success ? parsed.data : usualKeptRunLimit
  }
  const without = (ids: readonly string[]): RecordChange[] =>
    ids.flatMap((id) => kinds.map((kind) => ({ kind, id, bytes: null })))
  const write = (changes: readonly RecordChange[]) => {
    if (changes.length > 0) store.write(changes)
  }
  /** What has to go so that no more than this many stay, with these among them. The lines are read only then. */
  const oldestBeyond = (most: number, more: readonly RunLine[] = []): readonly string[] => {
    const there = store.ids('run_summary')
    if (there.size + more.filter(({ id }) => !there.has(id)).length <= most) return []
    const fresh = new Set(more.map(({ id }) => id))
    const all = [...more, ...list().filter(({ id }) => !fresh.has(id))]
    return newestFirst(all)
      .slice(most)
      .map(({ id }) => id)
  }

  return {
    list,
    read: (id) => {
      const bytes = store.read('run', id)
      if (!bytes) throw new AppError('ERR_NOT_FOUND', 'this run is not kept', { details: { id } })
      const run = parseStoredRun(bytes)
      if (!run)
        throw new AppError('ERR_NOT_FOUND', 'this run was kept in a form that cannot be read any more')
      return run
    },
    keep: (runs) => {
      const gone = oldestBeyond(
        limit(),
        runs.map(({ line }) => line),
      )
      const there = store.ids('run_summary')
      const stay = runs.filter(({ line }) => !gone.includes(line.id))
      write([
        ...stay.flatMap(({ line, bytes }): RecordChange[] => [
          { kind: 'run_summary', id: line.id, bytes: encodeLine(line) },
          { kind: 'run', id: line.id, bytes },
        ]),
        ...without(gone.filter((id) => there.has(id))),
      ])
      return gone
    },
    remove: (ids) => {
      const kept = store.ids('run_summary')
      const there = ids.filter((id) => kept.has(id))
      const only = there.length === 1 ? there[0] : undefined
      const undo =
        only === undefined
          ? []
          : kinds.map((kind) => ({ kind, id: only, bytes: copy(store.read(kind, only)) }))
      write(without(there))
      removed = undo
    },
    restore: (id) => {
      if (!removed.some((change) => change.id === id)) {
        throw new AppError('ERR_NOT_FOUND', 'this run was not deleted just now', { details: { id } })
      }
      const line = removed.map(({ bytes }) => bytes && parseStoredLine(bytes)).find((found) => found)
      write(removed)
      removed = []
      if (!line) throw new AppError('ERR_NOT_FOUND', 'this run cannot be read any more', { details: { id } })
      return line
    },
    limit,
    setLimit: (most) => {
      const gone = oldestBeyond(most)
      store.write([
        { kind: 'setting', id: limitId, bytes: Buffer.from(String(most), 'utf8') },
        ...without(gone),
      ])
      return gone
    },
    close: () => {
      for (const { bytes } of removed) bytes?.fill(0)
      removed = []
    },
  }
}

/** A memory store hands out its own bytes; what waits for an undo must not change with them. */
function copy(bytes: Buffer | null): Buffer | null {
  return bytes && Buffer.from(bytes)
}
