import type { AskedParameter } from '../oauth/run-config.ts'
import { commentText, quotePython as q } from '../policy-code/quote.ts'
import { responseTypeOf } from '../profile/response-type.ts'
import { hasFrontChannel } from '../profile/runnable-grants.ts'
import { type FlowPlan, fixedParameters, leftOut, tokenParameters, variableFor } from './flow-plan.ts'

const secret = 'os.environ["CLIENT_SECRET"]'
const notVerified = 'The ID token in the answer is not verified here.'
/** Of the library's own making, or given another way. */
const ownParameters: readonly string[] = ['response_type', 'redirect_uri', 'scope']

/** The flow for Authlib's OAuth2Session. Null for what its session does not do. */
export function createAuthlibFlow(plan: FlowPlan): string | null {
  const { flow, method, endpoints } = plan
  const known = ['none', 'client_secret_basic', 'client_secret_post', 'client_secret_jwt', 'private_key_jwt']
  const session = sessionKind(plan)
  if (session === null || endpoints.token === null || !known.includes(method)) return null
  const secretExpression = method === 'private_key_jwt' ? 'os.environ["CLIENT_KEY"]' : secret
  const assertion = {
    client_secret_jwt: ['ClientSecretJWT', flow.client_assertion_signing_alg || 'HS256'],
    private_key_jwt: ['PrivateKeyJWT', flow.client_assertion_signing_alg || 'RS256'],
  }[method as string]
  const token = q(endpoints.token)
  const lines = [
    `# ${notVerified}`,
    ...leftOut(plan, ['signed assertion']).map((note) => `# ${commentText(note)}`),
    'import os',
    ...(session === 'code' ? ['import secrets'] : []),
    ...insecure(plan, 'AUTHLIB_INSECURE_TRANSPORT', 'Authlib'),
    'from authlib.integrations.requests_client import OAuth2Session',
    ...(assertion ? [`from authlib.oauth2.rfc7523 import ${assertion[0]}`] : []),
    '',
    'session = OAuth2Session(',
    `    ${q(plan.clientId)},`,
    ...(method === 'none' ? [] : [`    ${secretExpression},`]),
    `    token_endpoint_auth_method=${assertion ? `${assertion[0]}(${token}, alg=${q(assertion[1] ?? '')})` : q(method)},`,
    ...(plan.scope === '' ? [] : [`    scope=${q(plan.scope)},`]),
    ...(session === 'code'
      ? [
          `    redirect_uri=${q(plan.redirectUri)},`,
          ...(flow.code_challenge_method === 'none'
            ? []
            : [`    code_challenge_method=${q(flow.code_challenge_method)},`]),
        ]
      : []),
    ')',
    ...(session === 'code'
      ? [
          ...verifierLine(plan),
          'url, state = session.create_authorization_url(',
          `    ${q(endpoints.authorization ?? '')},`,
          '    nonce=secrets.token_urlsafe(32),',
          ...(flow.code_challenge_method === 'none' ? [] : ['    code_verifier=code_verifier,']),
          ...(hasOwn(plan) ? [`    **${own(plan)},`] : []),
          ')',
          ...pasteLines,
          '# Without state= it would not be compared.',
          'tokens = session.fetch_token(',
          `    ${token},`,
          '    authorization_response=answer,',
          '    state=state,',
          ...(flow.code_challenge_method === 'none' ? [] : ['    code_verifier=code_verifier,']),
          ')',
        ]
      : tokenCall(plan, `session.fetch_token`, 'session.refresh_token')),
    'print(tokens)',
  ]
  return `${lines.join('\n')}\n`
}

