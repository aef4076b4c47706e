import { findCutOffSignature } from '../../token/cut-off-signature.ts'
import type { Problem } from '../../token/reading.ts'
import { isJose, type LintSubject } from '../lint-subject.ts'
import { type Hit, type Place, type Rule, unmet } from '../rule.ts'

/** Problems that reading found, under one rule; each with its own place. */
function fromProblems(token: LintSubject, codes: readonly string[]): readonly Hit[] {
  const hits: Hit[] = []
  for (const problem of token.reading.problems) {
    if (!codes.includes(problem.code)) continue
    hits.push({ sentence: problem.message, where: placeOf(token, problem), severity: problem.severity })
  }
  return hits
}

function placeOf(token: LintSubject, problem: Problem): Place {
  const span = { start: problem.start, end: problem.end }
  const segment = token.reading.segments.find(
    ({ start, end }) => problem.start >= start && problem.end <= end && end > start,
  )
  return { part: segment?.name ?? 'token', span }
}

const family = 'structure' as const
const kilobyte = 1024

/** Form and encoding: S01 to S10. */
export const structureRules: readonly Rule[] = [
  {
    id: 'JWT-S01',
    family,
    severity: 'error',
    title: 'Characters outside base64url',
    why: 'Readers differ in what they skip or accept, so two systems may see two different tokens.',
    advice: 'Write base64url without padding, line breaks or quotes, and refuse anything else.',
    spec: 'RFC 7515 §2',
    needs: ['token'],
    applies: isJose,
    check: (token) =>
      fromProblems(token, [
        'BASE64URL_CHARACTER',
        'BASE64URL_PADDING',
        'BASE64URL_LENGTH',
        'WHITE_SPACE',
        'LONE_QUOTE',
      ]),
  },
  {
    id: 'JWT-S02',
    family,
    severity: 'error',
    title: 'Parts missing or too many',
    why: 'The form decides how a token is read: a signed one has 3 segments, an encrypted one 5, others ends and members.',
    advice: 'Copy the token whole; the end is what gets lost most often.',
    spec: 'RFC 7515 §7.1',
    needs: ['token'],
    applies: isJose,
    // Whatever reading calls an error and no other rule speaks of is about the form.
    check: (token) => {
      const cutOff = cutOffHit(token)
      if (cutOff) return cutOff
      const codes = token.reading.problems
        .filter(
          ({ code, severity }) =>
            severity === 'error' && !toldElsewhere.has(code) && !code.startsWith('DISCLOSURE_'),
        )
        .map(({ code }) => code)
      return codes.length === 0 ? null : fromProblems(token, codes)
    },
  },
  {
    id: 'JWT-S03',
    family,
    severity: 'error',
    title: 'Text that is not UTF-8',
    why: 'Another encoding, or a byte order mark, makes readers guess what the text is.',
    advice: 'Encode header and claims as UTF-8 without a byte order mark.',
    spec: 'RFC 8725 §3.7',
    needs: ['token'],
    applies: isJose,
    check: (token) => {
      const problems = fromProblems(token, ['UTF8_INVALID', 'BYTE_ORDER_MARK'])
      return problems.length > 0 ? problems : wideText(token)
    },
  },
  {
    id: 'JWT-S04',
    family,
    severity: 'error',
    title: 'Not a JSON object',
    why: 'A JWT is a header and a set of claims, both JSON objects; anything else is no JWT.',
    advice: 'Send a JSON object. Where something else is signed on purpose, do not call it a JWT.',
    spec: 'RFC 7519 §7.2',
    needs: ['token'],
    applies: isJose,
    check: (token) => {
      const hits = fromProblems(token, ['HEADER_NOT_OBJECT', 'JSON_SYNTAX', 'JSON_TOO_DEEP'])
      // What is not there is no other thing than an object.
      if (token.payload?.text === '' && token.brokenClaims !== null) return hits
      return [...hits, ...fromProblems(token, ['PAYLOAD_NOT_OBJECT']).map((hit) => payloadHit(token, hit))]
    },
  },
  {
    id: 'JWT-S05',
    family,
    severity: 'error',
    title: 'A name stands twice',
    why: 'One reader takes the first value and the next the last: what was checked is not what is used.',
    advice: 'Write each name once; refuse a token that does not.',
    spec: 'RFC 7519 §4',
    needs: ['token'],
    applies: isJose,
    check: (token) => fromProblems(token, ['JSON_DUPLICATE_MEMBER', 'HEADER_NOT_DISJOINT']),
  },
  {
    id: 'JWT-S06',
    family,
    severity: 'warning',
    title: 'A JWT in JSON form',
    why: 'JWTs are always compact. A library that takes both forms can be shown a second, unsigned reading.',
    advice: 'Use the compact form for JWTs, and refuse the JSON form where a JWT is expected.',
    spec: 'RFC 8725bis §3.14',
    needs: ['token'],
    applies: (token) => token.reading.format === 'jws_json' || token.reading.format === 'jwe_json',
    check: (token) =>
      token.reading.format === 'jws_json' && token.claims !== null
        ? {
            sentence: 'A set of claims is in JSON serialization; a JWT is compact.',
            where: { part: 'token' },
          }
        : null,
  },
  {
    id: 'JWT-S07',
    family,
    severity: 'warning',
    title: 'More than one spelling',
    why: 'Bits that nobody reads are set, so several texts mean the same token; a deny list misses the others.',
    advice: 'Encode canonically, with the unused bits zero.',
    spec: 'RFC 4648 §3.5',
    needs: ['token'],
    applies: isJose,
    check: (token) =>
      // At the end of a token that was cut off they mean just that.
      cutOffHit(token)
        ? null
        : fromProblems(token, ['BASE64URL_NOT_CANONICAL']).map((hit) => ({
            ...hit,
            severity: 'warning' as const,
          })),
  },
  {
    id: 'JWT-S08',
    family,
    severity: 'warning',
    title: 'A large token',
    why: 'A cookie holds about 4 KB, and many servers refuse headers of more than 8 KB.',
    advice: 'Leave out what the recipient can look up; refer to groups rather than listing them.',
    spec: 'RFC 6265 §6.1',
    needs: ['token'],
    applies: isJose,
    check: (token) => {
      const size = token.reading.token.length
      if (size <= 4 * kilobyte) return null
      const most = [...(token.payload?.members ?? [])]
        .sort((a, b) => b.raw.length - a.raw.length)
        .slice(0, 3)
        .map(({ name, raw }) => `${name.slice(0, 40)} (${raw.length})`)
      const largest = most.length > 0 ? ` The largest claims: ${most.join(', ')}.` : ''
      const limit = size > 8 * kilobyte ? 'more than many servers take in a header' : 'too much for a cookie'
      return {
        sentence: `The token has ${size} characters, ${limit}.${largest}`,
        severity: size > 8 * kilobyte ? 'warning' : 'info',
        where: { part: 'token' },
      }
    },
  },
  {
    id: 'JWT-S09',
    family,
    severity: 'warning',
    title: 'An integer that JavaScript rounds',
    why: 'Beyond 2^53 many readers change the number without a word; two users may become one.',
    advice: 'Write large identifiers as strings.',
    spec: 'RFC 8259 §6',
    needs: ['token'],
    applies: isJose,
    check: (token) => fromProblems(token, ['JSON_BIG_NUMBER']),
  },
  {
    id: 'JWT-S10',
    family,
    severity: 'error',
    title: 'The signature is empty',
    why: 'The header names an algorithm, but nothing is signed; some libraries once took that for valid.',
    advice: 'Refuse it. If you made it, sign it.',
    spec: 'RFC 7515 §5.2',
    needs: ['token'],
    applies: (token) => token.isSigned && token.reading.format !== 'unsecured',
    check: (token) => {
      if (token.reading.segments.length < 3) return unmet('token', 'the signature is missing altogether')
      return token.headers.flatMap(({ signature, index }) =>
        signature?.text === ''
          ? [
              {
                sentence: 'The signature is empty, although the header names an algorithm.',
                where: { part: 'signature' as const, ...(index === null ? {} : { index }) },
              },
            ]
          : [],
      )
    },
  },
]

