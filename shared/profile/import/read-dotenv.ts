import { type Candidate, startCandidate } from './candidate.ts'
import { collect, type Reading } from './collected.ts'
import type { Import, LeftOut, SourceVariable } from './imported.ts'
import { entraIssuer, takeKnownProvider } from './known-providers.ts'
import { type KeyValues, parseDotenv } from './parse-key-values.ts'
import { isSecretName } from './secret-variable.ts'

export function isDotenv(text: string): boolean {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '' && !/^\s*#/.test(line))
  return lines.length > 0 && lines.every((line) => /^\s*(?:export\s+)?[A-Za-z_][\w]*\s*=/.test(line))
}

/** Words at the end of a name, the longest first. What stands before one is whose setting it is. */
const settings = [
  ['issuer', /^(.*?)_?(?:ISSUER(?:_BASE)?(?:_UR[LI])?|AUTHORITY|OIDC_PROVIDER_URL)$/],
  ['metadata', /^(.*?)_?(?:DISCOVERY(?:_UR[LI]|_ENDPOINT)?|WELL_?KNOWN(?:_UR[LI])?|METADATA_URL)$/],
  [
    'authorization_endpoint',
    /^(.*?)_?(?:AUTHORI[SZ]ATION_(?:UR[LI]|ENDPOINT)|AUTHORI[SZ]E_(?:UR[LI]|ENDPOINT)|AUTH_ENDPOINT)$/,
  ],
  ['token_endpoint', /^(.*?)_?(?:ACCESS_)?TOKEN_(?:UR[LI]|ENDPOINT)$/],
  ['userinfo_endpoint', /^(.*?)_?USER_?INFO_(?:UR[LI]|ENDPOINT)$/],
  ['jwks_uri', /^(.*?)_?JWKS?_(?:UR[LI]|ENDPOINT)$/],
  ['client_id', /^(.*?)_?CLIENT_?ID$/],
  ['client_secret', /^(.*?)_?CLIENT_?SECRET$/],
  ['redirect', /^(.*?)_?(?:REDIRECT_UR[LI]|CALLBACK_UR[LI])$/],
  ['scope', /^(.*?)_?SCOPES?$/],
  ['audience', /^(.*?)_?AUDIENCE$/],
  ['tenant', /^(.*?)_?TENANT(?:_?ID)?$/],
  ['domain', /^(.*?)_?DOMAIN$/],
  ['grant', /^(.*?)_?GRANT_?TYPE$/],
  ['method', /^(.*?)_?(?:TOKEN_ENDPOINT_)?AUTH_METHOD$/],
  // Auth.js writes AUTH_GITHUB_ID and AUTH_GITHUB_SECRET.
  ['client_id', /^(AUTH_[A-Z0-9_]+)_ID$/],
  ['client_secret', /^(AUTH_[A-Z0-9_]+)_SECRET$/],
  ['client_id', /^([A-Z0-9]+)_ID$/],
  ['client_secret', /^((?!NEXTAUTH|AUTH|SESSION|JWT|COOKIE|APP)[A-Z0-9]+)_SECRET$/],
] as const
type Setting = (typeof settings)[number][0]

const framework: Readonly<Record<string, string | undefined>> = {
  __proto__: null as never,
  NEXTAUTH_URL: 'it is the address of your app; register its callback or this app’s own',
  AUTH_URL: 'it is the address of your app; register its callback or this app’s own',
  NEXTAUTH_SECRET: 'it signs the sessions of your app and is no client secret',
  AUTH_SECRET: 'it signs the sessions of your app and is no client secret',
  SESSION_SECRET: 'it signs the sessions of your app and is no client secret',
}

/** A `.env` file with the settings of one or several clients, told from their names. */
export function readDotenv(text: string): Import {
  return readByNames(parseDotenv(text), '.env file')
}

export function readByNames(
  values: KeyValues,
  format: string,
  known: readonly SourceVariable[] = [],
): Import {
  const groups = new Map<string, [Setting, string, string][]>()
  const leftOut: LeftOut[] = []
  for (const [key, value] of values) {
    const name = key
      .toUpperCase()
      .replace(/[.-]/g, '_')
      .replace(/^(?:VITE|NEXT_PUBLIC|REACT_APP|EXPO_PUBLIC|NUXT_PUBLIC|NUXT)_/, '')
    const why = framework[name]
    if (why !== undefined) {
      leftOut.push({ from: key, why })
      continue
    }
    const match = settings
      .map(([setting, pattern]) => ({ setting, found: pattern.exec(name) }))
      .find(({ found }) => found !== null)
    if (!match || value === '') continue
    const group = match.found?.[1] ?? ''
    const list = groups.get(group) ?? []
    list.push([match.setting, key, value])
    groups.set(group, list)
  }
  const variables = [
    ...known,
    ...[...values].map(([name, value]) => ({ name, value, secret: isSecretName(name) })),
  ]
  const found: Reading[] = []
  for (const [group, list] of groups) {
    if (
      !list.some(
        ([setting]) => setting === 'client_id' || setting === 'issuer' || setting === 'token_endpoint',
      )
    )
      continue
    found.push(() => readGroup(group, list).finish(variables))
  }
  return collect(format, found, leftOut)
}

function readGroup(group: string, list: readonly (readonly [Setting, string, string])[]): Candidate {
  const words = group
    .replace(/^AUTH_(?=.)/, '')
    .replace(/_/g, ' ')
    .toLowerCase()
  const candidate = startCandidate(
    words === '' ? 'From .env' : words.replace(/^./, (first) => first.toUpperCase()),
  )
  const has = (setting: Setting) => list.some(([each]) => each === setting)
  candidate.grant(
    'what is there',
    has('client_secret') &&
      !has('redirect') &&
      has('token_endpoint') &&
      !has('authorization_endpoint') &&
      !has('issuer')
      ? 'client_credentials'
      : 'authorization_code',
  )
  for (const [setting, from, value] of list) {
    switch (setting) {
      case 'issuer':
        if (value.includes('/.well-known/')) candidate.metadataAddress(from, value)
        else candidate.issuer(from, /^[\w.-]+$/.test(value) ? `https://${value}` : value)
        break
      case 'metadata':
        candidate.metadataAddress(from, value)
        break
      case 'authorization_endpoint':
      case 'token_endpoint':
      case 'userinfo_endpoint':
      case 'jwks_uri':
        candidate.endpoint(from, setting, value)
        break
      case 'client_id':
        candidate.clientId(from, value)
        break
      case 'client_secret':
        candidate.secret(from, 'client_secret', value)
        break
      case 'redirect':
        candidate.redirect(from, value)
        break
      case 'scope':
        candidate.scope(from, value)
        break
      case 'audience':
        candidate.audience(from, value)
        break
      case 'grant':
        candidate.grant(from, value)
        break
      case 'method':
        candidate.method(from, value)
        break
      case 'tenant':
        if (!has('issuer')) candidate.issuer(from, entraIssuer(value))
        break
      case 'domain':
        if (has('issuer')) break
        // Auth0 calls itself with a slash at the end.
        if (/^[\w.-]+$/.test(value))
          candidate.issuer(from, /auth0/i.test(group + value) ? `https://${value}/` : `https://${value}`)
        else candidate.issuer(from, value)
    }
  }
  if (!has('issuer') && !has('domain') && !has('tenant') && !has('metadata'))
    takeKnownProvider(candidate, words, `the name ${group}`)
  return candidate
}
