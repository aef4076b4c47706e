import { createHmac } from 'node:crypto'
import type { SeenRequest } from './scripted-request.ts'

/** Confidential: client_secret_basic, client_secret_post or an assertion. */
export const clientId = 'scripted-client'
/** Public: none. */
export const publicClientId = 'scripted-public'

/** RFC 6749 §2.3.1: both halves of Basic credentials are form-encoded first. */
export function isAuthenticated({ form, headers }: SeenRequest, secret: string): boolean {
  const { authorization = '' } = headers
  if (authorization.startsWith('Basic ')) {
    const pair = Buffer.from(authorization.slice(6), 'base64').toString()
    const [id = '', password = ''] = pair
      .split(':')
      .map((half) => decodeURIComponent(half.replaceAll('+', ' ')))
    return id === clientId && password === secret
  }
  const assertion = form.get('client_assertion')
  if (assertion !== null) return isSignedBySecret(assertion, secret)
  if (form.get('client_id') === publicClientId) return !form.has('client_secret')
  return form.get('client_id') === clientId && form.get('client_secret') === secret
}

/** RFC 7523 §3 for client_secret_jwt; a key is not known here, so an assertion by one is only looked at. */
function isSignedBySecret(assertion: string, secret: string): boolean {
  const [header = '', payload = '', signature] = assertion.split('.')
  const { alg } = JSON.parse(Buffer.from(header, 'base64url').toString())
  if (alg !== 'HS256') return true
  const mac = createHmac('sha256', secret).update(`${header}.${payload}`).digest('base64url')
  return signature === mac
}
