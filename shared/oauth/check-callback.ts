import { type ExpectedAnswer, partsOf, type ResponseType } from '../profile/response-type.ts'
import type { Check } from '../verdict/check.ts'
import { type CallbackReading, missingParts } from './callback.ts'
import { failed, notChecked, passed } from './flow-check.ts'
import { plainText } from './plain-text.ts'

/** What the metadata said that the checks need; wire names of RFC 8414 §2 and RFC 9207 §3. */
export type AnnouncedMetadata = {
  readonly issuer: string
  readonly code_challenge_methods_supported?: readonly string[]
  readonly id_token_signing_alg_values_supported?: readonly string[]
  readonly authorization_signing_alg_values_supported?: readonly string[]
  readonly authorization_response_iss_parameter_supported?: boolean
}

export type CallbackEvidence = {
  readonly state: string
  readonly callback: CallbackReading
  /** As sent; absent: S256. */
  readonly codeChallengeMethod?: 'S256' | 'plain' | 'none'
  /** Absent: as a code comes by default. */
  readonly answer?: ExpectedAnswer
  /** Whether a response mode was sent. */
  readonly modeAsked?: boolean
  /** Absent: code. */
  readonly responseType?: ResponseType
}

/** What can be checked before any code is sent. */
export function checkCallback(
  metadata: AnnouncedMetadata,
  {
    state,
    callback,
    codeChallengeMethod = 'S256',
    answer = { via: 'query', jarm: false },
    modeAsked = false,
    responseType = 'code',
  }: CallbackEvidence,
): readonly Check[] {
  return [
    ...(partsOf(responseType).code
      ? [checkPkce(metadata.code_challenge_methods_supported, codeChallengeMethod)]
      : []),
    checkState(state, callback),
    checkIss(metadata, callback, responseType),
    ...checkResponseMode(answer, modeAsked, callback),
    ...checkShape(callback, responseType),
  ]
}

export function checkMetadataIssuer(asked: string, found: string): Check {
  const spec = 'RFC 8414 §3.3'
  const facts = { expected: asked, found: plainText(found) }
  return asked === found
    ? passed('metadata_issuer', spec, facts)
    : failed('metadata_issuer', spec, 'METADATA_ISSUER', facts)
}

export function checkPkce(
  methods: readonly string[] | undefined,
  sent: 'S256' | 'plain' | 'none' = 'S256',
): Check {
  const spec = 'RFC 9700 §2.1.1'
  if (sent === 'none') return notChecked('pkce', spec, 'this run was made without PKCE', 'PKCE')
  if (methods === undefined) {
    return notChecked('pkce', spec, 'the metadata does not say whether the provider checks PKCE', 'PKCE')
  }
  const facts = { expected: sent, found: plainText(methods.join(' ')) || 'none' }
  return methods.includes(sent) ? passed('pkce', spec, facts) : failed('pkce', spec, 'PKCE', facts)
}

function checkState(expected: string, callback: CallbackReading): Check {
  const spec = 'RFC 6749 §10.12'
  if (callback.duplicates.includes('state')) {
    return failed('state', spec, 'STATE', { expected, found: 'state came twice' })
  }
  const found = callback.state === null ? 'nothing' : plainText(callback.state)
  return callback.state === expected
    ? passed('state', spec, { expected, found })
    : failed('state', spec, 'STATE', { expected, found })
}

function checkIss(metadata: AnnouncedMetadata, callback: CallbackReading, type: ResponseType): Check {
  const spec = 'RFC 9207 §2.4'
  const expected = metadata.issuer
  if (callback.iss !== null) {
    const facts = { expected, found: plainText(callback.iss) }
    return callback.iss === expected
      ? passed('callback_iss', spec, facts)
      : failed('callback_iss', spec, 'ISSUER', facts)
  }
  if (callback.idToken !== null && partsOf(type).id_token) {
    return notChecked('callback_iss', spec, 'none came; the ID token in the answer names the issuer instead')
  }
  if (metadata.authorization_response_iss_parameter_supported) {
    return failed('callback_iss', spec, 'ISSUER', { expected, found: 'nothing' })
  }
  return notChecked('callback_iss', spec, 'the provider does not announce iss in its answer and sent none')
}

/** Present where a mode was asked for, or the answer came by another way than such an answer comes by default. */
function checkResponseMode(
  { via, jarm }: ExpectedAnswer,
  modeAsked: boolean,
  callback: CallbackReading,
): readonly Check[] {
  const nameOf = (way: string, isSigned: boolean) => (isSigned ? `${way}.jwt` : way)
  const expected = nameOf(via, jarm)
  const found = nameOf(callback.via, callback.signed !== null)
  const spec = jarm
    ? 'JARM §2.3'
    : via === 'form_post'
      ? 'OAuth Form Post §2'
      : 'OAuth Multiple Response Types §2.1'
  if (found !== expected) return [failed('response_mode', spec, 'CALLBACK', { expected, found })]
  return modeAsked ? [passed('response_mode', spec, { expected, found })] : []
}

/** Only present when something is wrong, so that a clean answer's list stays short. */
function checkShape(callback: CallbackReading, type: ResponseType): readonly Check[] {
  const twice = callback.duplicates.filter((name) => name !== 'state')
  if (twice.length > 0) {
    return [
      failed('callback', 'RFC 6749 §3.1', 'CALLBACK', {
        expected: 'each parameter once',
        found: `${twice.join(', ')} more than once`,
      }),
    ]
  }
  if (callback.error === null && callback.unexpected.length > 0) {
    return [
      failed('callback', 'RFC 6749 §4.1.2', 'CALLBACK', {
        expected: type === 'code' ? 'a code' : `an answer to ${type}`,
        found: callback.unexpected.join(', '),
      }),
    ]
  }
  const missing = callback.error === null ? missingParts(callback, type) : []
  if (missing.length > 0) {
    const expected = type === 'code' ? 'a code or an error' : `${type.split(' ').join(', ')} or an error`
    const found = type === 'code' ? 'neither' : `without ${missing.join(', ')}`
    return [failed('callback', 'RFC 6749 §4.1.2', 'CALLBACK', { expected, found })]
  }
  return []
}
