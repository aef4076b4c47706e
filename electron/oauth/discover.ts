import { AppError } from '../../shared/error.ts'
import { checkMetadataIssuer } from '../../shared/oauth/check-callback.ts'
import type { RunConfig } from '../../shared/oauth/run-config.ts'
import type { Endpoints } from '../../shared/profile/endpoints.ts'
import { discoverIssuer } from '../jose/discover-issuer.ts'
import { parseFetchableUrl } from '../jose/fetchable-url.ts'
import { parseProviderMetadata } from '../jose/provider-metadata.ts'
import { createConfiguration } from './create-configuration.ts'
import { createDpop } from './dpop.ts'
import type { ProviderMetadata, RunSession } from './run-session.ts'

/** Endpoints of the metadata, by their wire names (RFC 8414 §2, RFC 8628 §4, OpenID CIBA §4). */
export type EndpointName =
  | 'authorization_endpoint'
  | 'token_endpoint'
  | 'device_authorization_endpoint'
  | 'backchannel_authentication_endpoint'
  | 'pushed_authorization_request_endpoint'
  | 'registration_endpoint'

/**
 * The first step of every run: the issuer's metadata, or in its place the endpoints that the profile names, with those
 * that the grant needs, and openid-client's view of it. Errors as of `discoverMetadata`.
 */
export async function discover(
  session: RunSession,
  needed: readonly EndpointName[],
): Promise<ProviderMetadata> {
  const { key, metadata } = await discoverMetadata(session, needed)
  const configuration = createConfiguration(session, metadata)
  session.provider = { metadata, configuration }
  session.dpop = await createDpop(session, configuration, key)
  return metadata
}

/**
 * The metadata alone, for who is no client yet, with the key of the step that tells of it. Throws AppError
 * ERR_METADATA where an endpoint that is needed is not announced, ERR_URL_REFUSED where it must not be contacted, and
 * those of `discoverIssuer`.
 */
export async function discoverMetadata(
  session: RunSession,
  needed: readonly EndpointName[],
): Promise<{ readonly key: string; readonly metadata: ProviderMetadata }> {
  const { config, recorder } = session
  const described = config.endpoints ?? null
  const key =
    described === null
      ? recorder.begin('discovery', 'claimscope', 'provider')
      : recorder.begin('discovery', 'claimscope', 'claimscope')
  session.expect(key)
  try {
    const { metadata, note } =
      described === null ? await askIssuer(session, key) : readProfile(config, described)
    for (const name of needed) {
      const endpoint = metadata[name]
      if (typeof endpoint !== 'string') {
        const what = name.replaceAll('_', ' ')
        throw new AppError(
          'ERR_METADATA',
          described === null
            ? `this provider does not announce its ${what}`
            : `this profile describes its provider by hand, and without ${what}`,
          { details: { field: `endpoints.${name}` } },
        )
      }
      session.assertAllowed(endpoint)
      if (name === 'authorization_endpoint') session.assertOpenable(endpoint)
    }
    recorder.end(key, { note })
    return { key, metadata }
  } catch (error) {
    if (error instanceof AppError && error.code === 'ERR_METADATA_ISSUER') {
      const found = String(error.details.found ?? 'another issuer')
      recorder.update({ checks: [checkMetadataIssuer(config.issuer, found)] })
    }
    throw error
  }
}

async function askIssuer(session: RunSession, key: string) {
  const { config, recorder, controller } = session
  const { metadata, form, url } = await discoverIssuer(config.issuer, {
    fetch: session.wire,
    allowHttp: config.allowHttp,
    signal: controller.signal,
  })
  const formName = form === 'openid' ? 'OpenID Connect discovery' : 'RFC 8414 metadata'
  recorder.addFact(key, 'Metadata', `${formName}, ${url}`)
  recorder.addFact(key, 'Issuer', 'equal to the one asked for, character by character')
  return { metadata, note: `200 · ${formName}` }
}

/** As if the issuer had said so, with the same rules for addresses; what it really is was not asked. */
function readProfile({ issuer, allowHttp }: RunConfig, endpoints: Endpoints) {
  const { protocol } = parseFetchableUrl(issuer, { allowHttp })
  const metadata = parseProviderMetadata({ issuer, ...endpoints }, issuer, protocol === 'http:')
  return { metadata, note: 'endpoints of the profile · the provider was not asked' }
}
