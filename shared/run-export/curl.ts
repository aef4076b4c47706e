import type { HeaderPair, RecordedRequest } from '../oauth/run.ts'
import { headerValue, isForm, queryOf } from './exchange-text.ts'
import { hasHidden, quoteRecorded, variableOf } from './hidden-variables.ts'
import { quotePosix } from './posix-quote.ts'

/** RFC 9110 §5.6.2. What is no header name could mean a file to curl (`-H @file`). */
const headerName = /^[A-Za-z0-9!#$%&'*+.^_`|~-]+$/
/** curl makes these itself. */
const ownHeaders = new Set(['content-length', 'host', 'connection', 'transfer-encoding'])

/**
 * A recorded request as a curl command for a POSIX shell. What was hidden when it was recorded becomes an environment
 * variable by where it stands (`$CODE`, `$CLIENT_SECRET`, `$ACCESS_TOKEN`), so that the command never holds a secret;
 * every other value is one quoted word. It sends the same fields, not the same bytes: curl encodes the form anew.
 * `clientId` is the name of Basic credentials.
 */
export function createCurl(request: RecordedRequest, clientId: string): string {
  const lines = [
    `curl --globoff --url ${quoteUrl(request.url)}`,
    ...(request.method === 'GET' ? [] : [`--request ${quotePosix(request.method)}`]),
    ...request.headers.flatMap((header) => headerOption(header, clientId)),
    ...bodyOptions(request),
  ]
  const notes = [
    ...(hasHidden(queryOf(request.url)) ? ['# Values in the address must be percent-encoded.'] : []),
    ...(isHiddenBasic(request.headers)
      ? ['# RFC 6749 §2.3.1: servers expect CLIENT_SECRET form-encoded here.']
      : []),
  ]
  return `${[...notes, lines.join(' \\\n  ')].join('\n')}\n`
}

/** Parameter by parameter, so that each hidden value gets the variable of its own name. */
function quoteUrl(url: string): string {
  const from = url.indexOf('?')
  const [address, rest] = from < 0 ? [url, ''] : [url.slice(0, from + 1), url.slice(from + 1)]
  const words = rest.split('&').map((pair) => quoteRecorded(pair, variableOf(nameOf(pair))))
  return `${quoteRecorded(address, 'HIDDEN_VALUE')}${rest === '' ? '' : words.join("'&'")}`
}

function nameOf(pair: string): string {
  return [...new URLSearchParams(pair).keys()][0] ?? ''
}

function headerOption([name, value]: HeaderPair, clientId: string): readonly string[] {
  const lower = name.toLowerCase()
  if (!headerName.test(name) || ownHeaders.has(lower)) return []
  const oneLine = value.replace(/[\r\n]+/g, ' ')
  if (lower === 'authorization') {
    if (/^Basic /i.test(oneLine) && hasHidden(oneLine)) {
      return [`--user ${quotePosix(`${formEncode(clientId)}:`)}"$CLIENT_SECRET"`]
    }
    return [`--header ${quoteRecorded(`${name}: ${oneLine}`, 'ACCESS_TOKEN')}`]
  }
  // Without a value curl would leave the header out; a semicolon sends it empty.
  if (oneLine.trim() === '') return [`--header ${quotePosix(`${name};`)}`]
  return [`--header ${quoteRecorded(`${name}: ${oneLine}`, variableOf(lower))}`]
}

function isHiddenBasic(headers: readonly HeaderPair[]): boolean {
  const value = headerValue(headers, 'authorization') ?? ''
  return /^Basic /i.test(value) && hasHidden(value)
}

function bodyOptions({ body, headers }: RecordedRequest): readonly string[] {
  if (body === null || body === '') return []
  if (!isForm(headers)) return [`--data-raw ${quoteRecorded(body, 'HIDDEN_VALUE')}`]
  return [...new URLSearchParams(body)].map(([name, value]) => {
    // Encoded, a name holds neither = nor @, at which curl would take it apart.
    const encoded = formEncode(name)
    if (hasHidden(value) && encoded !== '') {
      return `--data-urlencode ${quotePosix(`${encoded}=`)}${quoteRecorded(value, variableOf(name))}`
    }
    // Where curl could not take the value as it is, it is given as it is sent.
    if (encoded === '' || /\p{Cc}/u.test(value))
      return `--data-raw ${quotePosix(`${encoded}=${formEncode(value)}`)}`
    return `--data-urlencode ${quotePosix(`${encoded}=${value}`)}`
  })
}

/** One half of a pair as a form spells it; half a surrogate pair becomes U+FFFD. */
function formEncode(text: string): string {
  return encodeURIComponent(text.replace(/\p{Cs}/gu, '\ufffd'))
    .replaceAll('%20', '+')
    .replace(/[!'()~]/g, toPercent)
}

function toPercent(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`
}
