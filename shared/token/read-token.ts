import { namedNodes, readJsonTree } from './json-strings.ts'
import { type Unwrapped, unwrapPaste } from './pasted-text.ts'
import { type FormReading, readCompact } from './read-compact.ts'
import { looksLikeJweJson, readJweJson } from './read-jwe-json.ts'
import { looksLikeJwsJson, readJwsJson } from './read-jws-json.ts'
import { nameFormat } from './read-named.ts'
import { readSdJwt } from './read-sd-jwt.ts'
import { readSegment } from './read-segment.ts'
import { saysUnencoded } from './read-unencoded.ts'
import type { Problem, TokenReading } from './reading.ts'

export { namesNoSignature } from './read-compact.ts'

/**
 * Reads a pasted text as a token: what it is, its segments as received and decoded, and everything wrong
 * with it, by position. Needs no key, does no cryptography, and proves nothing: whoever wrote the text
 * wrote all of what is shown. Never throws; linear in the length of the text.
 * Source: RFC 7515 §3 and §7, RFC 7516 §3 and §7, RFC 7519 §6, RFC 7797 §5, RFC 9901 §4 and §8.
 */
export function readToken(input: string): TokenReading {
  const paste = unwrap(input)
  const { token, span, wrapper } = paste
  const base = { input, token, span, wrapper }
  if (token === '') return { ...base, format: 'empty', segments: [], problems: [] }
  const form = readForm(paste, input)
  const problems = [...form.problems, ...(form.segments.length > 0 ? problemsAround(paste) : [])]
  return { ...base, ...form, problems: problems.sort((a, b) => a.start - b.start) }
}

/** White space inside an unencoded payload belongs to it; in any other token it is a line break of a terminal or a mail. */
function unwrap(input: string): Unwrapped {
  const paste = unwrapPaste(input)
  if (!paste.joined) return paste
  const header = readSegment('header', paste.token.slice(0, paste.token.indexOf('.')), 0, (offset) => offset)
  return saysUnencoded(header.segment.members) ? unwrapPaste(input, { join: false }) : paste
}

function readForm({ token, span, toInput }: Unwrapped, input: string): FormReading {
  const json = readJsonForm(token, toInput)
  if (json) return { ...json, ...(json.keyBinding ? { keyBinding: { ...json.keyBinding, input } } : {}) }
  const sdJwt = readSdJwt(token, toInput, input)
  if (sdJwt) return sdJwt
  const compact = readCompact(token, span, toInput)
  if (compact) return compact
  const named = nameFormat(token)
  if (named) return { format: named, segments: [], problems: [] }
  return { format: 'opaque', segments: [], problems: opaqueProblems(token, toInput) }
}

/** Longer JSON is searched for tokens instead of being one. */
const longestJson = 10_000_000

function readJsonForm(token: string, toInput: (offset: number) => number): FormReading | null {
  if (!token.startsWith('{') || token.length > longestJson) return null
  if (!/"(?:signatures?|ciphertext)"/.test(token)) return null
  const tree = readJsonTree(token)
  const members = namedNodes(tree.root)
  if (looksLikeJweJson(members)) return readJweJson(tree, toInput)
  return looksLikeJwsJson(members) ? readJwsJson(tree, toInput) : null
}

function problemsAround({ joined, loneQuote }: Unwrapped): readonly Problem[] {
  const problems: Problem[] = []
  if (joined) {
    problems.push({
      code: 'WHITE_SPACE',
      severity: 'warning',
      ...joined,
      message:
        'White space inside the token was left out; an application would refuse the token as it stands here.',
    })
  }
  if (loneQuote) {
    problems.push({
      code: 'LONE_QUOTE',
      severity: 'warning',
      ...loneQuote,
      message: 'A quote stands at one end only; part of the token may be missing.',
    })
  }
  return problems
}

function opaqueProblems(token: string, toInput: (offset: number) => number): readonly Problem[] {
  if (!/^[\s]*[{[]/.test(token.slice(0, 100))) return []
  return [
    {
      code: 'JSON_TEXT',
      severity: 'warning',
      start: toInput(0),
      end: toInput(0) + 1,
      message: 'This is JSON text, not a token in compact form.',
    },
  ]
}
