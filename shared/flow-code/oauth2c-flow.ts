import { commentText } from '../policy-code/quote.ts'
import { responseTypeOf } from '../profile/response-type.ts'
import { hasFrontChannel } from '../profile/runnable-grants.ts'
import { quotePosix } from '../run-export/posix-quote.ts'
import type { FlowPlan } from './flow-plan.ts'

/** The parameters that oauth2c has a flag of its own for; it takes no others. */
const parameterFlags: Readonly<Record<string, string>> = {
  acr_values: 'acr-values',
  prompt: 'prompt',
  max_age: 'max-age',
  login_hint: 'login-hint',
  id_token_hint: 'id-token-hint',
  audience: 'audience',
}

/** The flow as a command line of oauth2c. Null for grants that it does not have. */
export function createOauth2cFlow(plan: FlowPlan): string | null {
  const { flow, method } = plan
  const grant = flow.grant_type
  if (grant === 'urn:openid:params:grant-type:ciba' || grant.endsWith('saml2-bearer')) return null
  const front = hasFrontChannel(grant)
  const list = (text: string) =>
    text
      .split(/\s+/)
      .filter((word) => word !== '')
      .join(',')
  const value = (name: string, text: string) => (text === '' ? [] : [`--${name} ${quotePosix(text)}`])
  const flag = (name: string, is: boolean) => (is ? [`--${name}`] : [])
  const variable = (name: string, from: string, is: boolean) => (is ? [`--${name} "$${from}"`] : [])
  const others = plan.parameters.filter(({ name }) => !Object.hasOwn(parameterFlags, name))
  const isExchange = grant.endsWith('token-exchange')
  const options = [
    ...value('client-id', plan.clientId),
    ...variable('client-secret', 'CLIENT_SECRET', method.startsWith('client_secret')),
    ...variable(
      'signing-key',
      'CLIENT_KEY_FILE',
      method === 'private_key_jwt' || flow.request_object_signing_alg !== '',
    ),
    ...variable('tls-cert', 'CLIENT_CERTIFICATE_FILE', method.endsWith('tls_client_auth')),
    ...variable('tls-key', 'CLIENT_KEY_FILE', method.endsWith('tls_client_auth')),
    ...value('auth-method', method),
    ...value('grant-type', grant),
    ...value('scopes', list(plan.scope)),
    ...(front
      ? [
          ...value('response-types', list(responseTypeOf(flow))),
          ...value('response-mode', flow.response_mode),
          ...value('redirect-url', plan.redirectUri),
          ...flag('pkce', flow.code_challenge_method === 'S256'),
          ...flag('par', flow.pushed_authorization || plan.endpoints.pushed !== null),
          ...flag('request-object', flow.request_object_signing_alg !== ''),
          ...value('login-hint', flow.login_hint),
          ...value('claims', flow.claims),
          ...value('rar', flow.authorization_details),
        ]
      : []),
    ...flag('dpop', flow.dpop),
    ...(grant === 'password' ? [...value('username', flow.username), '--password "$PASSWORD"'] : []),
    ...variable('refresh-token', 'REFRESH_TOKEN', grant === 'refresh_token'),
    ...variable('assertion', 'ASSERTION', grant.endsWith('jwt-bearer')),
    ...(isExchange
      ? [
          '--subject-token "$SUBJECT_TOKEN"',
          ...value('subject-token-type', flow.subject_token_type),
          ...(flow.actor_token_type === ''
            ? []
            : ['--actor-token "$ACTOR_TOKEN"', ...value('actor-token-type', flow.actor_token_type)]),
          ...flow.audience.flatMap((audience) => value('audience', audience)),
        ]
      : []),
    ...plan.parameters.flatMap(({ name, value: text }) =>
      Object.hasOwn(parameterFlags, name) && text !== null ? value(parameterFlags[name] ?? name, text) : [],
    ),
  ]
  const notes = [
    ...(others.length === 0
      ? []
      : [`Left out, there is no flag for it: ${others.map(({ name }) => name).join(', ')}`]),
    ...(front && flow.code_challenge_method === 'plain' ? ['Left out: PKCE plain'] : []),
  ]
  const command = [`oauth2c ${quotePosix(plan.issuer)}`, ...options].join(' \\\n  ')
  return `${[...notes.map((note) => `# ${commentText(note)}`), command].join('\n')}\n`
}