function cutOffHit({ reading }: LintSubject): Hit | null {
  const cutOff = findCutOffSignature(reading)
  if (!cutOff) return null
  const { sentence, isCertain } = cutOff
  return { sentence, where: { part: 'signature' }, severity: isCertain ? 'error' : 'warning' }
}

/** Problems that rules other than S02 tell of. */
const toldElsewhere = new Set([
  'BASE64URL_CHARACTER',
  'BASE64URL_PADDING',
  'BASE64URL_LENGTH',
  'BASE64URL_NOT_CANONICAL',
  'UTF8_INVALID',
  'BYTE_ORDER_MARK',
  'HEADER_NOT_OBJECT',
  'JSON_SYNTAX',
  'JSON_TOO_DEEP',
  'JSON_DUPLICATE_MEMBER',
  'HEADER_NOT_DISJOINT',
  'PARAMETER_UNPROTECTED',
  'SIGNATURE_EMPTY',
  'SD_JWT_UNSIGNED',
])

/** UTF-16 and UTF-32 of ASCII text is valid UTF-8 with zero bytes between the letters. */
function wideText(token: LintSubject): readonly Hit[] {
  return token.reading.segments
    .filter(({ name }) => name === 'header' || name === 'payload')
    .filter(({ decoded }) => decoded?.startsWith('\0') || decoded?.startsWith('{\0'))
    .map(({ name }) => ({
      sentence: `The ${name} has a zero byte after each letter, as UTF-16 or UTF-32 text has.`,
      where: { part: name },
    }))
}

/** A signed text may be just that; it is wrong only where the header says JWT or a person does. */
function payloadHit(token: LintSubject, hit: Hit): Hit {
  const claimsJwt = token.typ === 'jwt' || token.typ?.endsWith('+jwt') || token.isDeclared
  return claimsJwt ? hit : { ...hit, severity: 'info' }
}
