import type { StepId } from '../../shared/oauth/run.ts'
import type { ExtendedRequest, ExtraParameter } from '../../shared/profile/extra-parameter.ts'

const requestOfStep: Partial<Record<StepId, ExtendedRequest>> = {
  pushed_authorization: 'pushed_authorization',
  device_authorization: 'device_authorization',
  token: 'token',
  poll: 'token',
  refresh: 'refresh',
  userinfo: 'userinfo',
  introspect: 'introspection',
  revoke: 'revocation',
}

export type Outgoing = { readonly url: string; readonly init: RequestInit }

export type Extensions = {
  readonly parameters: readonly ExtraParameter[]
  /** Of the header that token requests carry; null: none. */
  readonly origin: string | null
}

/**
 * The request of that step with what the person adds to it. Done after the client made the request, so that no library
 * has to know of it; what the client set itself stays as it is.
 */
export function extendRequest(
  { url, init }: Outgoing,
  step: StepId | undefined,
  { parameters, origin }: Extensions,
): Outgoing {
  const request = step === undefined ? undefined : requestOfStep[step]
  const added = parameters.filter(({ target }) => target !== undefined && target.request === request)
  const withOrigin = origin !== null && (request === 'token' || request === 'refresh')
  if (added.length === 0 && !withOrigin) return { url, init }
  const address = new URL(url)
  const headers = new Headers(init.headers)
  const body = init.body instanceof URLSearchParams ? new URLSearchParams(init.body) : null
  for (const { name, value, target } of added) {
    if (target?.place === 'query') address.searchParams.append(name, value)
    else if (target?.place === 'header') headers.append(name, value)
    else body?.append(name, value)
  }
  if (withOrigin) headers.set('origin', origin)
  return { url: address.href, init: { ...init, headers, ...(body === null ? {} : { body }) } }
}
