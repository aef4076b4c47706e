import { AppError } from '../../shared/error.ts'
import type { NetworkRequest } from '../../shared/verdict/verification.ts'
import { type FetchLike, limitedFetch } from '../net/limited-fetch.ts'

export type JsonFetch = {
  readonly fetch: FetchLike
  readonly signal?: AbortSignal | undefined
  /** Told of every request that was sent, whatever becomes of it. */
  readonly onRequest?: ((request: NetworkRequest) => void) | undefined
}

export type FetchedJson = { readonly text: string; readonly value: unknown }

/** How much of an unexpected answer an error repeats, in characters. */
const excerptLength = 2048

/**
 * Gets a JSON document: 1 MB, 10 s, no redirects, no cookies. The content type is not required to say JSON, the
 * body is required to be it. Throws AppError: ERR_REDIRECTED, ERR_HTTP_STATUS, ERR_NOT_JSON and those of `limitedFetch`.
 */
export async function fetchJson(url: URL, { fetch, signal, onRequest }: JsonFetch): Promise<FetchedJson> {
  const started = performance.now()
  let status: number | null = null
  let sent = true
  try {
    const response = await limitedFetch(fetch, url.href, {
      headers: { accept: 'application/json' },
      credentials: 'omit',
      cache: 'no-store',
      ...(signal ? { signal } : {}),
    })
    status = response.status
    return readAnswer(url, response)
  } catch (error) {
    if (error instanceof AppError && error.details.sent === false) sent = false
    throw error
  } finally {
    if (sent)
      onRequest?.({
        method: 'GET',
        url: url.href,
        status,
        durationMs: Math.round(performance.now() - started),
      })
  }
}

type Answer = { readonly status: number; readonly headers: Headers; readonly bytes: Uint8Array<ArrayBuffer> }

function readAnswer(url: URL, { status, headers, bytes }: Answer): FetchedJson {
  const contentType = headers.get('content-type') ?? ''
  const base = { url: url.href, status, contentType }
  if (status >= 300 && status < 400 && status !== 304) {
    const location = headers.get('location') ?? ''
    throw new AppError(
      'ERR_REDIRECTED',
      `the address redirects to ${location.slice(0, 300) || 'nowhere'} (HTTP ${status})`,
      {
        details: { ...base, location },
      },
    )
  }
  const text = new TextDecoder().decode(bytes)
  const excerpt = text.slice(0, excerptLength)
  if (status !== 200) {
    throw new AppError('ERR_HTTP_STATUS', `the server answered with HTTP ${status}`, {
      details: { ...base, excerpt },
    })
  }
  try {
    return { text, value: JSON.parse(text) }
  } catch (cause) {
    const kind = contentType.split(';')[0]?.trim() ?? ''
    throw new AppError(
      'ERR_NOT_JSON',
      `JSON was expected; the answer ${kind === '' ? 'has no content type' : `is ${kind}`} and cannot be read as JSON`,
      {
        cause,
        details: { ...base, excerpt },
      },
    )
  }
}
