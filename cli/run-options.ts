import type { LoopbackCertificate } from '../electron/net/loopback-certificate.ts'
import type { RunConfig } from '../shared/oauth/run-config.ts'
import type { BrowserChoice } from '../shared/profile/browser-choice.ts'
import type { ProfileFile } from '../shared/profile/export/profile-file.ts'
import { defaultFlow, type FlowSettings, flowSettings } from '../shared/profile/flow-settings.ts'
import { missingInput } from '../shared/profile/missing-input.ts'
import { clientAuthMethod } from '../shared/profile/profile.ts'
import { implicitResponseTypes } from '../shared/profile/response-type.ts'
import { hasFrontChannel, runnableGrants } from '../shared/profile/runnable-grants.ts'
import type { SecretName, Secrets } from '../shared/profile/secret-name.ts'
import { readArguments, readTextArgument } from './arguments.ts'
import { browserFlags, readBrowserFlags } from './browser-flags.ts'
import { connectionFlags, readConnectionFlags } from './connection-flags.ts'
import { type CliIo, UsageError } from './io.ts'
import { type ChosenVariant, chooseVariant, readProfileFile } from './profile-file.ts'
import { readParameters } from './read-parameters.ts'
import { readSecret, secretOfEnv, secretOfFile } from './read-secret.ts'
import { readCertificateFlags, readRedirectFlags, redirectFlags, redirectUsage } from './redirect-flags.ts'
import { binarySecrets, flowFlags, grantTypeOf, secretFlags, secretSources } from './run-flags.ts'

export type RunOptions = {
  readonly config: RunConfig
  /** Null: the URL is printed and the person opens it. */
  readonly browser: BrowserChoice | null
  /** For an https redirect URI on this machine; null: one is made for the run. */
  readonly certificate: LoopbackCertificate | null
  readonly timeoutMs: number
  readonly json: boolean
  /** Values of the options that the caller added. */
  readonly more: Readonly<Record<string, unknown>>
}

const defaultTimeoutSeconds = 300
/**
 * Reads the command line of `run`, over a profile file where one is given. Null where help was asked for; throws
 * UsageError. A secret is never among the arguments.
 */
export async function readRunOptions(
  argv: readonly string[],
  io: CliIo,
  more: Readonly<Record<string, { readonly type: 'string'; readonly multiple?: true }>> = {},
  fallback: Partial<Pick<RunConfig, 'issuer' | 'client_id'>> = {},
): Promise<RunOptions | null> {
  const { values, positionals } = readArguments(argv, {
    profile: { type: 'string' },
    environment: { type: 'string' },
    client: { type: 'string' },
    user: { type: 'string' },
    issuer: { type: 'string' },
    'client-id': { type: 'string' },
    'auth-method': { type: 'string' },
    scope: { type: 'string' },
    ...redirectFlags,
    param: { type: 'string', multiple: true },
    'param-at': { type: 'string', multiple: true },
    'allow-http': { type: 'boolean' },
    ...browserFlags,
    timeout: { type: 'string' },
    json: { type: 'boolean' },
    help: { type: 'boolean', short: 'h' },
    ...flowFlags,
    ...connectionFlags,
    ...secretFlags,
    ...more,
  })
  if (values.help) return null
  if (positionals.length > 0) throw new UsageError('run takes options only')
  const file = await readFile(values, io)
  const issuer = values.issuer ?? file.issuer ?? fallback.issuer
  const client_id = values['client-id'] ?? file.client_id ?? fallback.client_id
  if (!issuer) throw new UsageError('--issuer is needed')
  if (!client_id) throw new UsageError('--client-id is needed')
  const browser = readBrowserFlags(values)
  const secrets = await readSecrets(values as Readonly<Record<string, unknown>>, file, io)
  const connection = await readConnectionFlags(values, io)
  const flow = { ...readFlow(values, file), ...connection }
  const method = values['auth-method'] ?? file.token_endpoint_auth_method
  const config: RunConfig = {
    profileId: null,
    profileName: file.name ?? 'command line',
    issuer,
    client_id,
    token_endpoint_auth_method: readAuthMethod(method, secrets),
    secrets,
    scope: values.scope ?? file.scope ?? (hasFrontChannel(flow.grant_type) ? 'openid' : ''),
    flow,
    redirect: readRedirectFlags(values, file),
    parameters: readParameters(values, file),
    allowHttp: values['allow-http'] === true || file.allow_http === true,
    endpoints: file.endpoints ?? null,
  }
  if (config.redirect.remote_uri !== undefined && browser !== null) {
    throw new UsageError(`${redirectUsage}, which goes with --no-browser and a pasted address`)
  }
  const missing = missingInput(config, (name) => Boolean(secrets[name]))
  if (missing !== null) throw new UsageError(`${missing.reason}: ${flagFor(missing.field)}`)
  return {
    config,
    browser,
    certificate: await readCertificateFlags(values, config.redirect, io),
    timeoutMs: readTimeout(values.timeout) * 1000,
    json: values.json === true,
    more: values,
  }
}

/** The profile file as its chosen variant has it; without one, nothing. */
async function readFile(
  values: ChosenVariant & { readonly profile?: string | undefined },
  io: CliIo,
): Promise<Partial<ProfileFile>> {
  if (values.profile !== undefined) {
    return chooseVariant(
      readProfileFile(await readTextArgument(values.profile, io, 'a profile as JSON')),
      values,
    )
  }
  if (values.environment ?? values.client ?? values.user) {
    throw new UsageError('--environment, --client and --user choose within a --profile')
  }
  return {}
}

