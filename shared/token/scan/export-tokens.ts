import { formatUtc } from '../../time/instant.ts'
import type { FoundToken } from './found-token.ts'
import { withoutSignatureIn } from './without-signature.ts'

/** One token of a list as one line of JSON, its signature left out; header and claims stand as in the token. */
export function tokenAsJson(text: string, found: FoundToken): string {
  const { header, claims, token } = withoutSignatureIn(text, found)
  const { kind, title } = found.facts
  const fields: readonly (readonly [name: string, json: string])[] = [
    ['kind', JSON.stringify(kind)],
    ['title', JSON.stringify(title)],
    ['format', JSON.stringify(found.format)],
    ['offset', String(found.start)],
    ['end', String(found.end)],
    ['line', String(found.line)],
    ['name', JSON.stringify(found.name)],
    ['place', JSON.stringify(found.place)],
    ['verified', 'false'],
    ['header', oneLine(header)],
    ['claims', oneLine(claims)],
    ['token', JSON.stringify(token)],
  ]
  return `{${fields.map(([name, json]) => `${JSON.stringify(name)}:${json}`).join(',')}}`
}

/** White space between values may hold line breaks; inside strings JSON allows none. */
function oneLine(json: string | null): string {
  return json === null ? 'null' : json.replace(/[\r\n]+/g, ' ')
}

/** A list as a JSON array, one token a line, signatures left out. */
export function exportJson(text: string, tokens: readonly FoundToken[]): string {
  return `[\n${tokens.map((found) => tokenAsJson(text, found)).join(',\n')}\n]\n`
}

const columns = [
  'line',
  'offset',
  'end',
  'kind',
  'format',
  'algorithm',
  'issuer',
  'subject',
  'expires',
  'name',
  'place',
  'token',
] as const

/** A list as CSV (RFC 4180), signatures left out. */
export function exportCsv(text: string, tokens: readonly FoundToken[]): string {
  const rows = tokens.map((found) => {
    const { title, alg, issuer, subject, expiresAt } = found.facts
    return [
      found.line,
      found.start,
      found.end,
      title,
      found.format,
      alg,
      issuer,
      subject,
      instantOf(expiresAt),
      found.name,
      found.place,
      withoutSignatureIn(text, found).token,
    ]
      .map(cell)
      .join(',')
  })
  return `${[columns.join(','), ...rows].join('\r\n')}\r\n`
}

function instantOf(seconds: number | null): string {
  return seconds === null || Math.abs(seconds) > 8_640_000_000_000 ? '' : formatUtc(seconds)
}

/** What a spreadsheet would run as a formula is text here: whoever wrote the token wrote its claims. */
function cell(value: string | number | null): string {
  if (value === null) return ''
  if (typeof value === 'number') return String(value)
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
