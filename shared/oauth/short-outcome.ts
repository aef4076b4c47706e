import type { Run, RunProblem } from './run.ts'
import { summariseRun } from './summarise-run.ts'

/** What became of a run in two or three words, for a row of the history; its title says it in full. */
export function shortOutcome(run: Run): string {
  const { phase } = run
  switch (phase.kind) {
    case 'preparing':
      return 'Preparing'
    case 'waiting':
      return 'Waiting'
    case 'exchanging':
      return 'Exchanging'
    case 'done': {
      const { passed, failed } = summariseRun(run)
      return `${passed} of ${passed + failed}`
    }
    case 'refused':
      return `Refused: ${reason(phase.problem)}`
    case 'failed':
      return providerError(phase.problem) ?? `Failed: ${reason(phase.problem)}`
    case 'cancelled':
      return 'Cancelled'
  }
}

const reasons: Partial<Record<RunProblem['code'], string>> = {
  NETWORK: 'connection',
  TIMEOUT: 'no answer',
  HTTP_STATUS: 'HTTP status',
  NOT_JSON: 'not JSON',
  CALLBACK: 'answer',
  HASH: 'token hash',
  SIGNATURE_INVALID: 'signature',
  KEY_NOT_FOUND: 'key',
  METADATA_ISSUER: 'issuer',
  METADATA_INVALID: 'metadata',
  URL_REFUSED: 'address',
  PORT_IN_USE: 'port taken',
  PROVIDER_ERROR: 'provider',
  INTERNAL: 'unforeseen',
}

function reason(problem: RunProblem): string {
  return providerError(problem) ?? reasons[problem.code] ?? problem.code.toLowerCase().replaceAll('_', ' ')
}

/** The provider's own error code, such as `access_denied`, out of the sentence that quotes it. */
function providerError({ code, message }: RunProblem): string | null {
  if (code !== 'PROVIDER_ERROR') return null
  return /^The provider refused: ([a-z0-9_]{1,40})(?= \(|\.)/i.exec(message)?.[1] ?? null
}
