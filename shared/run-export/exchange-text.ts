import type { HeaderPair, RecordedRequest, RecordedResponse } from '../oauth/run.ts'

/** The request as text: request line with the whole URL, headers, empty line, body. */
export function requestText(request: RecordedRequest): string {
  const head = [`${request.method} ${request.url}`, ...request.headers.map(headerLine)].join('\n')
  return request.body === null || request.body === '' ? head : `${head}\n\n${request.body}`
}

/** The answer as text: status, headers, empty line, body. */
export function responseText(response: RecordedResponse): string {
  const head = [`HTTP ${response.status}`, ...response.headers.map(headerLine)].join('\n')
  return response.body === '' ? head : `${head}\n\n${response.body}`
}

/** The first header of this name (in lower case), or null. */
export function headerValue(headers: readonly HeaderPair[], name: string): string | null {
  return headers.find(([key]) => key.toLowerCase() === name)?.[1] ?? null
}

/** Whether the headers say that the body is a form. */
export function isForm(headers: readonly HeaderPair[]): boolean {
  return (headerValue(headers, 'content-type') ?? '')
    .toLowerCase()
    .startsWith('application/x-www-form-urlencoded')
}

/** The query of a URL, without `?` and fragment; empty where there is none. Works on text that is no valid URL. */
export function queryOf(url: string): string {
  const [beforeFragment = ''] = url.split('#', 1)
  const from = beforeFragment.indexOf('?')
  return from < 0 ? '' : beforeFragment.slice(from + 1)
}

function headerLine([name, value]: HeaderPair): string {
  return `${name}: ${value}`
}
