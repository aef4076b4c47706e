import type { BrowserChoice } from '../profile/browser-choice.ts'
import type { Endpoints } from '../profile/endpoints.ts'
import { type ExtraParameter, firstParameters } from '../profile/extra-parameter.ts'
import type { FlowSettings } from '../profile/flow-settings.ts'
import type { ClientAuthMethod, RedirectSettings } from '../profile/profile.ts'
import type { Secrets } from '../profile/secret-name.ts'
import type { VariantChoice } from '../profile/variant.ts'
import type { RunChange } from './find-remedies.ts'
import { isSecretParameter } from './redact.ts'

export type VariantNames = {
  readonly environment?: string
  readonly client?: string
  readonly user?: string
}

/** Everything one run needs. Wire names keep the RFC's spelling; the secrets stay in the process that runs it. */
export type RunConfig = {
  readonly profileId: string | null
  readonly profileName: string
  readonly issuer: string
  readonly client_id: string
  readonly token_endpoint_auth_method: ClientAuthMethod
  readonly secrets: Secrets
  /** Space separated. With `openid` an ID token, a nonce and their checks belong to the run. */
  readonly scope: string
  readonly flow: FlowSettings
  readonly redirect: RedirectSettings
  /** Absent: the system's. */
  readonly browser?: BrowserChoice
  /** More of any request; the names in `reservedParameters` are refused. */
  readonly parameters: readonly ExtraParameter[]
  /** Plain http is allowed to the issuer's own host although it is not on loopback. */
  readonly allowHttp: boolean
  /** Where the provider announces nothing: what discovery would have said. Absent or null: it is asked. */
  readonly endpoints?: Endpoints | null
  /** Which of the profile's environments, clients and users it is, and what the person calls them. */
  readonly variant?: VariantChoice
  readonly variantNames?: VariantNames
  /** What was put over the profile's settings for this run. */
  readonly change?: RunChange
}

/** A parameter of the first request; `value` is null where it is, or may be, a secret. */
export type AskedParameter = { readonly name: string; readonly value: string | null }

/** What a run asked for, without its secrets: kept with it, so that it can be repeated and compared. */
export type AskedSettings = Pick<RunConfig, 'token_endpoint_auth_method' | 'scope' | 'flow'> & {
  readonly parameters: readonly AskedParameter[]
}

export function askedSettings(config: RunConfig): AskedSettings {
  const { token_endpoint_auth_method, scope, flow } = config
  const first = firstParameters(config.parameters)
  const parameters = first.map(({ name, value }) => ({ name, value: isSecretParameter(name) ? null : value }))
  // Public and long: every change of a run goes to the window.
  return { token_endpoint_auth_method, scope, flow: { ...flow, ca_certificates: '' }, parameters }
}

/** The configuration with a change put over it; it says so in its runs. */
export function changedConfig(config: RunConfig, change: RunChange): RunConfig {
  const { token_endpoint_auth_method = config.token_endpoint_auth_method, scope = config.scope } = change
  const { basic_credentials = config.flow.basic_credentials } = change
  const { client_assertion_audience = config.flow.client_assertion_audience } = change
  return {
    ...config,
    token_endpoint_auth_method,
    scope,
    flow: { ...config.flow, basic_credentials, client_assertion_audience },
    change,
  }
}

/** Parameters that the run sets itself (RFC 6749 §4.1.1, RFC 7636 §4.3) or that would change who answers what (RFC 9101). */
export const reservedParameters: readonly string[] = [
  'response_type',
  'response_mode',
  'client_id',
  'client_secret',
  'redirect_uri',
  'scope',
  'state',
  'nonce',
  'code_challenge',
  'code_challenge_method',
  'request',
  'request_uri',
  'client_notification_token',
]

/** The same of the requests behind the browser (RFC 6749 §4.1.3, §6; RFC 7523 §2.2; RFC 7009 §2.1; RFC 8628 §3.4). */
export const reservedBackParameters: readonly string[] = [
  'grant_type',
  'code',
  'code_verifier',
  'refresh_token',
  'device_code',
  'token',
  'token_type_hint',
  'client_assertion',
  'client_assertion_type',
  'access_token',
]
