import { partsOf, type ResponseType } from '../profile/response-type.ts'
import { plainText } from './plain-text.ts'
import { type JsonObject, readIdToken } from './read-id-token.ts'

/** How an answer was brought: the response modes of OAuth Multiple Response Types §2.1 and Form Post §2. */
export type ResponseMode = 'query' | 'fragment' | 'form_post'

/** A signed answer (JARM §2.1) as it came: read, and not believed before its signature is verified. */
export type SignedAnswer = {
  readonly token: string
  readonly header: JsonObject
  readonly claims: JsonObject
}

/** The answer of the authorization endpoint as it came in on the redirect URI (RFC 6749 §4.1.2, RFC 9207 §2). */
export type CallbackReading = {
  readonly via: ResponseMode
  /** Where the other members were read from; null for plain parameters. */
  readonly signed: SignedAnswer | null
  readonly code: string | null
  /** What the hybrid and implicit flows bring (OIDC Core §3.2.2.5, §3.3.2.5); secret, and not looked at here. */
  readonly idToken: string | null
  readonly accessToken: string | null
  readonly tokenType: string | null
  readonly expiresIn: string | null
  readonly scope: string | null
  readonly state: string | null
  readonly iss: string | null
  readonly error: string | null
  /** Plain text, cut to 500 characters. */
  readonly error_description: string | null
  readonly error_uri: string | null
  /** Names of response parameters that came more than once (RFC 6749 §3.1 forbids it). */
  readonly duplicates: readonly string[]
  /** Tokens, a code or a JARM answer that the response type did not ask for. */
  readonly unexpected: readonly string[]
  /** No parameter of an authorization response at all: a favicon's sibling, a bookmark, a fragment answer. */
  readonly isEmpty: boolean
}

const single = ['state', 'iss', 'error', 'error_description', 'error_uri', 'session_state']
const beside = ['token_type', 'expires_in', 'scope']
const results = ['code', 'access_token', 'id_token', 'token', 'response']

/** Reads an answer, in the form of a query wherever it came. Nothing of it is trusted yet; a duplicate keeps its first value. */
export function parseCallback(
  query: string,
  via: ResponseMode = 'query',
  { responseType = 'code', jarm = false }: AskedAnswer = {},
): CallbackReading {
  const outer = new URLSearchParams(query)
  const signed = jarm ? readSigned(outer) : null
  const parameters = signed === null ? outer : parametersOf(signed.claims)
  const asked = askedFor(responseType)
  const error = parameters.get('error')
  const description = parameters.get('error_description')
  const uri = parameters.get('error_uri')
  return {
    via,
    signed,
    code: parameters.get('code'),
    idToken: parameters.get('id_token'),
    accessToken: parameters.get('access_token'),
    tokenType: parameters.get('token_type'),
    expiresIn: parameters.get('expires_in'),
    scope: parameters.get('scope'),
    state: parameters.get('state'),
    iss: parameters.get('iss'),
    error: error === null ? null : plainText(error, 100),
    error_description: description === null ? null : plainText(description),
    error_uri: uri === null ? null : plainText(uri),
    duplicates: [...results, ...single, ...beside].filter((name) => parameters.getAll(name).length > 1),
    unexpected: [
      ...results.filter((name) => parameters.has(name) && !asked.includes(name)),
      // Nothing stands beside a signed answer, or it would be taken for signed (JARM §2.3).
      ...(signed === null ? [] : results.filter((name) => name !== 'response' && outer.has(name))),
    ],
    isEmpty: ![...results, ...single].some((name) => parameters.has(name)),
  }
}

/** The one signed answer; null where there is none that can be read. */
function readSigned(outer: URLSearchParams): SignedAnswer | null {
  const [token, ...more] = outer.getAll('response')
  if (token === undefined || more.length > 0) return null
  const reading = readIdToken(token)
  return reading.kind === 'jws' ? { token, header: reading.header, claims: reading.claims } : null
}

/** Claims that are no text or number are none of an answer's parameters. */
function parametersOf(claims: JsonObject): URLSearchParams {
  const parameters = new URLSearchParams()
  for (const name of [...results, ...single, ...beside]) {
    const value = Object.hasOwn(claims, name) ? claims[name] : undefined
    if (typeof value === 'string' || typeof value === 'number') parameters.set(name, String(value))
  }
  return parameters
}

/** The parameters that an answer of this type must hold. */
function askedFor(type: ResponseType): readonly string[] {
  const { code, id_token, token } = partsOf(type)
  return [...(code ? ['code'] : []), ...(id_token ? ['id_token'] : []), ...(token ? ['access_token'] : [])]
}

/** What was asked for and did not come. */
export function missingParts(reading: CallbackReading, type: ResponseType): readonly string[] {
  const found = { code: reading.code, id_token: reading.idToken, access_token: reading.accessToken }
  return askedFor(type).filter((name) => !found[name as keyof typeof found])
}

export type AskedAnswer = {
  /** Absent: code. */
  readonly responseType?: ResponseType
  /** Whether a signed answer was asked for. */
  readonly jarm?: boolean
}

/** What to do with a callback: only `ignored` leaves the run waiting for the right one. */
export type CallbackVerdict =
  | {
      readonly kind: 'ignored'
      /** `closed`: encrypted, and it cannot be opened. */
      readonly reason: 'empty' | 'closed' | 'state_missing' | 'state_wrong' | 'state_twice'
    }
  | {
      readonly kind: 'refused'
      readonly reason: 'duplicates' | 'iss_wrong' | 'iss_missing' | 'unexpected' | 'incomplete' | 'not_signed'
    }
  | { readonly kind: 'provider_error' }
  | { readonly kind: 'accepted' }

export type CallbackExpectation = {
  readonly state: string
  readonly issuer: string
  /** `authorization_response_iss_parameter_supported` of RFC 9207 §3. */
  readonly issAnnounced: boolean
} & AskedAnswer

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
  // A mode that promises a signature must not be answered without one; an error is harmless.
  if (expected.jarm === true && reading.signed === null && reading.error === null) {
    return { kind: 'refused', reason: 'not_signed' }
  }
  // An ID token beside the answer names the issuer too, under its signature (RFC 9207 §1, §4).
  const hasIssuer = reading.idToken !== null && partsOf(expected.responseType ?? 'code').id_token
  if (reading.iss === null && expected.issAnnounced && !hasIssuer) {
    return { kind: 'refused', reason: 'iss_missing' }
  }
  if (reading.error !== null) return { kind: 'provider_error' }
  if (reading.unexpected.length > 0) return { kind: 'refused', reason: 'unexpected' }
  const missing = missingParts(reading, expected.responseType ?? 'code')
  return missing.length > 0 ? { kind: 'refused', reason: 'incomplete' } : { kind: 'accepted' }
}
