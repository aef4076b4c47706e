import { z } from 'zod'

const address = z.string().max(2048).optional()
const names = (most: number) => z.array(z.string().max(256)).max(most).optional()
const flag = z.boolean().optional()

/** What the members below are at least; a snapshot without it was made when fewer of them were kept. */
export const snapshotEdition = 2

/** Members of the metadata that are kept as they came. Wire names (RFC 8414 §2, OpenID Connect Discovery 1.0 §3). */
export const announcedMembers = z.strictObject({
  authorization_endpoint: address,
  token_endpoint: address,
  userinfo_endpoint: address,
  revocation_endpoint: address,
  introspection_endpoint: address,
  end_session_endpoint: address,
  registration_endpoint: address,
  pushed_authorization_request_endpoint: address,
  device_authorization_endpoint: address,
  backchannel_authentication_endpoint: address,
  jwks_uri: address,
  scopes_supported: names(500),
  grant_types_supported: names(50),
  response_types_supported: names(50),
  response_modes_supported: names(50),
  token_endpoint_auth_methods_supported: names(50),
  token_endpoint_auth_signing_alg_values_supported: names(50),
  code_challenge_methods_supported: names(20),
  authorization_response_iss_parameter_supported: flag,
  authorization_signing_alg_values_supported: names(50),
  require_pushed_authorization_requests: flag,
  require_signed_request_object: flag,
  request_parameter_supported: flag,
  request_uri_parameter_supported: flag,
  request_object_signing_alg_values_supported: names(50),
  request_object_encryption_alg_values_supported: names(50),
  request_object_encryption_enc_values_supported: names(50),
  claims_parameter_supported: flag,
  prompt_values_supported: names(50),
  acr_values_supported: names(200),
  authorization_details_types_supported: names(200),
  subject_types_supported: names(20),
  id_token_signing_alg_values_supported: names(50),
  userinfo_signing_alg_values_supported: names(50),
  introspection_signing_alg_values_supported: names(50),
  dpop_signing_alg_values_supported: names(50),
  tls_client_certificate_bound_access_tokens: flag,
  backchannel_token_delivery_modes_supported: names(20),
})
export type AnnouncedMembers = z.infer<typeof announcedMembers>
export type AnnouncedName = keyof AnnouncedMembers

/** In the order in which they are shown. */
export const announcedNames = Object.keys(announcedMembers.shape) as readonly AnnouncedName[]

/** What discovery found, kept so that a profile can be read offline. */
export const metadataSnapshot = announcedMembers.extend({
  /** Unix milliseconds. */
  fetchedAt: z.number(),
  /** The address that answered. */
  url: z.string().max(2048),
  form: z.enum(['openid', 'oauth']),
  edition: z.int().optional(),
  /** Members that are announced in a form that cannot be used here; they are not among the others. */
  unreadable: z.array(z.string().max(100)).max(announcedNames.length).optional(),
})
export type MetadataSnapshot = z.infer<typeof metadataSnapshot>

/** Each member by itself: one of another type or beyond all measure is named, and the others are kept. */
export function readAnnounced(metadata: Readonly<Record<string, unknown>>): {
  readonly members: AnnouncedMembers
  readonly unreadable: readonly AnnouncedName[]
} {
  const there = announcedNames.filter((name) => Object.hasOwn(metadata, name) && metadata[name] !== undefined)
  const unreadable = there.filter((name) => !announcedMembers.shape[name].safeParse(metadata[name]).success)
  const usable = there.filter((name) => !unreadable.includes(name)).map((name) => [name, metadata[name]])
  return { members: announcedMembers.parse(Object.fromEntries(usable)), unreadable }
}
