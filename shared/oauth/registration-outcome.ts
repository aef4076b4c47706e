import type { Check } from '../verdict/check.ts'
import type { RunProblem, Step } from './run.ts'

/** What became of one call to a registration endpoint (RFC 7591, RFC 7592). Holds no secret. */
export type RegistrationOutcome = {
  readonly kind: 'register' | 'read' | 'update' | 'delete'
  readonly issuer: string
  /** Null: the answer is good, whatever its remarks. */
  readonly problem: RunProblem | null
  /** With their exchanges, as of any run. */
  readonly steps: readonly Step[]
  readonly checks: readonly Check[]
  /** Null where no registration came, or where its answer was refused. */
  readonly received: {
    readonly clientId: string
    /** What can be changed and sent back, as JSON; null where a secret stands in the middle of it. */
    readonly metadata: string | null
    /** What waits in the main process until the person takes it, or what replaced the kept one at once. */
    readonly secrets: readonly ('client_secret' | 'registration')[]
  } | null
}
