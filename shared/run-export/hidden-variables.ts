import { splitHidden } from '../oauth/hidden-text.ts'
import { quotePosix } from './posix-quote.ts'

/** By where a value stands on the wire: the environment variable that holds it in a snippet. */
const variables: Readonly<Record<string, string>> = {
  access_token: 'ACCESS_TOKEN',
  refresh_token: 'REFRESH_TOKEN',
  id_token: 'ID_TOKEN',
  id_token_hint: 'ID_TOKEN_HINT',
  logout_token: 'LOGOUT_TOKEN',
  client_secret: 'CLIENT_SECRET',
  client_assertion: 'CLIENT_ASSERTION',
  assertion: 'ASSERTION',
  code: 'CODE',
  code_verifier: 'CODE_VERIFIER',
  device_code: 'DEVICE_CODE',
  auth_req_id: 'AUTH_REQ_ID',
  subject_token: 'SUBJECT_TOKEN',
  actor_token: 'ACTOR_TOKEN',
  registration_access_token: 'REGISTRATION_ACCESS_TOKEN',
  token: 'TOKEN',
  password: 'PASSWORD',
  cookie: 'COOKIE',
}

/**
 * The variable for a hidden value under this name. A name not known here shares one variable: it may be of another's
 * making, and must not reach for PATH or the like.
 */
export function variableOf(name: string): string {
  const known = Object.hasOwn(variables, name.toLowerCase()) ? variables[name.toLowerCase()] : undefined
  return known ?? 'HIDDEN_VALUE'
}

export function hasHidden(text: string): boolean {
  return splitHidden(text).some(({ hidden }) => hidden)
}

/** Recorded text as one word of a POSIX shell, with `variable` in the place of what was hidden. */
export function quoteRecorded(text: string, variable: string): string {
  const word = splitHidden(text)
    .map((piece) => (piece.hidden ? `"$${variable}"` : quotePosix(piece.text)))
    .join('')
  return word === '' ? "''" : word
}
