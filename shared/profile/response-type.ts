/** Values of `response_type` (OAuth Multiple Response Types §3, §5; RFC 6749 §3.1.1), by the grant that they belong to. */
export const codeResponseTypes = ['code', 'code id_token', 'code token', 'code id_token token'] as const
export const implicitResponseTypes = ['id_token token', 'id_token', 'token'] as const
export const responseTypes = [...codeResponseTypes, ...implicitResponseTypes] as const
export type ResponseType = (typeof responseTypes)[number]

/** The response types of a grant; the first is what is sent where the kept one belongs to another grant. */
export function responseTypesOf(grantType: string): readonly ResponseType[] {
  return grantType === 'implicit' ? implicitResponseTypes : codeResponseTypes
}

export function responseTypeOf(flow: {
  readonly grant_type: string
  readonly response_type: ResponseType
}): ResponseType {
  const own = responseTypesOf(flow.grant_type)
  return own.find((type) => type === flow.response_type) ?? own[0] ?? 'code'
}

/** What comes back through the browser. */
export type ResponseParts = { readonly code: boolean; readonly id_token: boolean; readonly token: boolean }

export function partsOf(type: ResponseType): ResponseParts {
  const parts = type.split(' ')
  return {
    code: parts.includes('code'),
    id_token: parts.includes('id_token'),
    token: parts.includes('token'),
  }
}

/** The response mode where none is sent: tokens never go in a query by default (OAuth Multiple Response Types §5). */
export function defaultResponseMode(type: ResponseType): 'query' | 'fragment' {
  return type === 'code' ? 'query' : 'fragment'
}
