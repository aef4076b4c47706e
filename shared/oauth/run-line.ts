import { z } from 'zod'
import type { Run } from './run.ts'
import { shortOutcome } from './short-outcome.ts'
import { summariseRun } from './summarise-run.ts'

/** One run as a list shows it: small, so that ten thousand of them can be listed without reading one. */
export const runLine = z.object({
  id: z.string(),
  profileId: z.string().nullable(),
  profileName: z.string(),
  issuer: z.string(),
  clientId: z.string(),
  /** Empty where the run's settings were not kept with it. */
  grantType: z.string(),
  /** Unix milliseconds. */
  startedAt: z.number(),
  /** What became of it, in one line and in two or three words. */
  title: z.string(),
  outcome: z.string(),
  tone: z.enum(['pass', 'fail', 'none', 'info']),
  passed: z.number(),
  failed: z.number(),
  notChecked: z.number(),
})
export type RunLine = Readonly<z.infer<typeof runLine>>

export function lineOfRun(run: Run): RunLine {
  return {
    id: run.id,
    profileId: run.profileId,
    profileName: run.profileName,
    issuer: run.issuer,
    clientId: run.clientId,
    grantType: run.asked?.flow.grant_type ?? '',
    startedAt: run.startedAt,
    outcome: shortOutcome(run),
    ...summariseRun(run),
  }
}

export function newestFirst(lines: readonly RunLine[]): RunLine[] {
  return lines.toSorted((a, b) => b.startedAt - a.startedAt || (a.id < b.id ? -1 : 1))
}
