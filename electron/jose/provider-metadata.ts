import { z } from 'zod'
import { AppError } from '../../shared/error.ts'
import { parseFetchableUrl } from './fetchable-url.ts'

const text = z.string().max(2048)
const names = z.array(z.string().max(256)).max(500)

/** The members this app uses (OpenID Connect Discovery 1.0 §3, RFC 8414 §2); all others are kept as they are. */
const metadataSchema = z.looseObject({
  issuer: text,
  authorization_endpoint: text.optional(),
  token_endpoint: text.optional(),
  userinfo_endpoint: text.optional(),
  revocation_endpoint: text.optional(),
  introspection_endpoint: text.optional(),
  end_session_endpoint: text.optional(),
  registration_endpoint: text.optional(),
  jwks_uri: text.optional(),
  scopes_supported: names.optional(),
  grant_types_supported: names.optional(),
  token_endpoint_auth_methods_supported: names.optional(),
  token_endpoint_auth_signing_alg_values_supported: names.optional(),
  code_challenge_methods_supported: names.optional(),
  id_token_signing_alg_values_supported: names.optional(),
  authorization_response_iss_parameter_supported: z.boolean().optional(),
  /** RFC 8705 §5: where to go with a client certificate. */
  mtls_endpoint_aliases: z.looseObject({ token_endpoint: text.optional() }).optional(),
})
export type ProviderMetadata = z.infer<typeof metadataSchema>

export const endpointNames = [
  'authorization_endpoint',
  'token_endpoint',
  'userinfo_endpoint',
  'revocation_endpoint',
  'introspection_endpoint',
  'end_session_endpoint',
  'jwks_uri',
] as const

/**
 * Metadata that belongs to this issuer: `issuer` is equal character by character (OpenID Connect Discovery 1.0 §4.3,
 * RFC 8414 §3.3), and every endpoint is https, or http where the issuer itself may be.
 * Throws AppError: ERR_METADATA, ERR_METADATA_ISSUER.
 */
export function parseProviderMetadata(
  value: unknown,
  issuer: string,
  httpAllowed: boolean,
): ProviderMetadata {
  const parsed = metadataSchema.safeParse(value)
  if (!parsed.success) {
    const problem = parsed.error.issues[0]
    const field = problem?.path.join('.') ?? ''
    throw new AppError(
      'ERR_METADATA',
      field ? `${field}: ${problem?.message}` : 'the metadata is not a JSON object',
      {
        details: { field },
      },
    )
  }
  const metadata = parsed.data
  if (metadata.issuer !== issuer) {
    throw new AppError(
      'ERR_METADATA_ISSUER',
      `the server calls itself ${metadata.issuer}; ${issuer} was asked for`,
      {
        details: { expected: issuer, found: metadata.issuer },
      },
    )
  }
  for (const name of endpointNames) {
    const endpoint = metadata[name]
    if (endpoint !== undefined) checkEndpoint(name, endpoint, httpAllowed)
  }
  return metadata
}

/** A distant issuer must not send this app to plain http addresses, least of all to services of this machine. */
function checkEndpoint(name: string, endpoint: string, httpAllowed: boolean): void {
  let reason: string | null = null
  try {
    const url = parseFetchableUrl(endpoint, { allowHttp: httpAllowed })
    if (url.protocol === 'http:' && !httpAllowed) reason = 'https is expected'
  } catch (error) {
    reason = error instanceof AppError ? error.message : 'this is not a URL'
  }
  if (reason === null) return
  throw new AppError('ERR_METADATA', `${name} is ${endpoint.slice(0, 300)}: ${reason}`, {
    details: { field: name },
  })
}
