import { z } from 'zod'
import { problemOfRun } from '../run-export/run-json.ts'
import { settingsOf } from './asked-settings.ts'
import type { Run } from './run.ts'

const pairs = z.array(z.tuple([z.string(), z.string()])).readonly()
const exchange = z.object({
  request: z.object({ method: z.string(), url: z.string(), headers: pairs, body: z.string().nullable() }),
  response: z.object({ status: z.number(), headers: pairs, body: z.string() }).nullable(),
})

/** What two runs are compared by: of the app, or read from a file that `run --json` or an export wrote. */
const comparableRun = z.object({
  issuer: z.string(),
  client_id: z.string(),
  redirect_uri: z.string().nullable(),
  scope: z.string().nullable(),
  /** Null where they were not kept with the run. */
  settings: z.record(z.string(), z.unknown()).nullable().default(null),
  code: z.string(),
  message: z.string().default(''),
  steps: z.array(
    z.object({
      id: z.string(),
      status: z.string(),
      duration_ms: z.number().nullable(),
      exchanges: z.array(exchange),
    }),
  ),
  checks: z.array(z.object({ id: z.string(), status: z.string(), code: z.string().nullish() })),
  received: z
    .array(
      z.object({ kind: z.string(), format: z.string(), alg: z.string().nullable(), characters: z.number() }),
    )
    .default([]),
})
export type ComparableRun = z.infer<typeof comparableRun>

export function toComparableRun(run: Run): ComparableRun {
  const problem = problemOfRun(run)
  return {
    issuer: run.issuer,
    client_id: run.clientId,
    redirect_uri: run.redirectUri,
    scope: run.scope,
    settings: run.asked === undefined ? null : settingsOf(run.asked),
    code: problem?.code ?? 'OK',
    message: problem?.message ?? '',
    steps: run.steps.map(({ id, status, durationMs, exchanges }) => ({
      id,
      status,
      duration_ms: durationMs,
      exchanges: exchanges.map(({ request, response }) => ({
        request: { ...request, headers: request.headers.map(([name, value]) => [name, value]) },
        response: response && {
          status: response.status,
          headers: response.headers.map(([name, value]) => [name, value]),
          body: response.body,
        },
      })),
    })),
    checks: run.checks.map(({ id, status, code }) => ({ id, status, code })),
    received: run.tokens.map(({ kind, format, alg, characters }) => ({ kind, format, alg, characters })),
  }
}

/** Null for what is no run. */
export function readComparableRun(text: string): ComparableRun | null {
  try {
    const parsed = comparableRun.safeParse(JSON.parse(text))
    return parsed.success ? parsed.data : null
  } catch {
    return null
  }
}
