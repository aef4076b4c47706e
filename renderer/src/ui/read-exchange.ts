import { applyEdits, format, type ParseError, parseTree } from 'jsonc-parser'
import type { HeaderPair, RecordedRequest, RecordedResponse } from '../../../shared/oauth/run.ts'
import { headerValue, queryOf } from '../../../shared/run-export/exchange-text.ts'

export type NamedValue = { readonly name: string; readonly value: string }

/** One part of a request or an answer, read for display. Nothing in it is trusted. */
export type ExchangePart =
  | { readonly kind: 'pairs'; readonly title: string; readonly pairs: readonly NamedValue[] }
  | { readonly kind: 'json'; readonly title: string; readonly text: string }
  | { readonly kind: 'text'; readonly title: string; readonly text: string }
  | { readonly kind: 'note'; readonly title: string }

/** Deeper JSON is shown as received: indenting it would make a small body enormous. */
const maxIndentedDepth = 64

/** The query and the body of a request. */
export function readRequestParts(request: RecordedRequest): readonly ExchangePart[] {
  const parts: ExchangePart[] = []
  const query = queryPairs(request.url)
  if (query.length > 0) parts.push({ kind: 'pairs', title: 'Query', pairs: query })
  if (request.body !== null && request.body !== '') parts.push(readBody(request.body, request.headers))
  return parts
}

/** The body of an answer, and where it redirects to. */
export function readResponseParts(response: RecordedResponse): readonly ExchangePart[] {
  const parts: ExchangePart[] = []
  const location = headerValue(response.headers, 'location')
  if (location !== null) {
    parts.push({ kind: 'text', title: 'Redirects to (not followed)', text: location })
    const query = queryPairs(location)
    if (query.length > 0) parts.push({ kind: 'pairs', title: 'Query of that address', pairs: query })
  }
  if (response.body === '') parts.push({ kind: 'note', title: 'The body is empty.' })
  else parts.push(readBody(response.body, response.headers))
  return parts
}

/** Name and value of each field, decoded, in order, duplicates kept. */
export function formPairs(text: string): readonly NamedValue[] {
  return [...new URLSearchParams(text)].map(([name, value]) => ({ name, value }))
}

/**
 * JSON with line breaks and indentation, every literal as it was received: duplicate names and big numbers stay.
 * Null where the text is not JSON or is nested deeper than 64 levels.
 */
export function indentJson(text: string): string | null {
  if (depthOf(text) > maxIndentedDepth) return null
  const errors: ParseError[] = []
  const tree = parseTree(text, errors, { disallowComments: true, allowTrailingComma: false })
  if (!tree || errors.length > 0) return null
  return applyEdits(text, format(text, undefined, { insertSpaces: true, tabSize: 2, eol: '\n' }))
}

function readBody(body: string, headers: readonly HeaderPair[]): ExchangePart {
  const type = (headerValue(headers, 'content-type') ?? '').toLowerCase()
  if (type.startsWith('application/x-www-form-urlencoded')) {
    return { kind: 'pairs', title: 'Form', pairs: formPairs(body) }
  }
  if (/[/+]json\b/.test(type) || /^\s*[[{]/.test(body)) {
    const text = indentJson(body)
    if (text !== null) return { kind: 'json', title: 'JSON', text }
  }
  return { kind: 'text', title: type === '' ? 'Body, no content type' : `Body, ${type}`, text: body }
}

function queryPairs(url: string): readonly NamedValue[] {
  return formPairs(queryOf(url))
}

/** Counted without recursion, so that hostile nesting cannot exhaust the stack of the parser behind it. */
function depthOf(text: string): number {
  let depth = 0
  let deepest = 0
  let inString = false
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at]
    if (inString && character === '\\') at += 1
    else if (character === '"') inString = !inString
    else if (inString) continue
    else if (character === '{' || character === '[') deepest = Math.max(deepest, ++depth)
    else if (character === '}' || character === ']') depth -= 1
  }
  return deepest
}
