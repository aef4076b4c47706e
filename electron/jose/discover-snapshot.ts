import type { MetadataSnapshot } from '../../shared/profile/profile.ts'
import { type DiscoverOptions, discoverIssuer } from './discover-issuer.ts'
import { endpointNames } from './provider-metadata.ts'

const otherNames = [
  'scopes_supported',
  'grant_types_supported',
  'token_endpoint_auth_methods_supported',
  'token_endpoint_auth_signing_alg_values_supported',
  'code_challenge_methods_supported',
  'id_token_signing_alg_values_supported',
  'authorization_response_iss_parameter_supported',
] as const

/** Discovery, reduced to what a profile keeps so that it can be read offline. Errors as in `discoverIssuer`. */
export async function discoverSnapshot(
  issuer: string,
  { now, ...options }: DiscoverOptions & { readonly now: () => number },
): Promise<MetadataSnapshot> {
  const { metadata, url, form } = await discoverIssuer(issuer, options)
  const kept = [...endpointNames, ...otherNames].filter((name) => metadata[name] !== undefined)
  return {
    fetchedAt: now(),
    url,
    form,
    ...Object.fromEntries(kept.map((name) => [name, metadata[name]])),
  }
}
