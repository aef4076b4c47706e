import { discover } from '../electron/oauth/discover.ts'
import { logOut } from '../electron/oauth/log-out.ts'
import { receiveLogouts } from '../electron/oauth/logout/receive-logouts.ts'
import { problemOfError } from '../electron/oauth/problem-of-error.ts'
import { createRunSession, type RunSession } from '../electron/oauth/run-session.ts'
import { readIdToken } from '../shared/oauth/read-id-token.ts'
import type { Run } from '../shared/oauth/run.ts'
import { callResult } from './call-output.ts'
import { type CliIo, exitCode, UsageError } from './io.ts'
import { createRunBrowser } from './open-for-run.ts'
import { readSecret } from './read-secret.ts'
import { readRunOptions } from './run-options.ts'

const help = `claimscope logout --issuer URL --client-id ID (--id-token-env VAR | --id-token-file FILE) [options]

Asks the provider, in the browser, to end the person's session (OpenID Connect RP-Initiated Logout 1.0), and waits until
the browser comes back with the state that was sent. The redirect URI must be registered as post_logout_redirect_uri.

  --id-token-env VAR, --id-token-file FILE   the ID token of the sign-in, from a variable or a file
  --backchannel-port PORT                    listens at http://127.0.0.1:PORT/backchannel-logout, as it must be registered,
                                             and waits for the logout token, which is verified completely (OpenID Connect
                                             Back-Channel Logout 1.0); the ID token is taken as it is, unverified
  --redirect-uri URI, --browser KIND, --browser-command CMD, --no-browser, --timeout SECONDS, --profile FILE, --allow-http
                                             as for run; the address holds the ID token
  --json                                     one JSON object with ok, code, checks and steps

Exit code: 0 the browser came back with the state, 1 it came back without it, 2 it did not come back. With
--backchannel-port also: 1 a logout token came and was refused, 2 none came. That the session is over at the provider is
proved by none of them: only a new sign-in shows that.
`

export async function logoutCommand(argv: readonly string[], io: CliIo): Promise<number> {
  const options = await readRunOptions(argv, io, {
    'id-token-env': { type: 'string' },
    'id-token-file': { type: 'string' },
    'backchannel-port': { type: 'string' },
  })
  if (options === null) {
    await io.stdout(help)
    return exitCode.valid
  }
  const idToken = (await readSecret(options.more, 'id-token', io))?.trim()
  if (!idToken) throw new UsageError('give the ID token by --id-token-env or by --id-token-file')
  const browser = createRunBrowser(options, io)
  const { certificate } = options
  const port = readPort(options.more['backchannel-port'])
  const proved = settleable()
  const session = createRunSession(
    'logout',
    { ...options.config, scope: '' },
    {
      connect: io.connect,
      now: () => io.now(),
      onChange: ({ steps }) => {
        if (steps.some(({ id, status }) => id === 'backchannel_logout' && status === 'done')) proved.settle()
      },
      ...(certificate === null ? {} : { certificate: () => Promise.resolve(certificate) }),
    },
  )
  session.recorder.redactor.add(idToken)
  session.tokens.set('id_token', idToken)
  const cancel = (): void => session.controller.abort()
  io.signal.addEventListener('abort', cancel, { once: true })
  if (io.signal.aborted) cancel()
  const problem = await discover(session, [])
    .then(async ({ end_session_endpoint: endpoint }) => {
      if (endpoint === undefined)
        throw new UsageError('this provider does not announce its end session endpoint')
      const openExternal = (url: string) => browser.open(url)
      if (port !== null) await listen(session, port, idToken, io)
      const ended = await logOut(session, { openExternal, signInDeadlineMs: options.timeoutMs })
      if (port !== null && ended === null) await proved.within(Math.min(options.timeoutMs, lateTokenMs))
      return ended
    })
    .catch((error: unknown) => {
      if (error instanceof UsageError) throw error
      return problemOfError(error)
    })
    .finally(async () => {
      io.signal.removeEventListener('abort', cancel)
      await session.receiver?.close()
      await browser.close()
    })
  const { text } = callResult({ command: 'logout', step: 'logout', session, problem }, options.json)
  await io.stdout(text)
  const state = session.recorder.run().checks.find(({ id }) => id === 'logout_state')
  if (problem !== null || state === undefined || state.status === 'not_checked') return exitCode.notVerified
  if (state.status === 'fail') return exitCode.invalid
  return port === null ? exitCode.valid : codeOfLogoutTokens(session.recorder.run())
}

/** Providers send it before the browser goes on; a little later it may still be on its way. */
const lateTokenMs = 10_000

async function listen(session: RunSession, port: number, idToken: string, io: CliIo): Promise<void> {
  const reading = readIdToken(idToken)
  // Whoever gave it vouches for it: here it only says which session is meant.
  session.claims = reading.kind === 'jws' ? reading.claims : null
  session.receiver = await receiveLogouts(session, port)
  await io.stderr(`Listening at ${session.recorder.run().receiver?.backchannelUri ?? ''}\n`)
}

function codeOfLogoutTokens({ steps }: Run): number {
  const came = steps.filter(({ id }) => id === 'backchannel_logout')
  if (came.length === 0) return exitCode.notVerified
  return came.some(({ status }) => status === 'done') ? exitCode.valid : exitCode.invalid
}

function readPort(value: unknown): number | null {
  if (value === undefined) return null
  const port = Number(value)
  if (/^\d{1,5}$/.test(String(value)) && port > 0 && port <= 65_535) return port
  throw new UsageError('--backchannel-port is a port number')
}

function settleable() {
  let settle: () => void = () => undefined
  const settled = new Promise<void>((resolve) => {
    settle = resolve
  })
  return {
    settle: () => settle(),
    async within(milliseconds: number): Promise<void> {
      const timer = setTimeout(() => settle(), milliseconds)
      await settled.finally(() => clearTimeout(timer))
    },
  }
}
