import type { Exchange, HeaderPair, RecordedRequest, RecordedResponse, Run, Step } from '../oauth/run.ts'
import { headerValue, isForm, queryOf } from './exchange-text.ts'

type Pair = { readonly name: string; readonly value: string }

/**
 * The run's exchanges as HAR 1.2, in the order in which they happened, with what was recorded: secrets are replaced
 * already, cookies among them. What the browser carried has no answer of its own: status 0, as browsers write it. Only
 * the beginning of a step was timed by the clock, so that of several exchanges in one step the later ones begin where
 * the earlier ones end. Sizes and versions that were not recorded are -1 and `unknown`.
 */
export function createRunHar(run: Run, appVersion: string): string {
  const entries = run.steps.flatMap((step) => {
    let startedAt = step.startedAt
    return step.exchanges.map((exchange) => {
      const entry = toEntry(step, exchange, startedAt)
      startedAt += exchange.durationMs
      return entry
    })
  })
  const log = {
    version: '1.2',
    creator: { name: 'Claimscope', version: appVersion },
    entries,
    comment: 'Secrets were replaced when the exchanges were recorded.',
  }
  return `${JSON.stringify({ log }, null, 2)}\n`
}

function toEntry(step: Step, { request, response, durationMs }: Exchange, startedAt: number): object {
  const carried = step.from === 'browser' || step.to === 'browser'
  return {
    startedDateTime: toIsoTime(startedAt),
    time: durationMs,
    request: toRequest(request),
    response: response === null ? noResponse : toResponse(response),
    cache: {},
    timings: { send: 0, wait: durationMs, receive: 0 },
    comment: response === null ? `${step.id}: ${carried ? 'carried by the browser' : 'no answer'}` : step.id,
  }
}

/** A clock that tells no time that can be written leaves the beginning of all times. */
function toIsoTime(unixMs: number): string {
  const time = new Date(unixMs)
  return (Number.isNaN(time.getTime()) ? new Date(0) : time).toISOString()
}

function toRequest({ method, url, headers, body }: RecordedRequest): object {
  return {
    method,
    url,
    httpVersion: 'unknown',
    cookies: [],
    headers: headers.map(toPair),
    queryString: formPairs(queryOf(url)),
    headersSize: -1,
    bodySize: -1,
    ...(body === null || body === '' ? {} : { postData: toPostData(headers, body) }),
  }
}

/** HAR 1.2: `params` and `text` exclude each other. */
function toPostData(headers: readonly HeaderPair[], body: string): object {
  const mimeType = headerValue(headers, 'content-type') ?? ''
  return isForm(headers) ? { mimeType, params: formPairs(body) } : { mimeType, text: body }
}

const noResponse = {
  status: 0,
  statusText: '',
  httpVersion: 'unknown',
  cookies: [],
  headers: [],
  content: { size: 0, mimeType: 'x-unknown' },
  redirectURL: '',
  headersSize: -1,
  bodySize: -1,
}

function toResponse({ status, headers, body, byteLength, truncated }: RecordedResponse): object {
  return {
    status,
    statusText: '',
    httpVersion: 'unknown',
    cookies: [],
    headers: headers.map(toPair),
    content: {
      size: byteLength,
      mimeType: headerValue(headers, 'content-type') ?? 'x-unknown',
      text: body,
      ...(truncated ? { comment: 'Only the beginning was kept.' } : {}),
    },
    redirectURL: headerValue(headers, 'location') ?? '',
    headersSize: -1,
    bodySize: -1,
  }
}

function formPairs(text: string): readonly Pair[] {
  return [...new URLSearchParams(text)].map(([name, value]) => ({ name, value }))
}

function toPair([name, value]: HeaderPair): Pair {
  return { name, value }
}
