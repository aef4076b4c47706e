import type { SigningKey } from '../../shared/build/sign-request.ts'
import type { NegativeSet } from '../../shared/negative/negative-token.ts'
import type { SendAnswer, SendOutcome, SendRequest } from '../../shared/negative/send-request.ts'
import type { RunJob } from '../jose/crypto-jobs.ts'
import { parseFetchableUrl } from '../jose/fetchable-url.ts'
import { sendNegativeTokens } from '../jose/negative/send-negative-tokens.ts'
import type { VaultKey } from '../jose/resolve-key-source.ts'
import type { FetchLike } from '../net/limited-fetch.ts'

export type NegativeDesk = {
  readonly make: (input: { token: string; key: SigningKey }) => Promise<NegativeSet>
  readonly send: (requestId: string, request: SendRequest, signal: AbortSignal) => Promise<SendOutcome>
}

/** Long enough that a small server is not pressed, short enough for sixty requests. */
const pauseMs = 100

/** Makes negative tokens, and sends them where a person confirmed it outside the page. */
export function createNegativeDesk(deps: {
  readonly run: RunJob
  readonly vaultKey: VaultKey
  readonly fetch: FetchLike
  /** Unix milliseconds. */
  readonly now: () => number
  readonly confirm: (asked: { host: string; count: number }) => Promise<boolean>
  readonly onAnswer: (event: { requestId: string; answer: SendAnswer }) => void
}): NegativeDesk {
  const { run, vaultKey, now } = deps
  return {
    async make({ token, key }) {
      const material =
        key.kind === 'none'
          ? null
          : key.kind === 'vault'
            ? ({ kind: 'key', text: (await vaultKey(key.keyId)).text } as const)
            : key
      return run('makeNegativeTokens', { token, key: material, nowSeconds: Math.floor(now() / 1000) })
    },
    async send(requestId, request, signal) {
      // Refused before anyone is asked: the dialog names a host that would really be sent to.
      const { host } = parseFetchableUrl(request.url)
      if (!(await deps.confirm({ host, count: request.tokens.length }))) return { kind: 'declined' }
      const outcome = await sendNegativeTokens(
        request,
        {
          fetch: deps.fetch,
          now,
          pause: (stop) => pauseFor(pauseMs, stop),
          onAnswer: (answer) => deps.onAnswer({ requestId, answer }),
        },
        signal,
      )
      return { kind: 'sent', ...outcome }
    },
  }
}

function pauseFor(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', end)
      resolve()
    }
    const timer = setTimeout(end, milliseconds)
    signal.addEventListener('abort', end)
    if (signal.aborted) end()
  })
}
