import { plainText } from './plain-text.ts'

/** How an answer was brought: the response modes of OAuth Multiple Response Types §2.1 and Form Post §2. */
export type ResponseMode = 'query' | 'fragment' | 'form_post'

/** The answer of the authorization endpoint as it came in on the redirect URI (RFC 6749 §4.1.2, RFC 9207 §2). */
export type CallbackReading = {
  readonly via: ResponseMode
  readonly code: string | null
  readonly state: string | null
  readonly iss: string | null
  readonly error: string | null
  /** Plain text, cut to 500 characters. */
  readonly error_description: string | null
  readonly error_uri: string | null
  /** Names of response parameters that came more than once (RFC 6749 §3.1 forbids it). */
  readonly duplicates: readonly string[]
  /** Tokens or a JARM answer in the query, which this flow never asked for. */
  readonly unexpected: readonly string[]
  /** No parameter of an authorization response at all: a favicon's sibling, a bookmark, a fragment answer. */
  readonly isEmpty: boolean
}

const single = ['code', 'state', 'iss', 'error', 'error_description', 'error_uri', 'session_state']
const notAskedFor = ['access_token', 'id_token', 'token', 'response']

/** Reads an answer, in the form of a query wherever it came. Nothing of it is trusted yet; a duplicate keeps its first value. */
export function parseCallback(query: string, via: ResponseMode = 'query'): CallbackReading {
  const parameters = new URLSearchParams(query)
  const error = parameters.get('error')
  const description = parameters.get('error_description')
  const uri = parameters.get('error_uri')
  return {
    via,
    code: parameters.get('code'),
    state: parameters.get('state'),
    iss: parameters.get('iss'),
    error: error === null ? null : plainText(error, 100),
    error_description: description === null ? null : plainText(description),
    error_uri: uri === null ? null : plainText(uri),
    duplicates: [...single, ...notAskedFor].filter((name) => parameters.getAll(name).length > 1),
    unexpected: notAskedFor.filter((name) => parameters.has(name)),
    isEmpty: ![...single, ...notAskedFor].some((name) => parameters.has(name)),
  }
}

/** What to do with a callback: only `ignored` leaves the run waiting for the right one. */
export type CallbackVerdict =
  | { readonly kind: 'ignored'; readonly reason: 'empty' | 'state_missing' | 'state_wrong' | 'state_twice' }
  | {
      readonly kind: 'refused'
      readonly reason: 'duplicates' | 'iss_wrong' | 'iss_missing' | 'unexpected' | 'code_missing'
    }
  | { readonly kind: 'provider_error' }
  | { readonly kind: 'accepted'; readonly code: string }

export type CallbackExpectation = {
  readonly state: string
  readonly issuer: string
  /** `authorization_response_iss_parameter_supported` of RFC 9207 §3. */
  readonly issAnnounced: boolean
}

/**
 * Judges a callback in the order that gives a stranger the least power: state first, so that nobody without
 * it can end the run; then iss, so that another provider's error is not taken for this one's (RFC 9207 §2.4).
 */
export function judgeCallback(reading: CallbackReading, expected: CallbackExpectation): CallbackVerdict {
  if (reading.isEmpty) return { kind: 'ignored', reason: 'empty' }
  if (reading.duplicates.includes('state')) return { kind: 'ignored', reason: 'state_twice' }
  if (reading.state === null) return { kind: 'ignored', reason: 'state_missing' }
  if (reading.state !== expected.state) return { kind: 'ignored', reason: 'state_wrong' }
  if (reading.duplicates.length > 0) return { kind: 'refused', reason: 'duplicates' }
  if (reading.iss !== null && reading.iss !== expected.issuer) return { kind: 'refused', reason: 'iss_wrong' }
  if (reading.iss === null && expected.issAnnounced) return { kind: 'refused', reason: 'iss_missing' }
  if (reading.error !== null) return { kind: 'provider_error' }
  if (reading.unexpected.length > 0) return { kind: 'refused', reason: 'unexpected' }
  if (reading.code === null || reading.code === '') return { kind: 'refused', reason: 'code_missing' }
  return { kind: 'accepted', code: reading.code }
}
