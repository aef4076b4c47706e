import { z } from 'zod'
import type { Run } from './run.ts'
import type { RunLine } from './run-line.ts'

/** How many finished runs are kept; 0: none. */
export const keptRunLimits = [0, 50, 200, 1_000, 10_000] as const
export type KeptRunLimit = (typeof keptRunLimits)[number]
export const keptRunLimit = z.literal(keptRunLimits)
export const usualKeptRunLimit: KeptRunLimit = 200

/** What the window knows of kept runs. */
export type KeptRuns = {
  /** The newest first. */
  readonly lines: readonly RunLine[]
  readonly limit: KeptRunLimit
  /** `memory`: there is no sealed vault, and they are gone when the app quits. */
  readonly keptIn: 'vault' | 'memory'
}

/** What changed since: the lines that came or changed, and the ids of those that went. */
export type KeptRunsChange = {
  readonly lines: readonly RunLine[]
  readonly gone: readonly string[]
  /** Runs of this session that were dropped, tokens included. */
  readonly forgotten: readonly string[]
  /** Null where the vault could not be asked. */
  readonly limit: KeptRunLimit | null
  /** Why the last runs could not be kept; null: they were. */
  readonly problem: string | null
}

/** Which of the kept runs go. */
export const runsToClear = z.discriminatedUnion('which', [
  z.strictObject({ which: z.literal('one'), id: z.string().min(1).max(64) }),
  z.strictObject({ which: z.literal('profile'), profileId: z.string().min(1).max(64).nullable() }),
  z.strictObject({ which: z.literal('all') }),
])
export type RunsToClear = z.infer<typeof runsToClear>

/** A run as it is kept: what it saw, and nothing that would need its tokens, which are not kept. */
export function toKeptRun({ receiver: _, ...run }: Run): Run {
  return { ...run, can: { refresh: false, userinfo: false, revoke: false }, busy: null }
}

/** Only what every view reads without asking; the rest is checked where it was made. */
const outerShape = z.looseObject({
  id: z.string(),
  profileName: z.string(),
  issuer: z.string(),
  clientId: z.string(),
  startedAt: z.number(),
  phase: z.looseObject({ kind: z.enum(['done', 'refused', 'failed', 'cancelled']) }),
  steps: z.array(
    z.looseObject({ key: z.string(), exchanges: z.array(z.unknown()), facts: z.array(z.unknown()) }),
  ),
  checks: z.array(z.looseObject({ id: z.string(), status: z.string() })),
  tokens: z.array(z.looseObject({ kind: z.string() })),
})

/** Null for what is no run, or one of a version that wrote runs otherwise. */
export function readKeptRun(text: string): Run | null {
  try {
    const value: unknown = JSON.parse(text)
    return outerShape.safeParse(value).success ? toKeptRun(value as Run) : null
  } catch {
    return null
  }
}
