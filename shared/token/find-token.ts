import { beginsLikeObject } from './read-segment.ts'
import { readToken } from './read-token.ts'
import type { Span, TokenReading } from './reading.ts'

/**
 * Reads the first compact token that stands in a text: a JSON answer, an address, a command, a line of a log.
 * A text that is a token itself, whole or broken, is read as `readToken` reads it. For showing only: what is to be
 * verified is the reading's `token` and nothing around it. Never throws; linear in the length of the text.
 */
export function findToken(input: string): TokenReading {
  const whole = readToken(input)
  if (whole.format === 'empty') return whole
  if (isUnbroken(whole) && /^[A-Za-z0-9_.-]+$/.test(whole.token)) return whole
  if (isWholeForm(whole)) return whole
  const found = findCompact(input)
  const [first] = found
  if (!first || isWrappedByLines(whole, found.length)) return whole
  const reading = readToken(input.slice(first.start, first.end))
  const shift = <T extends Span>(item: T): T => ({
    ...item,
    start: item.start + first.start,
    end: item.end + first.start,
  })
  return {
    ...reading,
    input,
    span: first,
    wrapper: describeSurroundings(input, first),
    segments: reading.segments.map(shift),
    problems: reading.problems.map(shift),
    ...(found.length > 1 ? { more: found.length - 1 } : {}),
  }
}

/** A JSON form holds compact tokens only as its parts, and an unencoded payload may hold anything. */
function isWholeForm({ format, unencodedPayload = false }: TokenReading): boolean {
  return unencodedPayload || ['jws_json', 'jwe_json', 'sd_jwt', 'paseto', 'saml'].includes(format)
}

/** Nothing was left out inside the token: it stands in the input as one piece. */
function isUnbroken({ token, span }: TokenReading): boolean {
  return span.end - span.start === token.length
}

/** A terminal or a mail breaks lines; two tokens, or words after a space, are no broken line. */
function isWrappedByLines(whole: TokenReading, count: number): boolean {
  if (isUnbroken(whole) || count > 1) return false
  return whole.input.slice(whole.span.start, whole.span.end).includes('\n')
}

const before = /[\s"'`=:,;&#?/>([{|\\]/
const after = /[\s"'`,;&#<)\]}|\\]/

/** Where compact tokens stand, by what bounds them: a stray character inside a broken token is no bound. */
function findCompact(input: string): readonly Span[] {
  const found: Span[] = []
  for (const match of input.matchAll(/[A-Za-z0-9_.-]+/g)) {
    const start = match.index
    const parts = match[0].split('.')
    // A full stop after a token ends a sentence; an empty third part is that of an unsecured token.
    let end = start + match[0].length
    while (parts.length > 3 && parts.at(-1) === '') {
      parts.pop()
      end -= 1
    }
    if (parts.length !== 3 && parts.length !== 5) continue
    if (!beginsLikeObject(parts[0] ?? '')) continue
    if (start > 0 && !before.test(input.charAt(start - 1))) continue
    const next = start + match[0].length
    if (next < input.length && !after.test(input.charAt(next))) continue
    found.push({ start, end })
  }
  return found
}

const parameterNames: Readonly<Record<string, string>> = {
  id_token: 'ID token',
  access_token: 'Access token',
  refresh_token: 'Refresh token',
  logout_token: 'Logout token',
  id_token_hint: 'ID token hint',
  client_assertion: 'Client assertion',
  request: 'Request object',
  response: 'Response',
}

/** What is enough to recognise an address or the name in front of a token. */
const lookBehind = 2000

/** `ID token inside JSON`, `Token in a curl command`; the name is the text's own word for it, nothing that was proved. */
function describeSurroundings(input: string, { start }: Span): string {
  const ahead = input.slice(Math.max(0, start - lookBehind), start)
  const name = /([A-Za-z_]{1,40})["'\\]{0,4}[ \t]{0,4}[:=][ \t]{0,4}["'\\]{0,4}$/
    .exec(ahead)?.[1]
    ?.toLowerCase()
  const what = name !== undefined && Object.hasOwn(parameterNames, name) ? parameterNames[name] : 'Token'
  return `${what} ${placeOf(input, ahead)}`
}

function placeOf(input: string, ahead: string): string {
  const begin = input.slice(0, 200).trimStart()
  if (/^curl\s/i.test(begin)) return 'in a curl command'
  const word = ahead.slice(ahead.search(/\S*$/))
  const scheme = /[a-z][a-z0-9+.-]{0,30}:\/\/\S*$/i.exec(word.slice(-lookBehind))?.[0]
  if (scheme !== undefined) {
    if (scheme.includes('#')) return 'in a URL fragment'
    return scheme.includes('?') ? 'in a URL query' : 'in a URL'
  }
  if (/^[{[]/.test(begin)) return 'inside JSON'
  if (/authorization["']?\s{0,4}[:=][^\n]{0,40}$/i.test(ahead.slice(-120)))
    return 'in an Authorization header'
  if (/^[^\s=&#]{1,60}=\S*$/.test(begin.slice(0, 80).split(/\s/)[0] ?? '')) return 'in form parameters'
  return 'inside other text'
}
