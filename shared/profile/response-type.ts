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

/** Values of `response_mode`; those with jwt ask for a signed answer (JARM §2.3). */
export const responseModes = [
  'query',
  'fragment',
  'form_post',
  'query.jwt',
  'fragment.jwt',
  'form_post.jwt',
  'jwt',
] as const

export type ExpectedAnswer = {
  readonly via: 'query' | 'fragment' | 'form_post'
  /** Whether it is a signed one. */
  readonly jarm: boolean
}

/** How the answer to these settings must come. */
export function expectedAnswer(flow: {
  readonly grant_type: string
  readonly response_type: ResponseType
  readonly response_mode: '' | (typeof responseModes)[number]
}): ExpectedAnswer {
  const byDefault = defaultResponseMode(responseTypeOf(flow))
  switch (flow.response_mode) {
    case '':
      return { via: byDefault, jarm: false }
    case 'jwt':
      return { via: byDefault, jarm: true }
    case 'query':
    case 'query.jwt':
      return { via: 'query', jarm: flow.response_mode !== 'query' }
    case 'fragment':
    case 'fragment.jwt':
      return { via: 'fragment', jarm: flow.response_mode !== 'fragment' }
    case 'form_post':
    case 'form_post.jwt':
      return { via: 'form_post', jarm: flow.response_mode !== 'form_post' }
  }
}

/** The response mode where none is sent: tokens never go in a query by default (OAuth Multiple Response Types §5). */
function defaultResponseMode(type: ResponseType): 'query' | 'fragment' {
  return type === 'code' ? 'query' : 'fragment'
}
