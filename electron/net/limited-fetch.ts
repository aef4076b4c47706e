import { AppError } from '../../shared/error.ts'
import { isBroken, isUntrusted, networkReason } from './network-reason.ts'

export type FetchLike = (url: string, init: RequestInit) => Promise<Response>

export type FetchLimits = {
  /** Largest body accepted, in bytes after decompression. */
  readonly maxBytes: number
  /** Connect, headers and body together, in milliseconds. */
  readonly deadlineMs: number
}

/** Metadata, key sets and token answers are small; more than this is an attack or a mistake. */
export const protocolLimits: FetchLimits = { maxBytes: 1_000_000, deadlineMs: 10_000 }

export type LimitedResponse = {
  readonly status: number
  readonly headers: Headers
  readonly bytes: Uint8Array<ArrayBuffer>
}

/**
 * Fetches with a size limit, a total deadline and no redirects; a 3xx answer is returned as it is.
 * Throws AppError: ERR_NETWORK (`sent: false` in its details where nothing left this machine), ERR_TIMEOUT,
 * ERR_TOO_LARGE, ERR_CANCELLED. The socket is closed in each case.
 */
export async function limitedFetch(
  fetchFn: FetchLike,
  url: string,
  init: RequestInit = {},
  limits: FetchLimits = protocolLimits,
): Promise<LimitedResponse> {
  const deadline = AbortSignal.timeout(limits.deadlineMs)
  const closing = new AbortController()
  const signals = [deadline, closing.signal, ...(init.signal ? [init.signal] : [])]
  try {
    const response = await fetchFn(url, { ...init, redirect: 'manual', signal: AbortSignal.any(signals) })
    const bytes = await readBody(response, limits.maxBytes)
    return { status: response.status, headers: response.headers, bytes }
  } catch (cause) {
    closing.abort()
    const own = cause instanceof Error && cause.cause instanceof AppError ? cause.cause : cause
    if (own instanceof AppError) throw own
    if (init.signal?.aborted) throw new AppError('ERR_CANCELLED', 'the request was cancelled', { cause })
    if (deadline.aborted) {
      throw new AppError('ERR_TIMEOUT', `no complete answer within ${limits.deadlineMs / 1000} s`, {
        cause,
        details: { url, deadlineMs: limits.deadlineMs },
      })
    }
    if (isPortRefused(cause)) {
      const { port } = new URL(url)
      throw new AppError('ERR_NETWORK', `port ${port} is not allowed for web requests`, {
        cause,
        details: { url, sent: false },
      })
    }
    throw new AppError('ERR_NETWORK', networkReason(cause, url), {
      cause,
      details: {
        url,
        ...(isUntrusted(cause) ? { untrusted: true } : {}),
        ...(isBroken(cause) ? { broken: true } : {}),
      },
    })
  }
}

async function readBody(response: Response, maxBytes: number): Promise<Uint8Array<ArrayBuffer>> {
  if (!response.body) return new Uint8Array()
  const chunks: Uint8Array[] = []
  let total = 0
  const reader = response.body.getReader()
  for (;;) {
    const { done, value } = await reader.read()
    if (done) break
    total += value.byteLength
    if (total > maxBytes) {
      await reader.cancel()
      throw new AppError('ERR_TOO_LARGE', `the answer is larger than ${maxBytes} bytes and was cut off`, {
        details: { url: response.url, maxBytes },
      })
    }
    chunks.push(value)
  }
  const body = new Uint8Array(total)
  let offset = 0
  for (const chunk of chunks) {
    body.set(chunk, offset)
    offset += chunk.byteLength
  }
  return body
}

/** Ports of other protocols, such as mail, are refused before anything is sent (Fetch standard, port blocking). */
function isPortRefused(error: unknown): boolean {
  return error instanceof Error && error.cause instanceof Error && error.cause.message === 'bad port'
}
