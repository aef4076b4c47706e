import type { ExtraParameter } from '../extra-parameter.ts'
import { type Candidate, startCandidate } from './candidate.ts'
import { collect, type Reading } from './collected.ts'
import type { Import, LeftOut, SourceEnvironment, SourceVariable } from './imported.ts'
import { type JsonObject, listOf, member, memberAt, objectOf, textAt, textOf } from './json-value.ts'
import { type BruBlock, bruEntries, parseBru } from './parse-bru.ts'
import { isSecretName } from './secret-variable.ts'
import { nameOfPath, walkTree } from './walk-tree.ts'

export function isBru(text: string): boolean {
  return /^(?:meta|auth|vars|headers|get|post)(?::[\w:-]+)?\s*[{[]\s*$/m.test(text)
}

/** Bruno's own JSON export of a collection. */
export function isBrunoCollection(value: unknown): boolean {
  return (
    Array.isArray(member(value, 'items')) &&
    textAt(value, 'name') !== null &&
    (member(value, 'brunoConfig') !== undefined ||
      member(value, 'version') !== undefined ||
      member(value, 'root') !== undefined)
  )
}

/** A .bru file: a request, a folder or a collection. `fileName` names it where it does not name itself. */
export function readBru(text: string, fileName: string | null): Import {
  const blocks = parseBru(text)
  const block = (name: string) => blocks.find((each) => each.name === name)
  const name =
    bruEntries(block('meta')).find(({ key }) => key === 'name')?.value ?? fileName ?? 'Bruno request'
  const variables = [...bruEntries(block('vars')), ...bruEntries(block('vars:pre-request'))].map(
    ({ key, value }): SourceVariable => ({ name: key, value, secret: isSecretName(key) }),
  )
  const scripts = blocks.filter((each) => /^(?:script|tests)\b/.test(each.name)).length
  const leftOut: LeftOut[] =
    scripts === 0
      ? []
      : [{ from: `${scripts} ${scripts === 1 ? 'script' : 'scripts'}`, why: 'scripts are never run' }]
  const auth = bruEntries(block('auth:oauth2'))
  if (auth.length === 0) return collect('Bruno file', [], leftOut)
  const settings = Object.fromEntries(
    auth.filter(({ enabled }) => enabled).map(({ key, value }) => [camel(key), value]),
  )
  const candidate = readSettings(settings, name)
  for (const each of blocks) readAdditional(candidate, each)
  return collect('Bruno file', [() => candidate.finish(variables)], leftOut)
}

/** `auth:oauth2:additional_params:access_token_req:body { name: value }` */
function readAdditional(candidate: Candidate, block: BruBlock): void {
  const [, , kind, request, place] = block.name.split(':')
  if (kind !== 'additional_params') return
  for (const { key, value, enabled } of bruEntries(block)) {
    takeParameter(
      candidate,
      `${request}: ${key}`,
      { name: key, value, enabled, sendIn: place },
      requests[request ?? ''],
    )
  }
}

const requests: Readonly<Record<string, 'authorization' | 'token' | 'refresh' | undefined>> = {
  __proto__: null as never,
  auth_req: 'authorization',
  access_token_req: 'token',
  refresh_token_req: 'refresh',
  authorization: 'authorization',
  token: 'token',
  refresh: 'refresh',
}

export function readBrunoCollection(value: unknown): Import {
  const name = textAt(value, 'name') ?? 'Bruno collection'
  const environments = listOf(member(value, 'environments')).map(
    (each): SourceEnvironment => ({
      name: textAt(each, 'name') ?? 'Environment',
      variables: listOf(member(each, 'variables')).flatMap(variableOf),
    }),
  )
  const variables = listOf(memberAt(value, 'root', 'request', 'vars', 'req')).flatMap(variableOf)
  const found: Reading[] = []
  let scripts = 0
  const take = (request: unknown, path: readonly string[]) => {
    scripts += Object.values(objectOf(member(request, 'script')) ?? {}).filter(
      (each) => typeof each === 'string' && each !== '',
    ).length
    const auth = member(request, 'auth')
    const settings = objectOf(member(auth, 'oauth2'))
    if (member(auth, 'mode') !== 'oauth2' || settings === null) return
    found.push(() => {
      const candidate = readSettings(settings, nameOfPath(path))
      for (const [request, list] of Object.entries(objectOf(settings.additionalParameters) ?? {})) {
        for (const each of listOf(list)) {
          takeParameter(
            candidate,
            `${request}: ${(textAt(each, 'name') ?? '').slice(0, 60)}`,
            each,
            requests[request],
          )
        }
      }
      return candidate.finish(variables, environments)
    })
  }
  take(memberAt(value, 'root', 'request'), [name])
  for (const { node, path } of walkTree(listOf(member(value, 'items')), ['items'], [name])) {
    take(memberAt(node, 'root', 'request'), path)
    take(member(node, 'request'), path)
  }
  const leftOut =
    scripts === 0
      ? []
      : [{ from: `${scripts} ${scripts === 1 ? 'script' : 'scripts'}`, why: 'scripts are never run' }]
  return collect('Bruno collection', found, leftOut)
}

function variableOf(each: unknown): readonly SourceVariable[] {
  const name = textAt(each, 'name')
  const value = textAt(each, 'value')
  if (name === null || value === null || member(each, 'enabled') === false) return []
  return [{ name, value, secret: member(each, 'secret') === true || isSecretName(name) }]
}

const notTaken: Readonly<Record<string, string | undefined>> = {
  __proto__: null as never,
  grantType: '',
  pkce: '',
  additionalParameters: '',
  state: 'it is made anew for each run',
  refreshTokenUrl: 'tokens are refreshed at the token endpoint',
  credentialsId: 'a name for tokens is not needed here',
  tokenSource: 'which token an API wants is no matter of getting one',
  tokenPlacement: 'where an API wants its token is no matter of getting one',
  tokenHeaderPrefix: 'where an API wants its token is no matter of getting one',
  tokenQueryKey: 'where an API wants its token is no matter of getting one',
  autoFetchToken: 'a flow runs when you start it',
  autoRefreshToken: 'tokens are refreshed when you ask for it',
  reuseToken: 'a flow runs when you start it',
}

function readSettings(settings: JsonObject, name: string): Candidate {
  const candidate = startCandidate(name)
  const grant = textOf(settings.grantType) ?? 'authorization_code'
  candidate.grant('grant_type', grant)
  if (grant === 'implicit') candidate.flow('grant_type', { response_type: 'token' })
  if (grant === 'authorization_code') candidate.pkce('pkce', String(settings.pkce) === 'true' ? 'S256' : null)
  for (const [key, value] of Object.entries(settings)) {
    const from = key.slice(0, 80)
    switch (key) {
      case 'authorizationUrl':
        candidate.endpoint(from, 'authorization_endpoint', value)
        break
      case 'accessTokenUrl':
        candidate.endpoint(from, 'token_endpoint', value)
        break
      case 'callbackUrl':
        candidate.redirect(from, value)
        break
      case 'clientId':
        candidate.clientId(from, value)
        break
      case 'clientSecret':
        candidate.secret(from, 'client_secret', value)
        break
      case 'scope':
        candidate.scope(from, value)
        break
      case 'credentialsPlacement':
        candidate.method(from, memberAt(settings, 'clientSecret') ? value : 'none')
        break
      case 'username':
        if (grant === 'password') candidate.flow(from, { username: candidate.read(from, value) ?? '' })
        break
      case 'password':
        if (grant === 'password') candidate.secret(from, 'password', value)
        break
      default: {
        const why = notTaken[key] ?? 'there is no such setting here'
        if (why !== '' && value !== '' && value !== null && value !== undefined) candidate.leave(from, why)
      }
    }
  }
  return candidate
}

const sendIn: Readonly<Record<string, 'header' | 'query' | 'body' | undefined>> = {
  __proto__: null as never,
  headers: 'header',
  queryparams: 'query',
  body: 'body',
}

function takeParameter(
  candidate: Candidate,
  from: string,
  each: unknown,
  request: 'authorization' | 'token' | 'refresh' | undefined,
): void {
  const name = textAt(each, 'name')
  if (name === null || request === undefined) return
  if (member(each, 'enabled') === false) {
    candidate.leave(from, 'it is switched off in the source')
    return
  }
  const place = sendIn[textAt(each, 'sendIn') ?? ''] ?? 'body'
  if (request === 'authorization') {
    if (place === 'header') candidate.leave(from, 'a browser sends no headers of ours')
    else candidate.parameter(from, name, member(each, 'value'))
    return
  }
  const target: ExtraParameter['target'] = { request, place }
  candidate.parameter(from, name, member(each, 'value'), target)
}

function camel(key: string): string {
  return key.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())
}
