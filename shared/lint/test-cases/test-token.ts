import { encodeBase64url } from '../../token/base64url.ts'
import type { LintContext } from '../lint-context.ts'

/** A token that a rule must speak of, or must look at and be silent. */
export type Case = { readonly token: string; readonly context?: LintContext }
export type RuleCases = Readonly<
  Record<string, { readonly bad: readonly Case[]; readonly good: readonly Case[] }>
>

export const now = 1_800_000_000

export function encode(value: unknown): string {
  return encodeBase64url(new TextEncoder().encode(typeof value === 'string' ? value : JSON.stringify(value)))
}

export const bytes = (length: number, fill = 7): string => encodeBase64url(new Uint8Array(length).fill(fill))

type Members = Readonly<Record<string, unknown>>

/** A compact JWS whose signature is only bytes: rules do not verify. A text is taken for the JSON itself. */
export function jws(header: Members | string, payload: Members | string, signature = bytes(256)): string {
  return `${encode(header)}.${encode(payload)}.${signature}`
}

export function jwe(header: Members, parts: { key?: string; iv?: string; tag?: string } = {}): string {
  const { key = bytes(256), iv = bytes(12), tag = bytes(16) } = parts
  return `${encode({ enc: 'A128GCM', ...header })}.${key}.${iv}.${bytes(60)}.${tag}`
}

export const rs256 = { alg: 'RS256', kid: 'key-1', typ: 'JWT' } as const
export const hs256 = { alg: 'HS256', typ: 'JWT' } as const
export const es256 = { alg: 'ES256', kid: 'key-1', typ: 'JWT' } as const

/** Claims of nothing in particular that no rule minds. */
export const plain = {
  iss: 'https://login.acme.test/',
  sub: 'user-1',
  aud: 'orders',
  iat: now - 60,
  exp: now + 3000,
  jti: 'b7d0',
} as const

export const idClaims = {
  iss: 'https://login.acme.test/',
  sub: 'user-1',
  aud: 'web',
  iat: now - 60,
  exp: now + 3000,
  nonce: 'n-1',
} as const

export const accessClaims = { ...plain, client_id: 'web', scope: 'orders.read' } as const
export const accessHeader = { alg: 'RS256', kid: 'key-1', typ: 'at+jwt' } as const

export const token = (text: string, context?: LintContext): Case => ({
  token: text,
  ...(context ? { context } : {}),
})

/** The plain token with other claims; `undefined` leaves one out. */
export const withClaims = (claims: Members, context?: LintContext): Case =>
  token(jws(rs256, { ...plain, ...claims }), context)

export const withHeader = (header: Members, context?: LintContext): Case =>
  token(jws({ ...rs256, ...header }, plain), context)

export const idToken = (claims: Members = {}, context?: LintContext, header: Members = rs256): Case =>
  token(jws(header, { ...idClaims, ...claims }), context)

export const accessToken = (
  claims: Members = {},
  context?: LintContext,
  header: Members = accessHeader,
): Case => token(jws(header, { ...accessClaims, ...claims }), context)
