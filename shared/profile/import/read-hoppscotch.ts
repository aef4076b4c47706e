import type { ExtraParameter } from '../extra-parameter.ts'
import { type Candidate, startCandidate } from './candidate.ts'
import { collect, type Reading } from './collected.ts'
import type { Import } from './imported.ts'
import { type JsonObject, listOf, member, objectOf, textAt, textOf } from './json-value.ts'
import { nameOfPath, walkTree } from './walk-tree.ts'

/** One collection or a list of them. */
export function isHoppscotch(value: unknown): boolean {
  const first = Array.isArray(value) ? value[0] : value
  return Array.isArray(member(first, 'folders')) && Array.isArray(member(first, 'requests'))
}

export function readHoppscotch(value: unknown): Import {
  const found: Reading[] = []
  let scripts = 0
  for (const { node, path } of walkTree(Array.isArray(value) ? value : [value], ['folders', 'requests'])) {
    scripts += ['preRequestScript', 'testScript'].filter(
      (key) => (textAt(node, key) ?? '').trim() !== '',
    ).length
    const auth = objectOf(member(node, 'auth'))
    if (auth === null || auth.authType !== 'oauth-2' || auth.authActive === false) continue
    found.push(() => readAuth(auth, nameOfPath(path)).finish())
  }
  const leftOut =
    scripts === 0
      ? []
      : [{ from: `${scripts} ${scripts === 1 ? 'script' : 'scripts'}`, why: 'scripts are never run' }]
  return collect('Hoppscotch collection', found, leftOut)
}

const notTaken: Readonly<Record<string, string | undefined>> = {
  __proto__: null as never,
  grantType: '',
  isPKCE: '',
  codeVerifierMethod: '',
  authType: '',
  authActive: '',
  grantTypeInfo: '',
  token: 'a token is no setting',
  refreshToken: 'a token is no setting',
  tokenType: 'which token an API wants is no matter of getting one',
  addTo: 'where an API wants its token is no matter of getting one',
}

function readAuth(auth: JsonObject, name: string): Candidate {
  const candidate = startCandidate(name)
  const info = objectOf(auth.grantTypeInfo)
  // Older versions have the settings beside the kind.
  const settings = info ?? auth
  const grant = textOf(settings.grantType) ?? 'AUTHORIZATION_CODE'
  candidate.grant('grantType', grant)
  if (grant === 'IMPLICIT') candidate.flow('grantType', { response_type: 'token' })
  if (grant === 'AUTHORIZATION_CODE') {
    candidate.pkce(
      'isPKCE',
      settings.isPKCE === true ? (settings.codeVerifierMethod === 'plain' ? 'plain' : 'S256') : null,
    )
  }
  for (const [key, raw] of [...Object.entries(settings), ...(info ? [['addTo', auth.addTo] as const] : [])]) {
    // Hoppscotch writes a variable as <<name>>.
    const value = typeof raw === 'string' ? raw.replace(/<<\s*([A-Za-z_][\w.-]*)\s*>>/g, '{{$1}}') : raw
    const from = key.slice(0, 80)
    switch (key) {
      case 'authEndpoint':
      case 'authURL':
        candidate.endpoint(from, 'authorization_endpoint', value)
        break
      case 'tokenEndpoint':
      case 'accessTokenURL':
        candidate.endpoint(from, 'token_endpoint', value)
        break
      case 'oidcDiscoveryURL':
        candidate.metadataAddress(from, value)
        break
      case 'clientID':
        candidate.clientId(from, value)
        break
      case 'clientSecret':
        candidate.secret(from, 'client_secret', value)
        break
      case 'clientAuthentication':
        candidate.method(from, member(settings, 'clientSecret') ? value : 'none')
        break
      case 'scopes':
      case 'scope':
        candidate.scope(from, value)
        break
      case 'username':
        candidate.flow(from, { username: candidate.read(from, value) ?? '' })
        break
      case 'password':
        candidate.secret(from, 'password', value)
        break
      case 'authRequestParams':
        for (const each of listOf(value)) takeParameter(candidate, from, each)
        break
      case 'tokenRequestParams':
        for (const each of listOf(value)) takeParameter(candidate, from, each, 'token')
        break
      case 'refreshRequestParams':
        for (const each of listOf(value)) takeParameter(candidate, from, each, 'refresh')
        break
      default: {
        const why = notTaken[key] ?? 'there is no such setting here'
        if (why !== '' && value !== '' && value !== null && value !== undefined) candidate.leave(from, why)
      }
    }
  }
  return candidate
}

function takeParameter(
  candidate: Candidate,
  key: string,
  each: unknown,
  request?: 'token' | 'refresh',
): void {
  const name = textAt(each, 'key') ?? ''
  const from = `${key}: ${name.slice(0, 60)}`
  if (name === '') return
  if (member(each, 'active') === false) {
    candidate.leave(from, 'it is switched off in the source')
    return
  }
  const sent = textAt(each, 'sendIn') ?? 'body'
  const place = sent === 'headers' ? 'header' : sent === 'url' ? 'query' : 'body'
  const target: ExtraParameter['target'] = request && { request, place }
  if (!request && place === 'header') candidate.leave(from, 'a browser sends no headers of ours')
  else candidate.parameter(from, name, member(each, 'value'), target)
}
