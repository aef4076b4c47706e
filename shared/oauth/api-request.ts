import { z } from 'zod'
import { headerProblem } from '../profile/extra-parameter.ts'

export const apiMethods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const

/** A request that a person enters for a run's token. The token is no part of it. */
export const apiRequest = z.strictObject({
  method: z.enum(apiMethods),
  url: z.string().trim().min(1).max(8192),
  headers: z.array(z.strictObject({ name: z.string().min(1).max(128), value: z.string().max(8192) })).max(50),
  /** Empty: none. */
  body: z.string().max(256 * 1024),
  /** How the token is presented; `as_issued`: with a DPoP proof where the run has a key, else as a bearer token. */
  scheme: z.enum(['as_issued', 'bearer']),
})
export type ApiRequest = z.infer<typeof apiRequest>

/** Why the request cannot be sent as it is entered; null where it can. Where it may go is decided elsewhere. */
export function apiRequestProblem({ method, url, headers, body }: ApiRequest): string | null {
  if (!URL.canParse(url)) return 'the address is no URL; it begins with https://'
  const { searchParams } = new URL(url)
  // It would stand in every log on the way (RFC 9700 §4.3.2).
  if ([...searchParams.keys()].some((name) => name.toLowerCase() === 'access_token')) {
    return 'a token is never sent in the address: take access_token out of the query'
  }
  if (body !== '' && (method === 'GET' || method === 'HEAD')) return `a ${method} request has no body`
  for (const header of headers) {
    // Of a form the library sets it; here the person's body is what it says it is.
    const isType = header.name.toLowerCase() === 'content-type'
    const problem = headerProblem(isType ? { ...header, name: 'x' } : header)
    if (problem !== null) return problem
  }
  return null
}

/** The lines of a text field as headers, `Name: value` each; null where a line is none. */
export function parseHeaderLines(text: string): ApiRequest['headers'] | null {
  const lines = text.split('\n').filter((line) => line.trim() !== '')
  const headers = lines.map((line) => {
    const at = line.indexOf(':')
    return { name: line.slice(0, Math.max(at, 0)).trim(), value: line.slice(at + 1).trim() }
  })
  return headers.every(({ name }) => name !== '') ? headers : null
}
