import { AppError } from '../../shared/error.ts'
import { explainProviderError, problem } from '../../shared/oauth/explain-problem.ts'
import { duration } from '../../shared/oauth/flow-check.ts'
import { plainText } from '../../shared/oauth/plain-text.ts'
import type { RunProblem } from '../../shared/oauth/run.ts'
import type { VerdictCode } from '../../shared/verdict/check.ts'
import { codeOfError } from '../../shared/verdict/code-of-error.ts'
import { sentence } from '../../shared/verdict/sentence.ts'
import { type RawAnswer, stringMember } from './raw-answer.ts'

/** What openid-client throws carries one of these (its `code`), with the reason in `cause`. */
const clientCodes: Readonly<Record<string, VerdictCode>> = {
  OAUTH_JWT_TIMESTAMP_CHECK_FAILED: 'EXPIRED',
  OAUTH_JWT_CLAIM_COMPARISON_FAILED: 'MALFORMED',
  OAUTH_KEY_SELECTION_FAILED: 'KEY_NOT_FOUND',
  OAUTH_UNSUPPORTED_OPERATION: 'ALG_UNSUPPORTED',
  OAUTH_MISSING_SERVER_METADATA: 'METADATA_INVALID',
  OAUTH_INVALID_SERVER_METADATA: 'METADATA_INVALID',
  OAUTH_HTTP_REQUEST_FORBIDDEN: 'URL_REFUSED',
  OAUTH_REQUEST_PROTOCOL_FORBIDDEN: 'URL_REFUSED',
  OAUTH_RESPONSE_IS_NOT_JSON: 'NOT_JSON',
  OAUTH_RESPONSE_IS_NOT_CONFORM: 'HTTP_STATUS',
  OAUTH_PARSE_ERROR: 'MALFORMED',
  OAUTH_INVALID_RESPONSE: 'MALFORMED',
}

/** Foreign text loses its secrets before it is cut: half a secret is no longer recognised. */
type Redact = (text: string) => string

/** The library's own words are for programmers; these are for people. */
const clientWords: Readonly<Record<string, string>> = {
  OAUTH_JWT_TIMESTAMP_CHECK_FAILED: 'a time in the ID token lies outside of what is allowed',
  OAUTH_JWT_CLAIM_COMPARISON_FAILED: 'a claim of the ID token is not what was expected',
  OAUTH_KEY_SELECTION_FAILED: 'the key set does not hold exactly one key that the token can mean',
  OAUTH_UNSUPPORTED_OPERATION: 'the answer needs an algorithm or a key that is not supported here',
  OAUTH_MISSING_SERVER_METADATA: 'the metadata lacks an address that this step needs',
  OAUTH_INVALID_SERVER_METADATA: 'the metadata holds an address that cannot be used',
  OAUTH_HTTP_REQUEST_FORBIDDEN: 'plain http is not allowed for this address',
  OAUTH_REQUEST_PROTOCOL_FORBIDDEN: 'only https and http are spoken here',
  OAUTH_RESPONSE_IS_NOT_JSON: 'JSON was expected, and something else came',
  OAUTH_RESPONSE_IS_NOT_CONFORM: 'the answer has another HTTP status than the specification asks for',
  OAUTH_PARSE_ERROR: 'the answer cannot be read as JSON',
  OAUTH_INVALID_RESPONSE: 'the answer is not in the form that the specification asks for',
}

/** The `code` that openid-client gave the error; null where it knows none. */
export function clientCodeOf(error: unknown): string | null {
  const code = codeOf(causes(error).findLast((each) => typeof codeOf(each) === 'string'))
  return typeof code === 'string' ? code : null
}

/** The member of an answer that openid-client could not take; null where the trouble is another. */
export function answerMemberOf(error: unknown): string | null {
  if (clientCodeOf(error) !== 'OAUTH_INVALID_RESPONSE') return null
  const messages = causes(error).map(({ message }) => /body "(\w{1,40})" property/.exec(message)?.[1])
  return messages.find((name) => name !== undefined) ?? null
}

