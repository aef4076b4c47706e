import type { AnnouncedMetadata } from '../../shared/oauth/check-callback.ts'
import type { ProviderMetadata } from './run-session.ts'

/** The members the checks read; absent ones stay absent. */
export function announced(metadata: ProviderMetadata): AnnouncedMetadata {
  const {
    code_challenge_methods_supported: methods,
    id_token_signing_alg_values_supported: algs,
    authorization_response_iss_parameter_supported: iss,
    authorization_signing_alg_values_supported: jarmAlgs,
  } = metadata
  return {
    issuer: metadata.issuer,
    ...(methods === undefined ? {} : { code_challenge_methods_supported: methods }),
    ...(algs === undefined ? {} : { id_token_signing_alg_values_supported: algs }),
    ...(isNames(jarmAlgs) ? { authorization_signing_alg_values_supported: jarmAlgs } : {}),
    ...(iss === undefined ? {} : { authorization_response_iss_parameter_supported: iss }),
  }
}

function isNames(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((each) => typeof each === 'string')
}