/** The flow for requests-oauthlib. Null for what it does not do. */
export function createRequestsOauthlibFlow(plan: FlowPlan): string | null {
  const { flow, method, endpoints } = plan
  const session = sessionKind(plan)
  if (session === null || endpoints.token === null) return null
  if (!['none', 'client_secret_basic', 'client_secret_post'].includes(method)) return null
  const pkce = flow.code_challenge_method
  const authentication = {
    none: ['include_client_id=True'],
    client_secret_basic: [`auth=HTTPBasicAuth(${q(plan.clientId)}, ${secret})`],
    client_secret_post: ['include_client_id=True', `client_secret=${secret}`],
  }[method as 'none']
  const clientClass = {
    code: null,
    client_credentials: 'BackendApplicationClient',
    password: 'LegacyApplicationClient',
    refresh_token: null,
  }[session]
  const lines = [
    `# ${notVerified}`,
    ...leftOut(plan, []).map((note) => `# ${commentText(note)}`),
    ...(session === 'code' && pkce === 'S256' ? ['import base64', 'import hashlib'] : []),
    'import os',
    ...(session === 'code' ? ['import secrets'] : []),
    ...insecure(plan, 'OAUTHLIB_INSECURE_TRANSPORT', 'oauthlib'),
    ...(clientClass === null ? [] : [`from oauthlib.oauth2 import ${clientClass}`]),
    ...(method === 'client_secret_basic' ? ['from requests.auth import HTTPBasicAuth'] : []),
    'from requests_oauthlib import OAuth2Session',
    '',
    `session = OAuth2Session(${[
      clientClass === null ? q(plan.clientId) : `client=${clientClass}(${q(plan.clientId)})`,
      ...(plan.scope === '' ? [] : [`scope=${q(plan.scope)}.split()`]),
      ...(session === 'code' ? [`redirect_uri=${q(plan.redirectUri)}`] : []),
      ...(session === 'refresh_token' ? ['token={"refresh_token": os.environ["REFRESH_TOKEN"]}'] : []),
    ].join(', ')})`,
    ...(session === 'code'
      ? [
          ...verifierLine(plan),
          ...(pkce === 'S256'
            ? [
                'code_challenge = base64.urlsafe_b64encode(hashlib.sha256(code_verifier.encode()).digest()).decode().rstrip("=")',
              ]
            : pkce === 'plain'
              ? ['code_challenge = code_verifier']
              : []),
          'url, state = session.authorization_url(',
          `    ${q(endpoints.authorization ?? '')},`,
          '    nonce=secrets.token_urlsafe(32),',
          ...(pkce === 'none'
            ? []
            : ['    code_challenge=code_challenge,', `    code_challenge_method=${q(pkce)},`]),
          ...(hasOwn(plan) ? [`    **${own(plan)},`] : []),
          ')',
          ...pasteLines,
          '# The state of the answer is compared with that of the session.',
          'tokens = session.fetch_token(',
          `    ${q(endpoints.token)},`,
          '    authorization_response=answer,',
          ...(pkce === 'none' ? [] : ['    code_verifier=code_verifier,']),
          ...authentication.map((each) => `    ${each},`),
          ')',
        ]
      : tokenCall(plan, 'session.fetch_token', 'session.refresh_token', authentication)),
    'print(tokens)',
  ]
  return `${lines.join('\n')}\n`
}

type SessionKind = 'code' | 'client_credentials' | 'password' | 'refresh_token'

/** What both libraries' sessions do by themselves. */
function sessionKind({ flow, endpoints }: FlowPlan): SessionKind | null {
  if (hasFrontChannel(flow.grant_type)) {
    const isPlainCode =
      responseTypeOf(flow) === 'code' &&
      ['', 'query'].includes(flow.response_mode) &&
      endpoints.authorization !== null
    return isPlainCode ? 'code' : null
  }
  const kinds = ['client_credentials', 'password', 'refresh_token'] as const
  return kinds.find((kind) => kind === flow.grant_type) ?? null
}

const pasteLines = [
  'print("Open this address in a browser:\\n" + url, flush=True)',
  'answer = input("Paste the address that it ended at: ").strip()',
]

function verifierLine({ flow }: FlowPlan): readonly string[] {
  return flow.code_challenge_method === 'none' ? [] : ['code_verifier = secrets.token_urlsafe(48)']
}

/** Both libraries refuse plain http, also on loopback, where RFC 8252 allows it. */
function insecure(plan: FlowPlan, variable: string, library: string): readonly string[] {
  const isPlain = plan.issuer.startsWith('http:') || plan.redirectUri.startsWith('http:')
  return isPlain ? [`os.environ["${variable}"] = "1"  # ${library} refuses plain http, also on loopback`] : []
}

function more(plan: FlowPlan): readonly AskedParameter[] {
  return fixedParameters(plan).filter(({ name }) => !ownParameters.includes(name))
}

const hasOwn = (plan: FlowPlan): boolean => more(plan).length > 0
const own = (plan: FlowPlan): string => dictionary(more(plan))

function dictionary(parameters: readonly AskedParameter[]): string {
  const names = [...new Set(parameters.map(({ name }) => name))]
  const valuesOf = (name: string) =>
    parameters
      .filter((each) => each.name === name)
      .map(({ value }) => (value === null ? `os.environ["${variableFor(name)}"]` : q(value)))
  return `{${names
    .map((name) => {
      const values = valuesOf(name)
      return `${q(name)}: ${values.length === 1 ? values[0] : `[${values.join(', ')}]`}`
    })
    .join(', ')}}`
}

function tokenCall(
  plan: FlowPlan,
  fetch: string,
  refresh: string,
  authentication: readonly string[] = [],
): readonly string[] {
  const { grant_type: grant } = plan.flow
  const sent = tokenParameters(plan).filter(({ name }) => !['scope', 'refresh_token'].includes(name))
  const isRefresh = grant === 'refresh_token'
  const isAuthlib = authentication.length === 0
  return [
    `tokens = ${isRefresh ? refresh : fetch}(`,
    `    ${q(plan.endpoints.token ?? '')},`,
    ...(isRefresh ? ['    refresh_token=os.environ["REFRESH_TOKEN"],'] : []),
    ...(isAuthlib && !isRefresh ? [`    grant_type=${q(grant)},`] : []),
    ...(sent.length === 0 ? [] : [`    **${dictionary(sent)},`]),
    ...authentication.map((each) => `    ${each},`),
    ')',
  ]
}
