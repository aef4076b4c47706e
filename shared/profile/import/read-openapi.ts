import { type Candidate, startCandidate } from './candidate.ts'
import { collect, type Reading } from './collected.ts'
import type { Import, LeftOut } from './imported.ts'
import { listOf, member, memberAt, objectOf, textAt } from './json-value.ts'

export function isOpenApi(value: unknown): boolean {
  return /^3\.\d/.test(textAt(value, 'openapi') ?? '') || (textAt(value, 'swagger') ?? '').startsWith('2')
}

/** Grants by the names of OpenAPI 3 (Security Scheme, OAuth Flows Object) and Swagger 2. */
const flows: Readonly<Record<string, string | undefined>> = {
  __proto__: null as never,
  authorizationCode: 'authorization_code',
  accessCode: 'authorization_code',
  implicit: 'implicit',
  password: 'password',
  clientCredentials: 'client_credentials',
  application: 'client_credentials',
  deviceAuthorization: 'device_code',
}

/** The security schemes of an API description: where its tokens come from; it names no client. */
export function readOpenApi(value: unknown): Import {
  const title = textAt(value, 'info', 'title') ?? 'API'
  const schemes =
    objectOf(memberAt(value, 'components', 'securitySchemes')) ??
    objectOf(member(value, 'securityDefinitions'))
  const found: Reading[] = []
  const leftOut: LeftOut[] = []
  for (const [name, written] of Object.entries(schemes ?? {})) {
    const scheme = resolve(value, written)
    const from = `securitySchemes.${name}`.slice(0, 100)
    if (scheme === null) leftOut.push({ from, why: 'it refers to something outside this file, or to itself' })
    else if (textAt(scheme, 'type') === 'openIdConnect') {
      const candidate = startCandidate(`${title}: ${name}`)
      candidate.metadataAddress('openIdConnectUrl', absolute(value, textAt(scheme, 'openIdConnectUrl')))
      candidate.grant('type', 'authorization_code')
      found.push(() => candidate.finish())
    } else if (textAt(scheme, 'type') === 'oauth2') {
      const list = objectOf(member(scheme, 'flows')) ?? { [textAt(scheme, 'flow') ?? '']: scheme }
      for (const [kind, flow] of Object.entries(list)) {
        if (objectOf(flow) === null) continue
        const grant = flows[kind]
        if (grant === undefined)
          leftOut.push({ from: `${from}.${kind}`.slice(0, 100), why: 'there is no such flow' })
        else found.push(() => readFlow(value, flow, grant, `${title}: ${name}`, kind, scheme).finish())
      }
    } else leftOut.push({ from, why: 'it is neither oauth2 nor openIdConnect' })
  }
  return collect(
    (textAt(value, 'swagger') ?? '') === '' ? 'OpenAPI description' : 'Swagger description',
    found,
    leftOut,
  )
}

function readFlow(
  root: unknown,
  flow: unknown,
  grant: string,
  name: string,
  kind: string,
  scheme: unknown,
): Candidate {
  const candidate = startCandidate(`${name} (${kind})`)
  candidate.grant('flow', grant)
  if (grant === 'implicit') candidate.flow('flow', { response_type: 'token' })
  const metadata = textAt(scheme, 'oauth2MetadataUrl')
  if (metadata !== null) candidate.metadataAddress('oauth2MetadataUrl', metadata)
  candidate.endpoint(
    'authorizationUrl',
    'authorization_endpoint',
    absolute(root, textAt(flow, 'authorizationUrl')),
  )
  candidate.endpoint('tokenUrl', 'token_endpoint', absolute(root, textAt(flow, 'tokenUrl')))
  candidate.endpoint(
    'deviceAuthorizationUrl',
    'device_authorization_endpoint',
    absolute(root, textAt(flow, 'deviceAuthorizationUrl')),
  )
  if (textAt(flow, 'refreshUrl')) candidate.leave('refreshUrl', 'tokens are refreshed at the token endpoint')
  const scopes = Object.keys(objectOf(member(flow, 'scopes')) ?? {})
  const [first, ...more] = scopes
  if (scopes.length <= 10) candidate.scope('scopes', scopes)
  else {
    candidate.scope('scopes', [first])
    candidate.leave(
      'scopes',
      `the API has ${scopes.length} scopes; the first is entered, ${more.length} are not`,
    )
  }
  return candidate
}

/** An address relative to the API's server; as it stands where there is none. */
function absolute(root: unknown, address: string | null): string | null {
  if (address === null || /^https?:\/\//i.test(address) || address.includes('{{')) return address
  const server =
    textAt(listOf(member(root, 'servers'))[0], 'url') ??
    (textAt(root, 'host') ? `https://${textAt(root, 'host')}${textAt(root, 'basePath') ?? ''}/` : null)
  return server !== null && URL.canParse(address, server) ? new URL(address, server).href : address
}

/** Local references are followed, each once; nothing is fetched. */
function resolve(root: unknown, written: unknown): unknown {
  let value = written
  for (let step = 0; step < 10; step += 1) {
    const reference = textAt(value, '$ref')
    if (reference === null) return objectOf(value)
    if (!reference.startsWith('#/')) return null
    const names = reference
      .slice(2)
      .split('/')
      .map((each) => each.replaceAll('~1', '/').replaceAll('~0', '~'))
    value = memberAt(root, ...names)
  }
  return null
}
