import { responseTypes } from '../response-type.ts'
import { startCandidate } from './candidate.ts'
import { collect } from './collected.ts'
import { importRefusal } from './import-refusal.ts'
import type { Import } from './imported.ts'

/** One http(s) address and nothing else. */
export function isAddress(text: string): boolean {
  return text.length <= 64_000 && /^https?:\/\/\S+$/i.test(text.trim()) && URL.canParse(text.trim())
}

export function isDebuggerLink(text: string): boolean {
  return isAddress(text) && /[?&]authorize_uri_hint=/.test(text)
}

const perRun = [
  'state',
  'nonce',
  'code_challenge',
  'request',
  'request_uri',
  'client_request_id',
  'ui_locales_hint',
]

/** The address that a sign-in starts at (RFC 6749 §4.1.1), as it was copied from a browser. */
export function readAuthorizeUrl(text: string): Import {
  const url = new URL(text.trim())
  const query = url.searchParams
  if (!query.has('client_id')) {
    throw importRefusal(
      'unknown',
      'an address is expected that a sign-in starts at, with a client_id, or one of metadata',
    )
  }
  const candidate = startCandidate(url.hostname)
  candidate.endpoint('address', 'authorization_endpoint', `${url.origin}${url.pathname}`)
  const type = (query.get('response_type') ?? 'code').trim().split(/\s+/).sort().join(' ')
  const known = responseTypes.find((each) => each.split(' ').sort().join(' ') === type)
  candidate.grant('response_type', type.split(' ').includes('code') ? 'authorization_code' : 'implicit')
  if (known) candidate.flow('response_type', { response_type: known })
  if (query.has('code_challenge')) {
    candidate.pkce('code_challenge_method', query.get('code_challenge_method') === 'S256' ? 'S256' : 'plain')
  }
  for (const [name, value] of query) takeParameter(name, value)
  return collect('Authorization URL', [candidate.finish])

  function takeParameter(name: string, value: string) {
    if (name === 'response_type' || name === 'code_challenge_method') return
    if (name === 'client_id') candidate.clientId(name, value)
    else if (name === 'scope') candidate.scope(name, value)
    else if (name === 'redirect_uri') candidate.redirect(name, value)
    else if (name === 'response_mode') candidate.flow(name, { response_mode: value as never })
    else if (name === 'login_hint') candidate.flow(name, { login_hint: value })
    else if (name === 'claims') candidate.flow(name, { claims: value })
    else if (name === 'authorization_details') candidate.flow(name, { authorization_details: value })
    else if (perRun.includes(name)) candidate.leave(name, 'it is made anew for each run')
    else candidate.parameter(name.slice(0, 100), name, value)
  }
}

/** A deep link of OpenID Connect Debugger: what its form is filled with. */
export function readDebuggerLink(text: string): Import {
  const query = new URL(text.trim()).searchParams
  const candidate = startCandidate('OpenID Connect Debugger')
  const authorize = query.get('authorize_uri_hint') ?? ''
  if (URL.canParse(authorize)) candidate.name('authorize_uri_hint', new URL(authorize).hostname)
  const types = (query.get('response_type_hint') ?? 'code').split(/[\s,]+/).filter(Boolean)
  candidate.grant('response_type_hint', types.includes('code') ? 'authorization_code' : 'implicit')
  const known = responseTypes.find((each) => each.split(' ').sort().join(' ') === [...types].sort().join(' '))
  if (known) candidate.flow('response_type_hint', { response_type: known })
  for (const [name, value] of query) {
    switch (name) {
      case 'authorize_uri_hint':
        candidate.endpoint(name, 'authorization_endpoint', value)
        break
      case 'token_uri_hint':
        candidate.endpoint(name, 'token_endpoint', value)
        break
      case 'redirect_uri_hint':
        candidate.redirect(name, value)
        break
      case 'client_id_hint':
        candidate.clientId(name, value)
        break
      case 'scope_hint':
        candidate.scope(name, value)
        break
      case 'response_mode_hint':
        candidate.flow(name, { response_mode: value as never })
        break
      case 'pkce_method_hint':
        if (query.get('use_pkce') !== 'false') candidate.pkce(name, /plain/i.test(value) ? 'plain' : 'S256')
        break
      case 'use_pkce':
        if (value === 'false') candidate.pkce(name, null)
        break
      case 'state_hint':
      case 'nonce_hint':
        candidate.leave(name, 'it is made anew for each run')
        break
      case 'response_type_hint':
        break
      default:
        candidate.leave(name.slice(0, 80), 'there is no such setting here')
    }
  }
  return collect('OpenID Connect Debugger link', [candidate.finish])
}
