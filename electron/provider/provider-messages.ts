import { z } from 'zod'
import { providerStatus } from '../../shared/provider-status.ts'

/** What the main process tells the provider's process. */
export const providerCommand = z.discriminatedUnion('kind', [
  /** The port to try first; when it is taken, a free one is used. */
  z.strictObject({ kind: z.literal('start'), port: z.int().min(0).max(65_535) }),
  z.strictObject({ kind: z.literal('stop') }),
])
export type ProviderCommand = z.infer<typeof providerCommand>

/** What the provider's process answers: the two states that only it knows. */
export const providerReport = providerStatus.transform((status, context) => {
  if (status.kind === 'running' || status.kind === 'failed') return status
  context.addIssue({ code: 'custom', message: 'a report says running or failed' })
  return z.NEVER
})
export type ProviderReport = z.infer<typeof providerReport>
