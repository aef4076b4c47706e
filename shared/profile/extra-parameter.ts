import { z } from 'zod'

/** The requests that something can be added to by name, beside the first one of a grant. */
export const extendedRequests = [
  'pushed_authorization',
  'device_authorization',
  'token',
  'refresh',
  'userinfo',
  'introspection',
  'revocation',
] as const
export type ExtendedRequest = (typeof extendedRequests)[number]

export const parameterPlaces = ['body', 'query', 'header'] as const
export type ParameterPlace = (typeof parameterPlaces)[number]

/** Something the person adds to a request; names that this app sets itself are refused at run time. */
export const extraParameter = z.strictObject({
  name: z.string().min(1).max(128),
  value: z.string().max(4096),
  /** Absent: the first request of the grant, where its parameters go. */
  target: z.strictObject({ request: z.enum(extendedRequests), place: z.enum(parameterPlaces) }).optional(),
})
export type ExtraParameter = z.infer<typeof extraParameter>

/** What is added to the first request of the grant. */
export function firstParameters(parameters: readonly ExtraParameter[]): readonly ExtraParameter[] {
  return parameters.filter(({ target }) => target === undefined)
}

/** Headers that say who asks, to whom, or how the message is framed; those are not the person's to write (RFC 9110). */
const ownHeaders =
  /^(?:authorization|dpop|host|cookie|connection|content-(?:type|length|encoding)|transfer-encoding|upgrade|te|trailer|expect|keep-alive|proxy-.*)$/i

/** Why it cannot be added there; null where it can. */
export function targetProblem({ name, value, target }: ExtraParameter): string | null {
  if (target === undefined) return null
  if (target.request === 'userinfo' && target.place === 'body') return 'a userinfo request has no body'
  return target.place === 'header' ? headerProblem({ name, value }) : null
}

/** Why a person's header cannot be sent; null where it can. */
export function headerProblem({ name, value }: Pick<ExtraParameter, 'name' | 'value'>): string | null {
  if (!/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(name)) return `${JSON.stringify(name)} is no name of a header`
  if (ownHeaders.test(name)) return `the header ${name} is set by the run itself`
  return /^[\t\x20-\x7e]*$/.test(value) ? null : `the header ${name} holds characters that no header may`
}
