import { problemOfError } from '../electron/oauth/problem-of-error.ts'
import { callRegistration, type RegistrationCall } from '../electron/oauth/register-client.ts'
import { createRunSession } from '../electron/oauth/run-session.ts'
import { readClientMetadata } from '../shared/oauth/client-metadata-text.ts'
import type { JsonObject } from '../shared/oauth/read-id-token.ts'
import type { RunConfig } from '../shared/oauth/run-config.ts'
import { emptyDraft } from '../shared/profile/profile.ts'
import { readArguments, readTextArgument } from './arguments.ts'
import { callResult } from './call-output.ts'
import { connectionFlags, readConnectionFlags } from './connection-flags.ts'
import { type CliIo, exitCode, UsageError } from './io.ts'
import { readSecret } from './read-secret.ts'

const help = `claimscope register --issuer URL --metadata FILE [--initial-access-token-env VAR]
       claimscope register --registration-client-uri URL --registration-access-token-env VAR [--metadata FILE | --delete]

Registers a client (RFC 7591) with the metadata of a JSON file, or reads, updates or deletes a registration (RFC 7592) by
the address and the token that it came with. The answer is held against what was asked for: a provider may replace or
leave out what it likes.

  --metadata FILE                   a JSON object: redirect_uris, grant_types, token_endpoint_auth_method, scope, …
  --initial-access-token-env VAR    where the provider does not let anybody register; or -file FILE
  --registration-client-uri URL     of a registration that is there; with --metadata it is updated, else shown
  --registration-access-token-env VAR   its token; or -file FILE
  --delete                          deletes it
  --allow-http                      plain http to the issuer's own host, although it is not on this machine
  --ca-file FILE, --proxy URL|none  as for run
  --json                            one JSON object with ok, code, answer, checks and steps

The answer is printed with its client secret and its registration access token. Exit code: 0 the answer is good, 1 an
answer came and it is not, 2 there was no answer.
`

export async function registerCommand(argv: readonly string[], io: CliIo): Promise<number> {
  const { values, positionals } = readArguments(argv, {
    issuer: { type: 'string' },
    metadata: { type: 'string' },
    'initial-access-token-env': { type: 'string' },
    'initial-access-token-file': { type: 'string' },
    'registration-client-uri': { type: 'string' },
    'registration-access-token-env': { type: 'string' },
    'registration-access-token-file': { type: 'string' },
    delete: { type: 'boolean' },
    'allow-http': { type: 'boolean' },
    ...connectionFlags,
    json: { type: 'boolean' },
    help: { type: 'boolean', short: 'h' },
  })
  if (values.help) {
    await io.stdout(help)
    return exitCode.valid
  }
  if (positionals.length > 0) throw new UsageError('register takes options only')
  const uri = values['registration-client-uri']
  // Its own address is all that the rule for plain http needs to know of a registration that is there.
  const issuer = values.issuer ?? uri
  if (!issuer) throw new UsageError('--issuer or --registration-client-uri is needed')
  const metadata = values.metadata === undefined ? null : await readMetadata(values.metadata, io)
  const call: RegistrationCall =
    uri === undefined
      ? {
          kind: 'register',
          metadata: needed(metadata, '--metadata is needed: a file with what the client is to be'),
          initialAccessToken: await readSecret(values, 'initial-access-token', io),
        }
      : {
          uri,
          token: needed(
            await readSecret(values, 'registration-access-token', io),
            'give the token by --registration-access-token-env or by --registration-access-token-file',
          ),
          ...changeOf(metadata, values.delete === true),
        }
  if (uri === undefined && values.delete) throw new UsageError('--delete goes with --registration-client-uri')
  const connection = await readConnectionFlags(values, io)
  const session = createRunSession('register', configOf(issuer, values['allow-http'] === true, connection), {
    connect: io.connect,
    now: () => io.now(),
    onChange: () => undefined,
  })
  const cancel = (): void => session.controller.abort()
  io.signal.addEventListener('abort', cancel, { once: true })
  if (io.signal.aborted) cancel()
  const problem = await callRegistration(session, call)
    .catch((error: unknown) => problemOfError(error))
    .finally(() => io.signal.removeEventListener('abort', cancel))
  const result = callResult(
    { command: 'register', step: 'registration', session, problem },
    values.json === true,
  )
  await io.stdout(result.text)
  return result.code
}

function changeOf(metadata: JsonObject | null, isDelete: boolean) {
  if (metadata !== null && isDelete) throw new UsageError('--metadata and --delete exclude each other')
  if (metadata !== null) return { kind: 'update', metadata } as const
  return { kind: isDelete ? 'delete' : 'read' } as const
}

function needed<T>(value: T | null, message: string): T {
  if (value === null) throw new UsageError(message)
  return value
}

async function readMetadata(path: string, io: CliIo): Promise<JsonObject> {
  const text = await readTextArgument(path, io, 'client metadata as JSON')
  const read = readClientMetadata(text)
  if (read.kind === 'metadata') return read.metadata
  throw new UsageError(`the client metadata cannot be sent: ${read.message}`)
}

/** There is no client yet. */
function configOf(
  issuer: string,
  allowHttp: boolean,
  connection: Awaited<ReturnType<typeof readConnectionFlags>>,
): RunConfig {
  const { token_endpoint_auth_method, flow, redirect } = emptyDraft
  const client = { client_id: '', token_endpoint_auth_method, secrets: {}, scope: '', redirect }
  return {
    profileId: null,
    profileName: 'command line',
    issuer,
    ...client,
    flow: { ...flow, ...connection },
    parameters: [],
    allowHttp,
  }
}
