import type { Run } from '../oauth/run.ts'
import type { AskedParameter } from '../oauth/run-config.ts'
import type { FlowSettings } from '../profile/flow-settings.ts'
import type { ClientAuthMethod } from '../profile/profile.ts'
import { responseTypeOf } from '../profile/response-type.ts'

/** What code has to do to ask for the same tokens. It holds no secret: they come from variables of the environment. */
export type FlowPlan = {
  readonly issuer: string
  readonly clientId: string
  readonly method: ClientAuthMethod
  readonly scope: string
  readonly flow: FlowSettings
  readonly redirectUri: string
  /** Of the first request. `value` is null where it is secret. */
  readonly parameters: readonly AskedParameter[]
  /** As the run found them; null where it did not come so far. */
  readonly endpoints: {
    readonly authorization: string | null
    readonly pushed: string | null
    readonly device: string | null
    readonly backchannel: string | null
    readonly token: string | null
  }
}

/** Null for a run that went before its settings were kept with it. */
export function planOfRun(run: Run): FlowPlan | null {
  const { asked } = run
  if (asked === undefined) return null
  const address = (...ids: readonly string[]): string | null => {
    const url = run.steps.find(({ id }) => ids.includes(id))?.exchanges[0]?.request.url
    return url === undefined || !URL.canParse(url) ? null : `${new URL(url).origin}${new URL(url).pathname}`
  }
  return {
    issuer: run.issuer,
    clientId: run.clientId,
    method: asked.token_endpoint_auth_method,
    scope: asked.scope,
    flow: asked.flow,
    redirectUri: run.redirectUri ?? 'http://127.0.0.1:8765/callback',
    parameters: asked.parameters,
    endpoints: {
      authorization: address('authorize'),
      pushed: address('pushed_authorization'),
      device: address('device_authorization'),
      backchannel: address('backchannel_authentication'),
      token: address('token', 'poll'),
    },
  }
}

/** Parameters of the authorization request that are the same at each run. */
export function fixedParameters({
  flow,
  scope,
  redirectUri,
  parameters,
}: FlowPlan): readonly AskedParameter[] {
  const optional = [
    { name: 'scope', value: scope },
    { name: 'response_mode', value: flow.response_mode },
    { name: 'login_hint', value: flow.login_hint },
    { name: 'claims', value: flow.claims },
    { name: 'authorization_details', value: flow.authorization_details },
  ]
  return [
    { name: 'response_type', value: responseTypeOf(flow) },
    { name: 'redirect_uri', value: redirectUri },
    ...optional.filter(({ value }) => value !== ''),
    ...parameters,
  ]
}

/** Parameters of a token request without a browser, beside `grant_type`. Secrets are null. */
export function tokenParameters({ flow, scope, parameters }: FlowPlan): readonly AskedParameter[] {
  const given = (name: string, value: string): readonly AskedParameter[] =>
    value === '' ? [] : [{ name, value }]
  const secret = (name: string): AskedParameter => ({ name, value: null })
  const more = [...given('scope', scope), ...parameters]
  switch (flow.grant_type) {
    case 'password':
      return [{ name: 'username', value: flow.username }, secret('password'), ...more]
    case 'refresh_token':
      return [secret('refresh_token'), ...more]
    case 'urn:ietf:params:oauth:grant-type:token-exchange':
      return [
        secret('subject_token'),
        ...given('subject_token_type', flow.subject_token_type),
        ...(flow.actor_token_type === ''
          ? []
          : [secret('actor_token'), ...given('actor_token_type', flow.actor_token_type)]),
        ...given('requested_token_type', flow.requested_token_type),
        ...flow.audience.map((value) => ({ name: 'audience', value })),
        ...more,
      ]
    case 'urn:ietf:params:oauth:grant-type:jwt-bearer':
    case 'urn:ietf:params:oauth:grant-type:saml2-bearer':
      return [secret('assertion'), ...more]
    case 'urn:openid:params:grant-type:ciba':
      return [
        ...given('login_hint', flow.login_hint),
        ...given('binding_message', flow.binding_message),
        ...more,
      ]
    default:
      return more
  }
}

/** The variable of the environment that a secret comes from. */
export function variableFor(name: string): string {
  return name
    .toUpperCase()
    .replace(/[^A-Z0-9]+/g, '_')
    .replace(/^(?=\d)/, '_')
}

/** What of a flow some code may not be able to do, by the words for it. */
export type Feature =
  | 'DPoP'
  | 'pushed request'
  | 'request object'
  | 'signed answer'
  | 'mutual TLS'
  | 'signed assertion'

export function featuresOf({ flow, method, endpoints }: FlowPlan): readonly Feature[] {
  const there: readonly (readonly [Feature, boolean])[] = [
    ['DPoP', flow.dpop],
    ['pushed request', flow.pushed_authorization || endpoints.pushed !== null],
    ['request object', flow.request_object_signing_alg !== ''],
    ['signed answer', flow.response_mode.includes('jwt')],
    ['mutual TLS', method.endsWith('tls_client_auth')],
    ['signed assertion', method === 'private_key_jwt' || method === 'client_secret_jwt'],
  ]
  return there.filter(([, is]) => is).map(([name]) => name)
}

/** For a comment at the top: what the code leaves out. Empty: nothing. */
export function leftOut(plan: FlowPlan, made: readonly Feature[]): readonly string[] {
  const missing = featuresOf(plan).filter((feature) => !made.includes(feature))
  return missing.length === 0
    ? []
    : [`Left out, because this library or tool has no part for it: ${missing.join(', ')}.`]
}
