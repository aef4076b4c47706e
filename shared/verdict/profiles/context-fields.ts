import type { ValidationContext, ValidationProfile } from '../verification.ts'

export type ContextField = keyof ValidationContext

/** What each profile compares with. A field of another profile would be given in vain, and nothing checked by it. */
export const contextFields: Readonly<Record<ValidationProfile, readonly ContextField[]>> = {
  generic: [],
  id_token: ['client_id', 'access_token', 'code', 'state', 'max_age', 'acr_values'],
  access_token: ['client_id', 'scope', 'max_age', 'jkt'],
  logout_token: ['client_id'],
  client_assertion: ['client_id', 'token_endpoint'],
  dpop_proof: ['htm', 'htu', 'access_token', 'jkt'],
  request_object: ['client_id', 'state', 'scope'],
  jarm: ['client_id', 'state', 'code'],
  sd_jwt_vc: [],
}

/** Key binding belongs to the form of the token (RFC 9901 §7.3), whatever it is validated as. */
export const keyBindingFields: readonly ContextField[] = ['kb_aud', 'kb_nonce', 'kb_required']

export const profileTitles: Readonly<Record<ValidationProfile, string>> = {
  generic: 'Any JWT',
  id_token: 'ID token',
  access_token: 'Access token (RFC 9068)',
  logout_token: 'Logout token',
  client_assertion: 'Client assertion',
  dpop_proof: 'DPoP proof',
  request_object: 'Request object',
  jarm: 'JARM response',
  sd_jwt_vc: 'SD-JWT VC',
}

/** Every profile, in the order in which they are offered. */
export const validationProfiles = Object.keys(profileTitles) as readonly ValidationProfile[]

/** Whether a value names a profile. */
export function isValidationProfile(value: unknown): value is ValidationProfile {
  return typeof value === 'string' && Object.hasOwn(profileTitles, value)
}

/** The most characters of a text that came with a token; what `validationContext` accepts, for code without schemas. */
export function longestContext(field: ContextField): number {
  return field === 'access_token' ? 1_000_000 : 4096
}
