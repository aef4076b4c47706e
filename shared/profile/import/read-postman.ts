import type { ExtraParameter } from '../extra-parameter.ts'
import { type Candidate, startCandidate } from './candidate.ts'
import { collect, type Reading } from './collected.ts'
import type { Import, LeftOut, SourceEnvironment, SourceVariable } from './imported.ts'
import { listOf, member, memberAt, objectOf, textAt, textOf } from './json-value.ts'
import { isSecretName } from './secret-variable.ts'
import { nameOfPath, walkTree } from './walk-tree.ts'

export function isPostmanCollection(value: unknown): boolean {
  return Array.isArray(member(value, 'item')) && objectOf(member(value, 'info')) !== null
}

export function isPostmanEnvironment(value: unknown): boolean {
  return Array.isArray(member(value, 'values')) && textAt(value, 'name') !== null
}

/** Postman collections v2.0 and v2.1: OAuth 2 settings of the collection, its folders and its requests. */
export function readPostmanCollection(
  collection: unknown,
  environments: readonly SourceEnvironment[],
): Import {
  const name = textAt(collection, 'info', 'name') ?? 'Postman collection'
  const variables = listOf(member(collection, 'variable')).flatMap((each) => readVariable(each))
  const leftOut: LeftOut[] = []
  let scripts = listOf(member(collection, 'event')).length
  const found: Reading[] = []
  const take = (auth: unknown, path: readonly string[]) => {
    const settings = settingsOf(auth)
    if (settings === null) return
    found.push(() => readSettings(settings, nameOfPath(path)).finish(variables, environments))
  }
  take(member(collection, 'auth'), [name])
  for (const { node, path } of walkTree(listOf(member(collection, 'item')), ['item'], [name])) {
    scripts += listOf(member(node, 'event')).length
    take(member(node, 'auth'), path)
    take(memberAt(node, 'request', 'auth'), path)
  }
  if (scripts > 0) {
    leftOut.push({
      from: `event: ${scripts} ${scripts === 1 ? 'script' : 'scripts'}`,
      why: 'scripts are never run',
    })
  }
  return collect('Postman collection', found, leftOut)
}

/** A Postman environment or its globals. */
export function readPostmanEnvironment(value: unknown): SourceEnvironment {
  return {
    name: textAt(value, 'name') ?? 'Environment',
    variables: listOf(member(value, 'values')).flatMap((each) => readVariable(each)),
  }
}

function readVariable(each: unknown): readonly SourceVariable[] {
  const name = textAt(each, 'key')
  const value = textAt(each, 'value')
  if (
    name === null ||
    value === null ||
    member(each, 'enabled') === false ||
    member(each, 'disabled') === true
  )
    return []
  return [{ name, value, secret: member(each, 'type') === 'secret' || isSecretName(name) }]
}

/** v2.1 has a list of key and value, v2.0 an object. */
function settingsOf(auth: unknown): ReadonlyMap<string, unknown> | null {
  if (member(auth, 'type') !== 'oauth2') return null
  const list = member(auth, 'oauth2')
  if (Array.isArray(list)) {
    return new Map(
      list.flatMap((each) => {
        const key = textAt(each, 'key')
        return key === null || member(each, 'enabled') === false
          ? []
          : [[key, member(each, 'value')] as const]
      }),
    )
  }
  const object = objectOf(list)
  return object ? new Map(Object.entries(object)) : null
}

const notTaken: Readonly<Record<string, string | undefined>> = {
  __proto__: null as never,
  tokenName: 'a name for tokens is not needed here',
  tokenType: 'the provider says it in its answer',
  accessToken: 'a token is no setting',
  refreshToken: 'a token is no setting',
  idToken: 'a token is no setting',
  state: 'it is made anew for each run',
  code_verifier: 'it is made anew for each run',
  codeVerifier: 'it is made anew for each run',
  addTokenTo: 'where an API wants its token is no matter of getting one',
  headerPrefix: 'where an API wants its token is no matter of getting one',
  useBrowser: 'the system’s browser is always used',
  authorize_using_browser: 'the system’s browser is always used',
  refreshTokenUrl: 'tokens are refreshed at the token endpoint',
  tokenRefresh: 'tokens are refreshed when you ask for it',
  autoTokenRefresh: 'tokens are refreshed when you ask for it',
}

function readSettings(settings: ReadonlyMap<string, unknown>, name: string): Candidate {
  const candidate = startCandidate(name)
  const grant = textOf(settings.get('grant_type'))
  candidate.grant('grant_type', grant ?? 'authorization_code')
  if (grant === 'implicit') candidate.flow('grant_type', { response_type: 'token' })
  if (grant === 'authorization_code') candidate.pkce('grant_type', null)
  for (const [key, value] of settings) {
    switch (key) {
      case 'grant_type':
        break
      case 'authUrl':
        candidate.endpoint(key, 'authorization_endpoint', value)
        break
      case 'accessTokenUrl':
        candidate.endpoint(key, 'token_endpoint', value)
        break
      case 'clientId':
        candidate.clientId(key, value)
        break
      case 'clientSecret':
        candidate.secret(key, 'client_secret', value)
        break
      case 'client_authentication':
        candidate.method(key, value)
        break
      case 'scope':
        candidate.scope(key, value)
        break
      case 'redirect_uri':
      case 'callBackUrl':
        candidate.redirect(key, value)
        break
      case 'challengeAlgorithm':
        if (grant === 'authorization_code_with_pkce' && (value === 'S256' || value === 'plain'))
          candidate.pkce(key, value)
        break
      case 'username':
        if (grant === 'password_credentials')
          candidate.flow(key, { username: candidate.read(key, value) ?? '' })
        break
      case 'password':
        if (grant === 'password_credentials') candidate.secret(key, 'password', value)
        break
      case 'audience':
        // Some exports have an object here.
        candidate.audience(key, objectOf(value) ? (member(value, 'value') ?? value) : value)
        break
      case 'resource':
        candidate.parameter(key, 'resource', value)
        break
      case 'tokenName':
        candidate.leave(key, notTaken.tokenName ?? '')
        break
      case 'authRequestParams':
        readParameters(candidate, key, value, undefined)
        break
      case 'tokenRequestParams':
        readParameters(candidate, key, value, 'token')
        break
      case 'refreshRequestParams':
        readParameters(candidate, key, value, 'refresh')
        break
      default:
        if (value !== '' && value !== null && value !== undefined) {
          candidate.leave(key.slice(0, 80), notTaken[key] ?? 'there is no such setting here')
        }
    }
  }
  return candidate
}

const places: Readonly<Record<string, 'header' | 'query' | 'body' | undefined>> = {
  __proto__: null as never,
  request_header: 'header',
  request_url: 'query',
  request_body: 'body',
}

function readParameters(
  candidate: Candidate,
  key: string,
  value: unknown,
  request: 'token' | 'refresh' | undefined,
): void {
  for (const each of listOf(value)) {
    const name = textAt(each, 'key')
    if (name === null || name === '') continue
    const from = `${key}: ${name.slice(0, 60)}`
    if (member(each, 'enabled') === false) {
      candidate.leave(from, 'it is switched off in the source')
      continue
    }
    const place = places[textAt(each, 'send_as') ?? ''] ?? 'body'
    const target: ExtraParameter['target'] = request === undefined ? undefined : { request, place }
    if (request === undefined && place === 'header')
      candidate.leave(from, 'a browser sends no headers of ours')
    else candidate.parameter(from, name, member(each, 'value'), target)
  }
}
