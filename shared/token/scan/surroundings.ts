import type { Span } from '../reading.ts'

const name =
  /([A-Za-z_][\w.-]{0,39})(?:["'\\]{0,4}[ \t]{0,4}[:=][ \t]{0,4}["'\\]{0,4}|%22%3A(?:%20)?%22|%3D)(?:(?:Bearer|DPoP|base64-?)[ +-]?)?$/i
/** A header, cookie or parameter of a HAR file. */
const pair =
  /"name\\{0,3}"\s{0,4}:\s{0,4}\\{0,3}"([^"\\]{1,60})\\{0,3}"\s{0,40},\s{0,40}\\{0,3}"value\\{0,3}"[^\n]{0,20}$/i

/** The text's own word for what begins at `start`, for example `id_token` or `Authorization`; null where it has none. */
export function nameBefore(text: string, start: number): string | null {
  const found = name.exec(text.slice(Math.max(0, start - 72), start))?.[1] ?? null
  if (found?.toLowerCase() !== 'value') return found
  return pair.exec(text.slice(Math.max(0, start - 240), start))?.[1] ?? found
}

/** What is enough to recognise an address in front of a token. */
const lookBehind = 2000

/** Where a token stands, for a sentence: `in a URL fragment`. The words of the text, nothing that was proved. */
export function placeOf(text: string, { start }: Span): string {
  const begin = text.slice(0, 400).trimStart()
  const near = text.slice(Math.max(0, start - 120), start)
  if (/^curl\s/i.test(begin)) return 'in a curl command'
  const scheme = addressBefore(text, start)
  if (scheme !== null) {
    if (scheme.includes('#')) return 'in a URL fragment'
    return scheme.includes('?') ? 'in a URL query' : 'in a URL'
  }
  const cookie = cookieOf(text, start)
  if (cookie !== null) return cookie
  const http = httpPlaceOf(text, start)
  if (http !== null) return http
  if (/^[{[]/.test(begin)) {
    return /^\{\s*"log"\s*:\s*\{/.test(begin) ? 'in a HAR file' : 'inside JSON'
  }
  if (/authorization["']?\s{0,4}[:=][^\n]{0,40}$/i.test(near)) return 'in an Authorization header'
  if (/^[^\s=&#]{1,60}=\S*$/.test(begin.slice(0, 80).split(/\s/)[0] ?? '')) return 'in form parameters'
  if (/^(?:---\s)?(?:apiVersion|kind|data|metadata):/m.test(begin)) {
    return /^kind:\s*["']?Secret\b/m.test(text.slice(0, 4000)) ? 'in a Kubernetes secret' : 'in YAML'
  }
  return 'inside other text'
}

/** The beginning of the address that a token is a part of; null where no address goes up to it. */
function addressBefore(text: string, start: number): string | null {
  for (let far = 200; ; far = lookBehind) {
    const ahead = text.slice(Math.max(0, start - far), start)
    const space = Math.max(ahead.lastIndexOf(' '), ahead.lastIndexOf('\n'), ahead.lastIndexOf('\t'))
    if (space === -1 && far < lookBehind && start > far) continue
    const word = ahead.slice(space + 1)
    if (!word.includes('://')) return null
    const found = /[a-z][a-z0-9+.-]{0,30}:\/\/\S*$/i.exec(word)?.[0] ?? null
    // A quote or a brace ends an address; what comes then only stands behind it.
    return found !== null && /["'<>{}]/.test(found) ? null : found
  }
}

/** A request line or a status line (RFC 9112 §3, §4; HTTP/2 as curl and browsers write it). */
const httpStart = /^(?:[A-Z]{3,10} \S{1,2000} HTTP\/[\d.]{1,3}|HTTP\/[\d.]{1,3} \d{3}\b)/
/** The empty line that ends the header fields. */
const headEnd = /\r?\n\r?\n/

/** How far back the beginning of the message is looked for, and its header fields are expected to reach. */
const httpReach = 16_000

/** In a raw HTTP message: which header field, or the body of what. Null where the text is none. */
function httpPlaceOf(text: string, start: number): string | null {
  if (!httpStart.test(text.slice(0, 2400).trimStart())) return null
  // A response may follow the request in one text.
  const from = Math.max(0, start - httpReach)
  const answer = text.slice(from, start).lastIndexOf('\nHTTP/')
  const first = /\S/.exec(text)?.index ?? 0
  const begin = answer === -1 ? first : from + answer + 1
  const isResponse = text.startsWith('HTTP/', begin)
  if (headEnd.test(text.slice(begin, Math.min(start, begin + httpReach))))
    return isResponse ? 'in an HTTP response body' : 'in an HTTP request body'
  const ahead = text.slice(Math.max(0, start - lookBehind), start)
  const field = /^([\w-]{1,60})[ \t]{0,4}:/.exec(ahead.slice(ahead.lastIndexOf('\n') + 1))?.[1]
  if (field === undefined) return null
  return /^authorization$/i.test(field) ? 'in an Authorization header' : `in the ${field} header`
}

/** `; name=` on a Cookie or Set-Cookie line. Large cookies are cut into numbered ones, each a part of a token. */
function cookieOf(text: string, start: number): string | null {
  const ahead = text.slice(Math.max(0, start - lookBehind), start)
  const line = ahead.slice(ahead.lastIndexOf('\n') + 1)
  if (!/(?:^|["'\s])(?:set-)?cookie["']?\s{0,4}[:=]/i.test(line)) return null
  const part = /[._-](\d{1,2})=[^=;\s]{0,12}$/.exec(line)?.[1] ?? /C(\d{1,2})=[^=;\s]{0,12}$/.exec(line)?.[1]
  return part === undefined ? 'in a cookie' : `in a cookie, piece ${part} of several`
}

const names: Readonly<Record<string, string>> = {
  id_token: 'ID token',
  access_token: 'Access token',
  refresh_token: 'Refresh token',
  logout_token: 'Logout token',
  subject_token: 'Subject token',
  actor_token: 'Actor token',
  id_token_hint: 'ID token hint',
  client_assertion: 'Client assertion',
  assertion: 'Assertion',
  request: 'Request object',
  response: 'Response',
  code: 'Authorization code',
}

/** `ID token inside JSON`, `Token in a curl command`: the text's own word for it, nothing that was proved. */
export function wordsAround(name: string | null, place: string): string {
  return `${wordOf(name) ?? 'Token'} ${place}`
}

/** `ID token` for `id_token`; null for a name that no specification has. */
export function wordOf(name: string | null): string | null {
  const key = name?.toLowerCase() ?? ''
  return Object.hasOwn(names, key) ? (names[key] ?? null) : null
}
