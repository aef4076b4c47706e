import { AppError } from '../../shared/error.ts'
import { readWebfinger } from '../../shared/oauth/check-webfinger.ts'
import type { FoundIssuers } from '../../shared/oauth/found-issuers.ts'
import { webfingerTarget } from '../../shared/profile/webfinger-target.ts'
import type { FetchLike } from '../net/limited-fetch.ts'
import { fetchJson } from './fetch-json.ts'
import { parseFetchableUrl } from './fetchable-url.ts'

/**
 * Asks the host of an address who its people sign in at (OpenID Connect Discovery 1.0 §2). One request, to that host
 * alone. Throws AppError: ERR_INPUT for an address that is none, and those of `fetchJson`.
 */
export async function findIssuers(
  input: string,
  { fetch, signal }: { readonly fetch: FetchLike; readonly signal?: AbortSignal | undefined },
): Promise<FoundIssuers> {
  const target = webfingerTarget(input)
  if (target.kind === 'problem') {
    throw new AppError('ERR_INPUT', target.message, { details: { field: 'address' } })
  }
  const url = parseFetchableUrl(target.url)
  const { value } = await fetchJson(url, { fetch, signal })
  const isLocal = url.protocol === 'http:'
  const reading = readWebfinger(value, { resource: target.resource, host: target.host, isLocal })
  return { ...reading, resource: target.resource, url: url.href }
}
