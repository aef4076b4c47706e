import type { RunConfig } from '../shared/oauth/run-config.ts'
import { defaultFlow } from '../shared/profile/flow-settings.ts'
import { clientAuthMethod, type RedirectSettings, redirectSettings } from '../shared/profile/profile.ts'
import { readArguments } from './arguments.ts'
import { splitCommand } from './browser-command.ts'
import { type CliIo, UsageError } from './io.ts'

export type RunOptions = {
  readonly config: RunConfig
  /** Null: the URL is printed and the person opens it. */
  readonly browser: readonly [program: string, ...args: string[]] | 'system' | null
  readonly timeoutMs: number
  readonly json: boolean
}

const defaultTimeoutSeconds = 300

/** Reads the command line of `run`. Null where help was asked for; throws UsageError. A secret is never among it. */
export function readRunOptions(argv: readonly string[], env: CliIo['env']): RunOptions | null {
  const { values, positionals } = readArguments(argv, {
    issuer: { type: 'string' },
    'client-id': { type: 'string' },
    'client-secret-env': { type: 'string' },
    'auth-method': { type: 'string' },
    scope: { type: 'string' },
    'redirect-uri': { type: 'string' },
    param: { type: 'string', multiple: true },
    'allow-http': { type: 'boolean' },
    'browser-command': { type: 'string' },
    'no-browser': { type: 'boolean' },
    timeout: { type: 'string' },
    json: { type: 'boolean' },
    help: { type: 'boolean', short: 'h' },
  })
  if (values.help) return null
  if (positionals.length > 0) throw new UsageError('run takes options only')
  const { issuer, 'client-id': client_id } = values
  if (!issuer) throw new UsageError('--issuer is needed')
  if (!client_id) throw new UsageError('--client-id is needed')
  const client_secret = readSecret(values['client-secret-env'], env)
  const command = values['browser-command']
  if (values['no-browser'] && command !== undefined) {
    throw new UsageError('--no-browser and --browser-command exclude each other')
  }
  return {
    config: {
      profileId: null,
      profileName: 'command line',
      issuer,
      client_id,
      token_endpoint_auth_method: readAuthMethod(values['auth-method'], client_secret),
      secrets: client_secret === null ? {} : { client_secret },
      scope: values.scope ?? 'openid',
      flow: defaultFlow,
      redirect: readRedirect(values['redirect-uri']),
      parameters: (values.param ?? []).map(readParameter),
      allowHttp: values['allow-http'] === true,
    },
    browser: values['no-browser'] ? null : command === undefined ? 'system' : splitCommand(command),
    timeoutMs: readTimeout(values.timeout) * 1000,
    json: values.json === true,
  }
}

/** By the name of an environment variable: arguments are visible to every user of the machine. */
function readSecret(name: string | undefined, env: CliIo['env']): string | null {
  if (name === undefined) return null
  const secret = env[name]
  // Whoever gave the secret itself must not find it in a log.
  if (!secret) throw new UsageError('there is no environment variable of the name that was given')
  return secret
}

function readAuthMethod(
  value: string | undefined,
  secret: string | null,
): RunConfig['token_endpoint_auth_method'] {
  // RFC 7591 §2: client_secret_basic is the default of a client that has a secret.
  const method = clientAuthMethod.safeParse(value ?? (secret === null ? 'none' : 'client_secret_basic'))
  if (!method.success) throw new UsageError(`--auth-method is one of ${clientAuthMethod.options.join(', ')}`)
  if (method.data !== 'none' && secret === null) {
    throw new UsageError(`${method.data} needs --client-secret-env with the name of a variable`)
  }
  return method.data
}

function readRedirect(value: string | undefined): RedirectSettings {
  if (value === undefined) return { host: '127.0.0.1', port: 0, path: '/callback' }
  const match = /^http:\/\/(127\.0\.0\.1|\[::1\])(?::(\d{1,5}))?(\/.*)?$/.exec(value)
  const settings = redirectSettings.safeParse({
    host: match?.[1],
    // RFC 8252 §7.3: a loopback redirect URI without a port means any port.
    port: Number(match?.[2] ?? 0),
    path: match?.[3] ?? '/',
  })
  if (!match || !settings.success) {
    throw new UsageError('--redirect-uri is http://127.0.0.1[:port]/path or http://[::1][:port]/path')
  }
  return settings.data
}

function readParameter(text: string): { readonly name: string; readonly value: string } {
  const at = text.indexOf('=')
  if (at < 1) throw new UsageError('--param is name=value')
  return { name: text.slice(0, at), value: text.slice(at + 1) }
}

function readTimeout(value: string | undefined): number {
  if (value === undefined) return defaultTimeoutSeconds
  const seconds = Number(value)
  if (!/^\d+(\.\d+)?$/.test(value) || seconds <= 0 || seconds > 86_400) {
    throw new UsageError('--timeout is a number of seconds, at most 86400')
  }
  return seconds
}
