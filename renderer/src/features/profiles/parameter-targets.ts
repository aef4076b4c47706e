import {
  type ExtendedRequest,
  type ExtraParameter,
  extendedRequests,
  parameterPlaces,
} from '../../../../shared/profile/extra-parameter.ts'

/** `first`, or the request and the place, for example `token:header`. */
type TargetValue = string

const labels: Readonly<Record<ExtendedRequest, string>> = {
  pushed_authorization: 'pushed request',
  device_authorization: 'device request',
  token: 'token request',
  refresh: 'refresh',
  userinfo: 'userinfo',
  introspection: 'introspection',
  revocation: 'revocation',
}

/** Where a parameter can go; a userinfo request has no body (OIDC Core §5.3.1). */
export function targetOptions(
  withBrowser: boolean,
): readonly { readonly value: TargetValue; readonly label: string }[] {
  return [
    { value: 'first', label: withBrowser ? 'authorization request' : 'first request' },
    ...extendedRequests.flatMap((request) =>
      parameterPlaces
        .filter((place) => request !== 'userinfo' || place !== 'body')
        .map((place) => ({ value: `${request}:${place}`, label: `${labels[request]}, ${place}` })),
    ),
  ]
}

export function targetValue({ target }: ExtraParameter): TargetValue {
  return target === undefined ? 'first' : `${target.request}:${target.place}`
}

/** The parameter, sent there. */
export function withTarget({ name, value }: ExtraParameter, chosen: TargetValue): ExtraParameter {
  const [request, place] = chosen.split(':')
  const known = extendedRequests.find((each) => each === request)
  const where = parameterPlaces.find((each) => each === place)
  return known === undefined || where === undefined
    ? { name, value }
    : { name, value, target: { request: known, place: where } }
}
