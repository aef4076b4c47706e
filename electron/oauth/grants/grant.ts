import type { RunPhase } from '../../../shared/oauth/run.ts'
import type { RunSession } from '../run-session.ts'

export type GrantOptions = {
  /** Opens the authorization URL in the person's browser; a rejection leaves the run waiting, with the link to copy. */
  readonly openExternal: (url: string) => Promise<void>
  /** How long the person may take. */
  readonly signInDeadlineMs: number
  /** Waits, for polling; rejects when the signal is aborted. */
  readonly pause: (milliseconds: number, signal: AbortSignal) => Promise<void>
}

/** One way to tokens: resolves with how the run ended, or throws what `problemOfError` explains. */
export type Grant = (session: RunSession, options: GrantOptions) => Promise<RunPhase>
