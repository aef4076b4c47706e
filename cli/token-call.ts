import { discover } from '../electron/oauth/discover.ts'
import { fetchUserinfo } from '../electron/oauth/fetch-userinfo.ts'
import { revokeToken } from '../electron/oauth/follow-ups.ts'
import { introspectToken } from '../electron/oauth/introspect-token.ts'
import { problemOfError } from '../electron/oauth/problem-of-error.ts'
import { createRunSession, type RunSession } from '../electron/oauth/run-session.ts'
import type { RunProblem } from '../shared/oauth/run.ts'
import { callResult } from './call-output.ts'
import { type CliIo, exitCode, UsageError } from './io.ts'
import { readSecret } from './read-secret.ts'
import { readRunOptions } from './run-options.ts'

type TokenKind = 'access_token' | 'refresh_token'

type Call = {
  readonly name: 'userinfo' | 'introspect' | 'revoke'
  readonly about: string
  readonly make: (session: RunSession, kind: TokenKind) => Promise<RunProblem | null>
}

export const userinfoCommand = commandOf({
  name: 'userinfo',
  about: 'Asks the userinfo endpoint with an access token (OIDC Core §5.3).',
  make: (session) => fetchUserinfo(session),
})
export const introspectCommand = commandOf({
  name: 'introspect',
  about:
    'Asks the provider what it says of a token (RFC 7662). One that is not active ends with exit code 1.',
  make: introspectToken,
})
export const revokeCommand = commandOf({
  name: 'revoke',
  about: 'Revokes a token (RFC 7009). A provider that does not know the token accepts this as well.',
  make: revokeToken,
})

function helpOf({ name, about }: Call): string {
  return `claimscope ${name} --issuer URL --client-id ID (--token-env VAR | --token-file FILE) [options]

${about}

  --token-env VAR, --token-file FILE   the token, from a variable or a file; never an argument
  --token-type-hint KIND               access_token (default) or refresh_token
  --json                               one JSON object with ok, code, answer, checks and steps

How the client authenticates, DPoP, --profile and --allow-http are given as for run.

Exit code: 0 the answer is good, 1 an answer came and it is not, 2 there was no answer.
`
}

/** A command that makes one request with a token which the person has, and judges its answer as a run would. */
function commandOf(call: Call): (argv: readonly string[], io: CliIo) => Promise<number> {
  return async (argv, io) => {
    const options = await readRunOptions(argv, io, {
      'token-env': { type: 'string' },
      'token-file': { type: 'string' },
      'token-type-hint': { type: 'string' },
    })
    if (options === null) {
      await io.stdout(helpOf(call))
      return exitCode.valid
    }
    const kind = kindOf(options.more['token-type-hint'])
    const token = await tokenOf(options.more, io)
    // What was once asked for with this token is not known here, so nothing is held against it.
    const session = createRunSession(
      call.name,
      { ...options.config, scope: '' },
      {
        connect: io.connect,
        now: () => io.now(),
        onChange: () => undefined,
      },
    )
    session.recorder.redactor.add(token)
    session.tokens.set(kind, token)
    const cancel = (): void => session.controller.abort()
    io.signal.addEventListener('abort', cancel, { once: true })
    if (io.signal.aborted) cancel()
    const problem = await discover(session, [])
      .then(() => assertAnnounced(session, call))
      .then(() => call.make(session, kind))
      .catch((error: unknown) => problemOfError(error))
      .finally(() => io.signal.removeEventListener('abort', cancel))
    const result = callResult({ command: call.name, step: call.name, session, problem }, options.json)
    await io.stdout(result.text)
    return result.code
  }
}

const endpoints = {
  userinfo: 'userinfo_endpoint',
  introspect: 'introspection_endpoint',
  revoke: 'revocation_endpoint',
} as const

function assertAnnounced({ provider }: RunSession, { name }: Call): void {
  if (typeof provider?.metadata[endpoints[name]] === 'string') return
  throw new UsageError(`this provider does not announce its ${endpoints[name].replace('_', ' ')}`)
}

function kindOf(hint: unknown): TokenKind {
  if (hint === undefined || hint === 'access_token') return 'access_token'
  if (hint === 'refresh_token') return hint
  throw new UsageError('--token-type-hint is access_token or refresh_token')
}

async function tokenOf(values: Readonly<Record<string, unknown>>, io: CliIo): Promise<string> {
  const given = await readSecret(values, 'token', io)
  if (given === null) throw new UsageError('give the token by --token-env or by --token-file')
  const token = given.trim()
  if (token === '') throw new UsageError('there is no token in the variable or file that was given')
  return token
}