/** A thrown error as a problem for people; the deepest error that knows something counts. Never holds a stack. */
export function problemOfError(error: unknown): RunProblem {
  const chain = causes(error)
  const own = chain.find((each) => each instanceof AppError)
  if (own instanceof AppError) {
    const advice =
      own.details.untrusted === true
        ? 'If you know that authority, add its certificate to the profile under Connection (on the command line: --ca-file).'
        : undefined
    return problem(codeOfError(own.code), sentence(plainText(own.message)), advice)
  }
  const clientCode = clientCodeOf(error) ?? ''
  const code = clientCodes[clientCode]
  if (code) return problem(code, sentence(clientWords[clientCode] ?? 'the answer was not accepted'))
  return problem('INTERNAL', 'Something unforeseen happened while the run was under way.')
}

/**
 * What is wrong with an answer's form, by what was received and not by what a parser made of it; null where
 * it is a JSON object with status 200.
 */
export function problemOfAnswer(answer: RawAnswer, who: string, redact: Redact): RunProblem | null {
  const { status } = answer
  if (status >= 300 && status < 400) {
    const location = answer.headers.get('location')
    const where = location === null ? 'without saying where to' : `to ${plainText(redact(location), 300)}`
    return problem('REDIRECTED', `${who} redirects (HTTP ${status}) ${where}. Redirects are not followed.`)
  }
  const error = stringMember(answer.json, 'error')
  if (status >= 400 && error !== null) {
    const description = stringMember(answer.json, 'error_description')
    const { message, ...rest } = explainProviderError(redact(error), description && redact(description))
    return { ...rest, message: `${message}${waitText(answer)}` }
  }
  if (status !== 200) {
    const empty = answer.text === '' ? ' and an empty body.' : `: ${excerpt(answer, redact)}`
    return problem('HTTP_STATUS', `${who} answered with HTTP ${status}${empty}${waitText(answer)}`)
  }
  if (answer.json === undefined) {
    return problem(
      'NOT_JSON',
      `${who} answered with HTTP ${status} and ${mediaType(answer)} where JSON was expected: ${excerpt(answer, redact)}`,
    )
  }
  if (typeof answer.json !== 'object' || answer.json === null || Array.isArray(answer.json)) {
    return problem('MALFORMED', `${who} answered with JSON that is not an object.`)
  }
  return null
}

/** The error that a WWW-Authenticate challenge names (RFC 6750 §3), for answers without a JSON body. */
export function challengeProblem(answer: RawAnswer, redact: Redact): RunProblem | null {
  const header = redact(answer.headers.get('www-authenticate') ?? '')
  const parameter = (name: string): string | null =>
    new RegExp(`\\b${name}="([^"]{0,600})"`).exec(header)?.[1] ?? null
  const error = parameter('error')
  return error === null ? null : explainProviderError(error, parameter('error_description'))
}

function causes(error: unknown): readonly Error[] {
  const chain: Error[] = []
  for (let at = error; at instanceof Error && chain.length < 8; at = at.cause) chain.push(at)
  return chain
}

function codeOf(error: Error | undefined): unknown {
  return error !== undefined && 'code' in error ? error.code : undefined
}

/** 429 and 503 may say how long to wait; a code or refresh request is never repeated by itself. */
function waitText(answer: RawAnswer): string {
  const after = answer.headers.get('retry-after')
  if (after === null || (answer.status !== 429 && answer.status !== 503)) return ''
  const wait = /^\d{1,9}$/.test(after) ? duration(Number(after)) : `until ${plainText(after, 60)}`
  return ` The provider asks to wait ${wait}.`
}

function mediaType(answer: RawAnswer): string {
  return plainText(answer.headers.get('content-type')?.split(';')[0] ?? '', 80) || 'an unnamed type'
}

function excerpt(answer: RawAnswer, redact: Redact): string {
  const text = plainText(redact(answer.text), 200)
  return text === '' ? 'nothing.' : `“${text}”.`
}
