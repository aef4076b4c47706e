import { AppError } from '../../shared/error.ts'
import type { KeptRunLimit, KeptRuns, KeptRunsChange, RunsToClear } from '../../shared/oauth/kept-runs.ts'
import type { Run } from '../../shared/oauth/run.ts'
import type { RunLine } from '../../shared/oauth/run-line.ts'
import type { RunShelf } from '../vault/run-shelf.ts'
import { encodeRun } from '../vault/stored-run.ts'

/** Finished runs on their way to the vault and back. No token comes here: a run holds none. */
export type RunArchive = {
  /** Every change of a run of this session; what has ended is kept soon after, together with what ends meanwhile. */
  readonly note: (run: Run) => void
  readonly kept: () => KeptRuns
  readonly read: (id: string) => Run
  readonly clear: (what: RunsToClear) => void
  readonly restore: (id: string) => void
  readonly setLimit: (limit: KeptRunLimit) => void
  /** Keeps what waits. */
  readonly flush: () => Promise<void>
  readonly close: () => Promise<void>
}

export type RunArchiveDeps = {
  readonly shelf: RunShelf
  readonly keptIn: () => KeptRuns['keptIn']
  /** The runs of this session, and how one of them is dropped. */
  readonly session: { readonly list: () => readonly Run[]; readonly forget: (id: string) => void }
  /** Calls back once, later; the answer calls it off. */
  readonly later: (work: () => void) => () => void
  readonly onChange: (change: KeptRunsChange) => void
}

export function createRunArchive({ shelf, keptIn, session, later, onChange }: RunArchiveDeps): RunArchive {
  const waiting = new Map<string, Run>()
  let callOff: (() => void) | null = null
  let writing: Promise<void> = Promise.resolve()
  /** What was cleared while it was on its way to the vault. */
  const cleared = new Set<string>()

  const tell = (change: Partial<KeptRunsChange>) =>
    onChange({ lines: [], gone: [], forgotten: [], limit: shelf.limit(), problem: null, ...change })

  const keepWaiting = async (): Promise<void> => {
    const runs = [...waiting.values()]
    waiting.clear()
    if (runs.length === 0) return
    const encoded = await Promise.all(runs.map(encodeRun))
    const wanted = encoded.filter(({ line }) => !cleared.delete(line.id))
    try {
      if (wanted.length === 0 || shelf.limit() === 0) return
      const gone = shelf.keep(wanted)
      tell({ lines: wanted.map(({ line }) => line).filter(({ id }) => !gone.includes(id)), gone })
    } catch (error) {
      // The run itself is none the worse; it stays in memory as it was.
      const why = error instanceof AppError ? error.message : 'the vault could not be written'
      onChange({ lines: [], gone: [], forgotten: [], limit: null, problem: why })
    }
  }
  const flush = (): Promise<void> => {
    callOff = null
    writing = writing.then(keepWaiting)
    return writing
  }

  const close = async () => {
    callOff?.()
    await flush()
  }

  return {
    note(run) {
      if (run.endedAt === null || run.busy !== null) return
      waiting.set(run.id, run)
      callOff ??= later(() => void flush())
    },
    kept: () => ({ lines: shelf.list(), limit: shelf.limit(), keptIn: keptIn() }),
    read: (id) => shelf.read(id),
    clear(what) {
      const runs = session.list().filter(({ endedAt, busy }) => endedAt !== null && busy === null)
      const wanted = [...runs, ...shelf.list()].filter((each) => isMeant(each, what)).map(({ id }) => id)
      const ids = [...new Set(wanted)]
      shelf.remove(ids)
      for (const id of ids) {
        // One that waits, or is being written right now, must not come back by that.
        if (!waiting.delete(id)) cleared.add(id)
        session.forget(id)
      }
      void writing.then(() => cleared.clear())
      tell({ gone: ids, forgotten: ids })
    },
    restore(id) {
      cleared.delete(id)
      tell({ lines: [shelf.restore(id)] })
    },
    setLimit: (limit) => tell({ gone: shelf.setLimit(limit) }),
    flush: close,
    close,
  }
}

function isMeant(run: Pick<RunLine, 'id' | 'profileId'>, what: RunsToClear): boolean {
  switch (what.which) {
    case 'one':
      return run.id === what.id
    case 'profile':
      return run.profileId === what.profileId
    case 'all':
      return true
  }
}
