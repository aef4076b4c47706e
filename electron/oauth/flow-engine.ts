import { AppError } from '../../shared/error.ts'
import type { Run, TokenKind } from '../../shared/oauth/run.ts'
import type { RunConfig } from '../../shared/oauth/run-config.ts'
import type { FetchLike } from '../net/limited-fetch.ts'

export type FlowEngineDeps = {
  readonly fetch: FetchLike
  /** Opens the authorization URL in the person's browser; a rejection leaves the run waiting, with the link to copy. */
  readonly openExternal: (url: string) => Promise<void>
  /** Unix milliseconds. */
  readonly now: () => number
  /** Called with a fresh immutable run at every change. */
  readonly onChange: (run: Run) => void
  /** How long the person may take in the browser. Default: 5 minutes. */
  readonly signInDeadlineMs?: number
}

/** A received token with what the run knows to expect of it. */
export type HandedToken = {
  readonly token: string
  readonly iss?: string
  readonly aud?: string
  readonly nonce?: string
}

/** Unknown run ids throw AppError ERR_NOT_FOUND; an action that is not possible now throws ERR_CONFLICT. */
export type FlowEngine = {
  /** Resolves once the run exists; it goes on by itself. Throws AppError ERR_INPUT for a configuration that cannot be run. */
  readonly start: (config: RunConfig) => Promise<Run>
  /** Resolves when the run is done, refused, failed or cancelled; never rejects for a known run. */
  readonly finished: (runId: string) => Promise<Run>
  readonly get: (runId: string) => Run
  /** Newest first. */
  readonly list: () => readonly Run[]
  /** Closes sockets and the listener; a finished run stays as it is. */
  readonly cancel: (runId: string) => void
  readonly openAgain: (runId: string) => Promise<void>
  readonly authorizationUrl: (runId: string) => string
  readonly token: (runId: string, kind: TokenKind) => HandedToken
  /** Follow-ups resolve when they have ended; a failure stands in the run's `actionProblem`. */
  readonly refresh: (runId: string) => Promise<void>
  readonly userinfo: (runId: string) => Promise<void>
  readonly revoke: (runId: string, kind: 'access_token' | 'refresh_token') => Promise<void>
  /** Cancels everything; nothing listens afterwards. */
  readonly close: () => Promise<void>
}

export function createFlowEngine(_deps: FlowEngineDeps): FlowEngine {
  throw new AppError('ERR_INTERNAL', 'the flow engine is not built yet')
}
