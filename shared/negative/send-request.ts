import { z } from 'zod'

/** More than there are cases; a table is no load test. */
export const maxNegativeRequests = 60

/** Headers that a template may not take over: they steer the connection or name the host. */
const reserved = [
  'host',
  'content-length',
  'transfer-encoding',
  'connection',
  'upgrade',
  'te',
  'trailer',
  'expect',
  'keep-alive',
  'proxy-authorization',
]

/** True for a header that no token may be put into. */
export function isHeaderReserved(name: string): boolean {
  return reserved.includes(name.toLowerCase())
}

/** Tokens to send at one endpoint, the good one first. Only a person who says that it is theirs may ask for it. */
export const sendRequest = z.strictObject({
  url: z.string().min(1).max(2048),
  method: z.enum(['GET', 'HEAD', 'POST']),
  header: z.strictObject({
    name: z
      .string()
      .regex(/^[A-Za-z][A-Za-z0-9-]{0,63}$/)
      .refine((name) => !isHeaderReserved(name), 'this header cannot carry a token'),
    /** The value, with `{token}` where the token goes. */
    template: z
      .string()
      .max(1000)
      .regex(/^[\x20-\x7e]*$/)
      .refine((text) => text.split('{token}').length === 2, '{token} must stand in it once'),
  }),
  tokens: z
    .array(
      z.strictObject({
        id: z.string().min(1).max(64),
        token: z
          .string()
          .min(1)
          .max(200_000)
          .regex(/^[\x21-\x7e]+$/),
      }),
    )
    .min(1)
    .max(maxNegativeRequests + 1),
  /** The person ticked that the endpoint is theirs to test. The main process asks once more. */
  confirmed: z.literal(true),
})
export type SendRequest = z.infer<typeof sendRequest>

/** What one request brought. */
export type SendAnswer = {
  readonly id: string
  /** HTTP status; null where no answer came. */
  readonly status: number | null
  /** The `error` of `WWW-Authenticate` (RFC 6750 §3), where there is one. */
  readonly error: string | null
  /** Why no answer came; null where one did. */
  readonly problem: string | null
  readonly durationMs: number
}

/**
 * Why the list ended early. `not_accepted`: the first request, with the good token, was not, so that nothing can be
 * concluded. `busy`: the server asked for patience (429, 503).
 */
export type SendStop = {
  readonly why: 'not_accepted' | 'busy'
  /** HTTP status; null where no answer came. */
  readonly status: number | null
  /** `Retry-After` as it came: seconds or an HTTP date (RFC 9110 §10.2.3); null where there is none that reads so. */
  readonly retryAfter: string | null
}

/** What sending brought: the answers in order, and why they are not all there. */
export type SentAnswers = {
  readonly answers: readonly SendAnswer[]
  readonly cancelled: boolean
  readonly stopped: SendStop | null
}

export type SendOutcome = { readonly kind: 'declined' } | ({ readonly kind: 'sent' } & SentAnswers)