/** Of the file, then of the flags: by variables of the environment or from files, visible to this user alone. */
async function readSecrets(
  values: Readonly<Record<string, unknown>>,
  file: Partial<ProfileFile>,
  io: CliIo,
): Promise<Secrets> {
  const secrets: Partial<Record<SecretName, string>> = {}
  for (const [name, source] of Object.entries(file.secrets ?? {})) {
    secrets[name as SecretName] =
      'env' in source
        ? secretOfEnv(source.env, io)
        : await secretOfFile(source.file, io, binarySecrets.includes(name as SecretName))
  }
  for (const { name, flag } of secretSources) {
    const secret = await readSecret(values, flag, io, binarySecrets.includes(name))
    if (secret !== null) secrets[name] = secret
  }
  return secrets
}

const flagNames: Partial<Record<keyof FlowSettings, keyof typeof flowFlags>> = {
  basic_credentials: 'basic-credentials',
  client_assertion_signing_alg: 'client-assertion-alg',
  client_assertion_audience: 'client-assertion-audience',
  username: 'username',
  login_hint: 'login-hint',
  binding_message: 'binding-message',
  backchannel_token_delivery_mode: 'ciba-delivery',
  backchannel_client_notification_endpoint: 'notification-endpoint',
  assertion_subject: 'assertion-subject',
  subject_token_type: 'subject-token-type',
  actor_token_type: 'actor-token-type',
  requested_token_type: 'requested-token-type',
  audience: 'audience',
  code_challenge_method: 'pkce',
  pushed_authorization: 'par',
  request_object_signing_alg: 'request-object-alg',
  request_object_encryption_alg: 'request-object-encryption-alg',
  request_object_encryption_enc: 'request-object-encryption-enc',
  claims: 'claims',
  authorization_details: 'authorization-details',
  origin_header: 'origin',
  id_token_signed_response_alg: 'id-token-alg',
  authorization_signed_response_alg: 'jarm-alg',
  id_token_encrypted_response_alg: 'id-token-encryption-alg',
  userinfo_encrypted_response_alg: 'userinfo-encryption-alg',
  authorization_encrypted_response_alg: 'jarm-encryption-alg',
  introspection_signed_response_alg: 'introspection-alg',
  response_type: 'response-type',
  response_mode: 'response-mode',
  tls_client_certificate_bound_access_tokens: 'certificate-bound',
  dpop: 'dpop',
}

function readFlow(
  values: Readonly<Partial<Record<keyof typeof flowFlags, string | string[] | boolean | undefined>>>,
  file: Partial<ProfileFile>,
): FlowSettings {
  const given = Object.entries(flagNames).flatMap(([setting, flag]) =>
    values[flag] === undefined ? [] : [[setting, values[flag]] as const],
  )
  const kept = Object.keys(defaultFlow).flatMap((name) => {
    const value = file[name as keyof FlowSettings]
    return value === undefined ? [] : [[name, value] as const]
  })
  const grant = values['grant-type']
  const flow = flowSettings.safeParse({
    ...defaultFlow,
    ...Object.fromEntries(kept),
    ...Object.fromEntries(given),
    ...(typeof grant === 'string'
      ? { grant_type: grantTypeOf(grant) }
      : impliedGrant(values['response-type'])),
  })
  if (!flow.success) {
    const setting = flow.error.issues[0]?.path[0]
    if (setting === 'grant_type') throw new UsageError(`--grant-type is one of ${runnableGrants.join(', ')}`)
    const flag = flagNames[setting as keyof FlowSettings] ?? String(setting)
    throw new UsageError(`--${flag}: ${flow.error.issues[0]?.message ?? 'not valid'}`)
  }
  if (!runnableGrants.some((each) => each === flow.data.grant_type)) {
    throw new UsageError(`--grant-type is one of ${runnableGrants.join(', ')}`)
  }
  return flow.data
}

/** A response type without a code has only one grant. */
function impliedGrant(type: unknown): { readonly grant_type?: 'implicit' } {
  return implicitResponseTypes.some((each) => each === type) ? { grant_type: 'implicit' } : {}
}

function flagFor(field: string): string {
  const source = secretSources.find(({ name }) => name === field)
  if (source) return `give --${source.flag}-env with the name of a variable, or --${source.flag}-file`
  return `give --${flagNames[field as keyof FlowSettings] ?? field}`
}

function readAuthMethod(
  value: string | undefined,
  secrets: Secrets,
): RunConfig['token_endpoint_auth_method'] {
  // RFC 7591 §2: client_secret_basic is the default of a client that has a secret.
  const method = clientAuthMethod.safeParse(value ?? (secrets.client_secret ? 'client_secret_basic' : 'none'))
  if (method.success) return method.data
  throw new UsageError(`--auth-method is one of ${clientAuthMethod.options.join(', ')}`)
}

function readTimeout(value: string | undefined): number {
  if (value === undefined) return defaultTimeoutSeconds
  const seconds = Number(value)
  if (!/^\d+(\.\d+)?$/.test(value) || seconds <= 0 || seconds > 86_400) {
    throw new UsageError('--timeout is a number of seconds, at most 86400')
  }
  return seconds
}
