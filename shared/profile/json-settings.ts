import { z } from 'zod'
import { readJson } from '../token/json-text.ts'

const maxLength = 16_384

/** The `claims` parameter as it is written: a JSON object whose members are objects (OIDC Core §5.5). Empty: none. */
export const claimsText = z
  .string()
  .max(maxLength)
  .refine((text) => claimsProblem(text) === null, {
    error: 'claims is a JSON object with userinfo or id_token, each an object',
  })

/** `authorization_details` as it is written: a JSON array of objects, each with a type (RFC 9396 §2). Empty: none. */
export const authorizationDetailsText = z
  .string()
  .max(maxLength)
  .refine((text) => text.trim() === '' || readAuthorizationDetails(text) !== null, {
    error: 'authorization_details is a JSON array of objects, each with a type',
  })

export type AuthorizationDetail = Readonly<Record<string, unknown>> & { readonly type: string }

/** The objects, or null for what is none of RFC 9396 §2; a member twice is refused, because readers differ there. */
export function readAuthorizationDetails(text: string): readonly AuthorizationDetail[] | null {
  const value = readStrictly(text)
  if (!Array.isArray(value) || value.length === 0) return null
  return value.every(isDetail) ? value : null
}

export function isDetail(value: unknown): value is AuthorizationDetail {
  return isObject(value) && typeof value.type === 'string' && value.type !== ''
}

function claimsProblem(text: string): string | null {
  if (text.trim() === '') return null
  const value = readStrictly(text)
  if (!isObject(value)) return 'no object'
  return Object.values(value).every((member) => member === null || isObject(member)) ? null : 'a member'
}

function readStrictly(text: string): unknown {
  // The reader speaks of one object; in one, an array's own problems are found as well.
  const reading = readJson(`{"value":${text}}`)
  if (reading.problems.some(({ severity }) => severity === 'error')) return undefined
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
