import { AppError } from '../../shared/error.ts'
import { checkMetadataIssuer } from '../../shared/oauth/check-callback.ts'
import { discoverIssuer } from '../jose/discover-issuer.ts'
import { createDpop } from './dpop.ts'
import { createConfiguration, type ProviderMetadata, type RunSession } from './run-session.ts'

/** Endpoints of the metadata, by their wire names (RFC 8414 §2, RFC 8628 §4, OpenID CIBA §4). */
export type EndpointName =
  | 'authorization_endpoint'
  | 'token_endpoint'
  | 'device_authorization_endpoint'
  | 'backchannel_authentication_endpoint'
  | 'pushed_authorization_request_endpoint'

/**
 * The first step of every run: the issuer's metadata, with the endpoints that the grant needs. Throws AppError
 * ERR_METADATA where one of them is not announced, ERR_URL_REFUSED where it must not be contacted, and those of
 * `discoverIssuer`.
 */
export async function discover(
  session: RunSession,
  needed: readonly EndpointName[],
): Promise<ProviderMetadata> {
  const { config, recorder } = session
  const key = recorder.begin('discovery', 'claimscope', 'provider')
  session.expect(key)
  try {
    const { metadata, form, url } = await discoverIssuer(config.issuer, {
      fetch: session.wire,
      allowHttp: config.allowHttp,
      signal: session.controller.signal,
    })
    for (const name of needed) {
      const endpoint = metadata[name]
      if (typeof endpoint !== 'string') {
        throw new AppError('ERR_METADATA', `this provider does not announce its ${name.replaceAll('_', ' ')}`)
      }
      session.assertAllowed(endpoint)
      if (name === 'authorization_endpoint') session.assertOpenable(endpoint)
    }
    const formName = form === 'openid' ? 'OpenID Connect discovery' : 'RFC 8414 metadata'
    recorder.addFact(key, 'Metadata', `${formName}, ${url}`)
    recorder.addFact(key, 'Issuer', 'equal to the one asked for, character by character')
    recorder.end(key, { note: `200 · ${formName}` })
    const configuration = createConfiguration(session, metadata)
    session.provider = { metadata, configuration }
    session.dpop = await createDpop(session, configuration, key)
    return metadata
  } catch (error) {
    if (error instanceof AppError && error.code === 'ERR_METADATA_ISSUER') {
      const found = String(error.details.found ?? 'another issuer')
      recorder.update({ checks: [checkMetadataIssuer(config.issuer, found)] })
    }
    throw error
  }
}
