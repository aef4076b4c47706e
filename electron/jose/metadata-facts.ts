import type { MetadataFacts } from '../../shared/lint/lint-context.ts'
import type { ProviderMetadata } from './provider-metadata.ts'

const maxNames = 100

/** What the lint rules may know of an issuer's metadata (OIDC Discovery §3, RFC 8414 §2, JARM §4). */
export function metadataFacts(metadata: ProviderMetadata): MetadataFacts {
  const { issuer, token_endpoint, id_token_signing_alg_values_supported: idToken } = metadata
  // Kept as it came, so of any type.
  const jarm = namesOf(metadata.authorization_signed_response_alg_values_supported)
  return {
    issuer,
    ...(token_endpoint === undefined ? {} : { token_endpoint }),
    ...(idToken === undefined ? {} : { id_token_signing_alg_values_supported: idToken.slice(0, maxNames) }),
    ...(jarm === null ? {} : { authorization_signed_response_alg_values_supported: jarm }),
  }
}

function namesOf(value: unknown): readonly string[] | null {
  if (!Array.isArray(value)) return null
  return value
    .filter((name): name is string => typeof name === 'string' && name.length <= 256)
    .slice(0, maxNames)
}
