import { type Candidate, startCandidate } from './candidate.ts'
import { collect, type Reading } from './collected.ts'
import type { Import, SourceEnvironment, SourceVariable } from './imported.ts'
import { type JsonObject, listOf, member, memberAt, objectOf, textAt, textOf } from './json-value.ts'
import { isSecretName } from './secret-variable.ts'
import { nameOfPath } from './walk-tree.ts'

export function isYaak(value: unknown): boolean {
  return member(value, 'yaakSchema') !== undefined && objectOf(member(value, 'resources')) !== null
}

/** Yaak's workspace export: workspaces, folders and requests that name their parents. */
export function readYaak(value: unknown): Import {
  const kinds = ['workspaces', 'folders', 'httpRequests', 'grpcRequests', 'websocketRequests']
  const resources = kinds.flatMap((kind) => listOf(memberAt(value, 'resources', kind)))
  const byId = new Map(resources.map((each) => [textAt(each, 'id'), each]))
  const [base, ...others] = listOf(memberAt(value, 'resources', 'environments')).map(
    (each): SourceEnvironment => ({
      name: textAt(each, 'name') ?? 'Environment',
      variables: listOf(member(each, 'variables')).flatMap(variableOf),
    }),
  )
  const found: Reading[] = []
  for (const resource of resources) {
    const auth = objectOf(member(resource, 'authentication'))
    if (member(resource, 'authenticationType') !== 'oauth2' || auth === null || auth.disabled === true)
      continue
    found.push(() => readSettings(auth, nameOfPath(pathOf(resource, byId))).finish(base?.variables, others))
  }
  return collect('Yaak export', found)
}

function pathOf(resource: unknown, byId: ReadonlyMap<string | null, unknown>): readonly string[] {
  const path: string[] = []
  let current: unknown = resource
  for (let level = 0; current !== undefined && level < 20; level += 1) {
    const name = textAt(current, 'name')
    if (name) path.unshift(name)
    const above = textAt(current, 'folderId') ?? textAt(current, 'workspaceId')
    current = above === null ? undefined : byId.get(above)
  }
  return path
}

function variableOf(each: unknown): readonly SourceVariable[] {
  const name = textAt(each, 'name')
  const value = textAt(each, 'value')
  if (name === null || value === null || member(each, 'enabled') === false) return []
  return [{ name, value, secret: isSecretName(name) || value.includes('${[') }]
}

const notTaken: Readonly<Record<string, string | undefined>> = {
  __proto__: null as never,
  grantType: '',
  disabled: '',
  usePkce: '',
  pkceChallengeMethod: '',
  clientCredentialsMethod: '',
  callbackPort: '',
  state: 'it is made anew for each run',
  pkceCodeVerifier: 'it is made anew for each run',
  useExternalBrowser: 'the system’s browser is always used',
  tokenName: 'which token an API wants is no matter of getting one',
  headerName: 'where an API wants its token is no matter of getting one',
  headerPrefix: 'where an API wants its token is no matter of getting one',
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
    candidate.pkce(
      'usePkce',
      auth.usePkce === true ? (auth.pkceChallengeMethod === 'plain' ? 'plain' : 'S256') : null,
    )
  }
  const byAssertion = auth.clientCredentialsMethod === 'client_assertion' && grant === 'client_credentials'
  if (byAssertion)
    candidate.method(
      'clientCredentialsMethod',
      /^HS/.test(textOf(auth.clientAssertionAlgorithm) ?? '') ? 'client_secret_jwt' : 'private_key_jwt',
    )
  if (auth.callbackType === 'localhost') {
    candidate.redirect('callbackPort', `http://localhost:${textOf(auth.callbackPort) ?? '8765'}/callback`)
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
        if (!byAssertion) candidate.secret(key, 'client_secret', value)
        break
      case 'clientAssertionAlgorithm':
        if (byAssertion)
          candidate.flow(key, { client_assertion_signing_alg: candidate.read(key, value) ?? '' })
        break
      case 'clientAssertionSecret':
        if (byAssertion)
          candidate.secret(
            key,
            /^HS/.test(textOf(auth.clientAssertionAlgorithm) ?? '') ? 'client_secret' : 'client_key',
            value,
          )
        break
      case 'clientAssertionSecretBase64':
        if (byAssertion && value === true)
          candidate.leave(key, 'the secret is taken as it is written, not decoded')
        break
      case 'callbackType':
        if (value === 'hosted')
          candidate.leave(key, 'a callback page of Yaak; in its place this app listens on loopback')
        break
      case 'redirectUri':
        if (auth.callbackType !== 'localhost') candidate.redirect(key, value)
        break
      case 'credentials':
        if (!byAssertion) candidate.method(key, member(auth, 'clientSecret') ? value : 'none')
        break
      case 'scope':
        candidate.scope(key, value)
        break
      case 'audience':
        candidate.audience(key, value)
        break
      case 'username':
        if (grant === 'password') candidate.flow(key, { username: candidate.read(key, value) ?? '' })
        break
      case 'password':
        if (grant === 'password') candidate.secret(key, 'password', value)
        break
      case 'responseType':
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

/** `${[ name ]}` is `{{name}}` here; a function call is code and left out. */
function withPlainPlaceholders(candidate: Candidate, key: string, value: unknown): unknown {
  if (typeof value !== 'string') return value
  const plain = value.replace(/\$\{\[\s*([A-Za-z_][\w.-]*)\s*\]\}/g, '{{$1}}')
  if (!plain.includes('${[')) return plain
  candidate.leave(key, 'a template function is code, and code of a file is never run')
  return undefined
}
