import { AppError } from '../../shared/error.ts'
import type { NetworkRequest } from '../../shared/verdict/verification.ts'
import type { FetchLike } from '../net/limited-fetch.ts'
import { fetchJson } from './fetch-json.ts'
import { parseFetchableUrl } from './fetchable-url.ts'
import { type ProviderMetadata, parseProviderMetadata } from './provider-metadata.ts'

export type DiscoverOptions = {
  readonly fetch: FetchLike
  /** The person allowed plain http for this issuer. */
  readonly allowHttp?: boolean | undefined
  readonly signal?: AbortSignal | undefined
  /** Told of every request as it ends, also where discovery fails. */
  readonly onRequest?: ((request: NetworkRequest) => void) | undefined
}

export type Discovery = {
  readonly metadata: ProviderMetadata
  /** The address that answered. */
  readonly url: string
  readonly form: 'openid' | 'oauth'
  readonly requests: readonly NetworkRequest[]
}

/**
 * Finds the issuer's metadata: OpenID Connect Discovery 1.0 §4, then RFC 8414 §3. Throws AppError: ERR_URL_REFUSED,
 * ERR_METADATA, ERR_METADATA_ISSUER, ERR_HTTP_STATUS, ERR_NOT_JSON, ERR_REDIRECTED and those of `limitedFetch`.
 * Nothing in the answer is trusted beyond belonging to this issuer as TLS proves it.
 */
export async function discoverIssuer(issuer: string, options: DiscoverOptions): Promise<Discovery> {
  const base = parseFetchableUrl(issuer, { allowHttp: options.allowHttp === true })
  if (/[?#]/.test(issuer)) {
    throw new AppError('ERR_URL_REFUSED', 'an issuer has no query and no fragment', {
      details: { url: issuer },
    })
  }
  const httpAllowed = base.protocol === 'http:'
  const requests: NetworkRequest[] = []
  const onRequest = (request: NetworkRequest) => {
    requests.push(request)
    options.onRequest?.(request)
  }
  const get = async (form: Discovery['form']): Promise<Discovery> => {
    const url = wellKnown(base, form)
    const { value } = await fetchJson(url, { fetch: options.fetch, signal: options.signal, onRequest })
    return { metadata: parseProviderMetadata(value, issuer, httpAllowed), url: url.href, form, requests }
  }
  try {
    return await get('openid')
  } catch (first) {
    if (!tellsOfAnotherForm(first)) throw first
    try {
      return await get('oauth')
    } catch (second) {
      throw moreTelling(first, second)
    }
  }
}

/** The issuer's path goes before the well-known name in OpenID, after it in RFC 8414 §3.1. */
function wellKnown(base: URL, form: Discovery['form']): URL {
  const path = base.pathname.replace(/\/$/, '')
  return new URL(
    form === 'openid'
      ? `${base.origin}${path}/.well-known/openid-configuration`
      : `${base.origin}/.well-known/oauth-authorization-server${path}`,
  )
}

/** Nothing usable stands at the first address; a wrong issuer or no connection would not get better at the second. */
function tellsOfAnotherForm(error: unknown): boolean {
  return (
    error instanceof AppError && ['ERR_HTTP_STATUS', 'ERR_NOT_JSON', 'ERR_REDIRECTED'].includes(error.code)
  )
}

/** A plain "not found" says less than what the other address answered. */
function moreTelling(first: unknown, second: unknown): unknown {
  const notFound = (error: unknown) =>
    error instanceof AppError && error.code === 'ERR_HTTP_STATUS' && error.details.status === 404
  return notFound(first) && !notFound(second) ? second : first
}
