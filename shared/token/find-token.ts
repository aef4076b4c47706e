import { readToken } from './read-token.ts'
import type { TokenReading } from './reading.ts'
import type { TokenSighting } from './scan/found-token.ts'
import { readFoundToken } from './scan/read-found-token.ts'
import { scanTokens } from './scan/scan-tokens.ts'
import { nameBefore, placeOf, wordsAround } from './scan/surroundings.ts'

/**
 * Reads the first token that stands in a text: a JSON answer, an address, a command, a line of a log. One that can be
 * read goes before opaque ones. A text that is a token itself, whole or broken, is read as `readToken` reads it. For
 * showing only: what is to be verified is the reading's `token` and nothing around it. Never throws; linear in the
 * length of the text.
 */
export function findToken(input: string): TokenReading {
  const whole = readToken(input)
  if (isTokenItself(whole)) return whole
  const found = [...scanTokens(input)].flatMap(({ tokens }) => tokens)
  return readOneOf(whole, found, firstReadable(found))
}

/** Reads one of the tokens that were found in a text; the text itself where it is one, whole or broken. */
export function readOneOf(whole: TokenReading, found: readonly TokenSighting[], index: number): TokenReading {
  const chosen = found[index]
  if (!chosen || isTokenItself(whole) || isBrokenByLines(whole, found) || isSamePiece(whole, found)) {
    return whole
  }
  return readOneIn(whole.input, found, index) ?? whole
}

/** The same where the text is known to be more than one token, so that it need not be read as a whole. */
export function readOneIn(
  input: string,
  found: readonly TokenSighting[],
  index: number,
): TokenReading | null {
  const chosen = found[index]
  if (!chosen) return null
  const name = chosen.named ?? nameBefore(input, chosen.start)
  const reading = readFoundToken(input, chosen, wordsAround(name, placeOf(input, chosen)))
  return found.length > 1 ? { ...reading, more: found.length - 1 } : reading
}

function isSamePiece({ format, span }: TokenReading, [first, ...others]: readonly TokenSighting[]): boolean {
  if (format === 'opaque' || !first || others.length > 0 || first.text !== null) return false
  return first.start === span.start && first.end === span.end
}

/**
 * True where nothing but a token was pasted, perhaps broken: then it is read as a whole, and what a search finds in it
 * are its parts.
 */
export function isTokenItself(whole: TokenReading): boolean {
  const { format, unencodedPayload = false } = whole
  if (format === 'empty' || unencodedPayload) return true
  if (['jws_json', 'jwe_json', 'sd_jwt', 'paseto', 'saml'].includes(format)) return true
  return isUnbroken(whole) && /^[A-Za-z0-9_.-]+$/.test(whole.token)
}

/** A terminal or a mail breaks lines; two tokens, or words after a space, are no broken line. */
function isBrokenByLines(whole: TokenReading, found: readonly TokenSighting[]): boolean {
  if (isUnbroken(whole) || found.length > 1 || whole.format === 'opaque') return false
  return whole.input.slice(whole.span.start, whole.span.end).includes('\n')
}

/** The index of the first token that is not opaque; 0 where all are. */
export function firstReadable(found: readonly TokenSighting[]): number {
  return Math.max(
    0,
    found.findIndex(({ format }) => format !== 'opaque'),
  )
}

/** Nothing was left out inside the token: it stands in the input as one piece. */
function isUnbroken({ token, span }: TokenReading): boolean {
  return span.end - span.start === token.length
}
