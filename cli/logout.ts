import { discover } from '../electron/oauth/discover.ts'
import { logOut } from '../electron/oauth/log-out.ts'
import { problemOfError } from '../electron/oauth/problem-of-error.ts'
import { createRunSession } from '../electron/oauth/run-session.ts'
import { callResult } from './call-output.ts'
import { type CliIo, exitCode, UsageError } from './io.ts'
import { createRunBrowser } from './open-for-run.ts'
import { readSecret } from './read-secret.ts'
import { readRunOptions } from './run-options.ts'

const help = `claimscope logout --issuer URL --client-id ID (--id-token-env VAR | --id-token-file FILE) [options]

Asks the provider, in the browser, to end the person's session (OpenID Connect RP-Initiated Logout 1.0), and waits until
the browser comes back with the state that was sent. The redirect URI must be registered as post_logout_redirect_uri.

  --id-token-env VAR, --id-token-file FILE   the ID token of the sign-in, from a variable or a file
  --redirect-uri URI, --browser KIND, --browser-command CMD, --no-browser, --timeout SECONDS, --profile FILE, --allow-http
                                             as for run; the address holds the ID token
  --json                                     one JSON object with ok, code, checks and steps

Exit code: 0 the browser came back with the state, 1 it came back without it, 2 it did not come back. None of them proves
that the session is over: only a new sign-in shows that.
`

export async function logoutCommand(argv: readonly string[], io: CliIo): Promise<number> {
  const options = await readRunOptions(argv, io, {
    'id-token-env': { type: 'string' },
    'id-token-file': { type: 'string' },
  })
  if (options === null) {
    await io.stdout(help)
    return exitCode.valid
  }
  const idToken = (await readSecret(options.more, 'id-token', io))?.trim()
  if (!idToken) throw new UsageError('give the ID token by --id-token-env or by --id-token-file')
  const browser = createRunBrowser(options, io)
  const { certificate } = options
  const session = createRunSession(
    'logout',
    { ...options.config, scope: '' },
    {
      connect: io.connect,
      now: () => io.now(),
      onChange: () => undefined,
      ...(certificate === null ? {} : { certificate: () => Promise.resolve(certificate) }),
    },
  )
  session.recorder.redactor.add(idToken)
  session.tokens.set('id_token', idToken)
  const cancel = (): void => session.controller.abort()
  io.signal.addEventListener('abort', cancel, { once: true })
  if (io.signal.aborted) cancel()
  const problem = await discover(session, [])
    .then(({ end_session_endpoint: endpoint }) => {
      if (endpoint === undefined)
        throw new UsageError('this provider does not announce its end session endpoint')
      return logOut(session, {
        openExternal: (url) => browser.open(url),
        signInDeadlineMs: options.timeoutMs,
      })
    })
    .catch((error: unknown) => {
      if (error instanceof UsageError) throw error
      return problemOfError(error)
    })
    .finally(() => io.signal.removeEventListener('abort', cancel))
    .finally(() => browser.close())
  const { text } = callResult({ command: 'logout', step: 'logout', session, problem }, options.json)
  await io.stdout(text)
  const state = session.recorder.run().checks.find(({ id }) => id === 'logout_state')
  if (problem !== null || state === undefined || state.status === 'not_checked') return exitCode.notVerified
  return state.status === 'pass' ? exitCode.valid : exitCode.invalid
}
