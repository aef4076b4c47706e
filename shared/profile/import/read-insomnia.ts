import { type Candidate, startCandidate } from './candidate.ts'
import { collect, type Reading } from './collected.ts'
import type { Import, LeftOut, SourceEnvironment, SourceVariable } from './imported.ts'
import { type JsonObject, listOf, member, memberAt, objectOf, textAt, textOf } from './json-value.ts'
import { isSecretName } from './secret-variable.ts'
import { nameOfPath, walkTree } from './walk-tree.ts'

export function isInsomnia(value: unknown): boolean {
  return member(value, '_type') === 'export' && Array.isArray(member(value, 'resources'))
}

export function isInsomnia5(value: unknown): boolean {
  return /^(?:collection|spec|environment)\.insomnia\.rest\/5\.\d+$/.test(textAt(value, 'type') ?? '')
}

/** Insomnia's export version 4: one list of resources that name their parents. */
export function readInsomnia(value: unknown): Import {
  const resources = listOf(member(value, 'resources'))
  const parents = new Map(resources.map((each) => [textAt(each, '_id'), each]))
  const environments = resources
    .filter((each) => member(each, '_type') === 'environment')
    .map((each) => ({
      name: textAt(each, 'name') ?? 'Environment',
      variables: flatten(member(each, 'data')),
    }))
  const pathOf = (resource: unknown) => {
    const path: string[] = []
    let current: unknown = resource
    for (let level = 0; current !== undefined && level < 20; level += 1) {
      const name = textAt(current, 'name')
      if (name !== null) path.unshift(name)
      current = parents.get(textAt(current, 'parentId'))
    }
    return path
  }
  const places = resources
    .filter((each) =>
      ['request', 'request_group', 'websocket_request', 'grpc_request'].includes(textAt(each, '_type') ?? ''),
    )
    .map((each) => ({ node: each, path: pathOf(each) }))
  return read('Insomnia export', places, environments)
}

/** Insomnia's files since version 11: a tree in YAML. */
export function readInsomnia5(value: unknown): Import {
  const base = member(value, 'environments')
  const environments = [base, ...listOf(member(base, 'subEnvironments'))]
    .filter((each) => objectOf(each) !== null)
    .map((each) => ({
      name: textAt(each, 'name') ?? 'Environment',
      variables: flatten(member(each, 'data')),
    }))
  const name = textAt(value, 'name') ?? 'Insomnia collection'
  const places = [...walkTree(listOf(member(value, 'collection')), ['children'], [name])]
  return read('Insomnia collection', places, environments)
}

function read(
  format: string,
  places: readonly { readonly node: unknown; readonly path: readonly string[] }[],
  environments: readonly SourceEnvironment[],
): Import {
  const [base, ...others] = environments
  const found: Reading[] = []
  let scripts = 0
  for (const { node, path } of places) {
    scripts += [
      member(node, 'preRequestScript'),
      member(node, 'afterResponseScript'),
      ...Object.values(objectOf(member(node, 'scripts')) ?? {}),
    ].filter((each) => typeof each === 'string' && each.trim() !== '').length
    const auth = objectOf(member(node, 'authentication'))
    if (auth === null || member(auth, 'type') !== 'oauth2' || member(auth, 'disabled') === true) continue
    found.push(() => readSettings(auth, nameOfPath(path)).finish(base?.variables, others))
  }
  const leftOut: LeftOut[] =
    scripts === 0
      ? []
      : [{ from: `${scripts} ${scripts === 1 ? 'script' : 'scripts'}`, why: 'scripts are never run' }]
  return collect(format, found, leftOut)
}

/** Nested data becomes names with dots, as templates spell them. */
function flatten(data: unknown, prefix = '', depth = 0): readonly SourceVariable[] {
  const object = objectOf(data)
  if (object === null || depth > 8) return []
  return Object.entries(object).flatMap(([key, value]) => {
    const name = prefix === '' ? key : `${prefix}.${key}`
    const text = textOf(value)
    return text === null
      ? flatten(value, name, depth + 1)
      : [{ name, value: text, secret: isSecretName(name) }]
  })
}

const notTaken: Readonly<Record<string, string | undefined>> = {
  __proto__: null as never,
  type: '',
  grantType: '',
  disabled: '',
  state: 'it is made anew for each run',
  tokenPrefix: 'where an API wants its token is no matter of getting one',
  useDefaultBrowser: 'the system’s browser is always used',
  responseType: 'the run sets it by the grant',
}

function readSettings(auth: JsonObject, name: string): Candidate {
  const candidate = startCandidate(name)
  const grant = textOf(auth.grantType) ?? 'authorization_code'
  candidate.grant('grantType', grant)
  if (grant === 'implicit') {
    const type = textOf(auth.responseType) ?? 'token'
    candidate.flow('responseType', {
      response_type: type === 'id_token' || type === 'id_token token' ? type : 'token',
    })
  }
  if (grant === 'authorization_code') {
    candidate.pkce('usePkce', auth.usePkce === true ? (auth.pkceMethod === 'plain' ? 'plain' : 'S256') : null)
  }
  for (const [key, raw] of Object.entries(auth)) {
    const value = withPlainPlaceholders(candidate, key, raw)
    switch (key) {
      case 'authorizationUrl':
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
      case 'credentialsInBody':
        candidate.method(key, memberAt(auth, 'clientSecret') ? (value === true ? 'body' : 'header') : 'none')
        break
      case 'redirectUrl':
        candidate.redirect(key, value)
        break
      case 'scope':
        candidate.scope(key, value)
        break
      case 'audience':
        candidate.audience(key, value)
        break
      case 'resource':
        candidate.parameter(key, 'resource', value)
        break
      case 'origin':
        if (candidate.read(key, value) !== null) candidate.flow(key, { origin_header: true })
        break
      case 'username':
        if (grant === 'password') candidate.flow(key, { username: candidate.read(key, value) ?? '' })
        break
      case 'password':
        if (grant === 'password') candidate.secret(key, 'password', value)
        break
      case 'usePkce':
      case 'pkceMethod':
        break
      default: {
        const why = notTaken[key] ?? 'there is no such setting here'
        if (why !== '' && value !== '' && value !== null && value !== undefined)
          candidate.leave(key.slice(0, 80), why)
      }
    }
  }
  return candidate
}

/** `{{ _.name }}` is `{{name}}` here; what runs code in Insomnia is left out. */
function withPlainPlaceholders(candidate: Candidate, key: string, value: unknown): unknown {
  if (typeof value !== 'string') return value
  if (value.includes('{%')) {
    candidate.leave(key, 'a template tag is code, and code of a file is never run')
    return undefined
  }
  return value.replace(/\{\{\s*(?:_\.)?([A-Za-z_][\w.-]*)\s*\}\}/g, '{{$1}}')
}
