import type { z } from 'zod'
import { AppError, type ErrorData } from '../../shared/error.ts'

/** What crosses the bridge for a throw. An unforeseen error keeps its text to itself: it may hold anything. */
export function toErrorData(error: unknown): ErrorData {
  if (error instanceof AppError) return { code: error.code, message: error.message, details: error.details }
  return { code: 'ERR_INTERNAL', message: 'something failed inside Claimscope; nothing was changed' }
}

/** Names the first field that is wrong, never its value: it may be a secret. */
export function toInputError(error: z.ZodError): ErrorData {
  const issue = error.issues[0]
  const unknownKeys = issue?.code === 'unrecognized_keys' ? issue.keys : []
  const path = [...(issue?.path ?? []), ...unknownKeys.slice(0, 1)].join('.')
  return {
    code: 'ERR_INPUT',
    message:
      unknownKeys.length > 0
        ? 'there is no such field'
        : (issue?.message ?? 'the input has another form than expected'),
    details: { path },
  }
}
