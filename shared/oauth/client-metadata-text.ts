import { type JsonProblem, readJson } from '../token/json-text.ts'
import type { JsonObject } from './read-id-token.ts'

export type ClientMetadataText =
  | { readonly kind: 'metadata'; readonly metadata: JsonObject }
  | { readonly kind: 'problem'; readonly message: string; readonly problems: readonly JsonProblem[] }

/** Members of a JWK that make it a private or a secret one (RFC 7518 §6, RFC 9964 §4). */
const privateMembers = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k', 'priv']

/** What only the provider says, and an update must not send back (RFC 7592 §2.2). */
const answeredMembers = [
  'registration_access_token',
  'registration_client_uri',
  'client_secret_expires_at',
  'client_id_issued_at',
]

/**
 * Client metadata as it is written (RFC 7591 §2): one JSON object without a member twice, and without private keys,
 * which no provider needs.
 */
export function readClientMetadata(text: string): ClientMetadataText {
  const { problems, isObject } = readJson(text)
  const wrong = problems.filter(({ severity }) => severity === 'error')
  const [first] = wrong
  if (first || !isObject) {
    return { kind: 'problem', message: first?.message ?? 'This is not a JSON object.', problems: wrong }
  }
  const metadata = JSON.parse(text) as JsonObject
  if (holdsPrivateKey(metadata)) {
    const message = 'jwks holds a private key or a secret. Only public keys go to a provider.'
    return { kind: 'problem', message, problems: [] }
  }
  return { kind: 'metadata', metadata }
}

/** What of a registration's answer is sent back when it is changed: without secrets and without what is the provider's. */
export function changeableMetadata(answer: JsonObject): JsonObject {
  const not = [...answeredMembers, 'client_id', 'client_secret']
  return Object.fromEntries(Object.entries(answer).filter(([name]) => !not.includes(name)))
}

function holdsPrivateKey({ jwks }: JsonObject): boolean {
  if (typeof jwks !== 'object' || jwks === null) return false
  const { keys } = jwks as JsonObject
  const list: readonly unknown[] = Array.isArray(keys) ? keys : []
  return [jwks, ...list].some(
    (key) =>
      typeof key === 'object' && key !== null && privateMembers.some((name) => Object.hasOwn(key, name)),
  )
}
