import { callApi } from '../electron/oauth/call-api.ts'
import { createConfiguration } from '../electron/oauth/create-configuration.ts'
import { createDpop } from '../electron/oauth/dpop.ts'
import { problemOfError } from '../electron/oauth/problem-of-error.ts'
import { createRunSession } from '../electron/oauth/run-session.ts'
import { AppError } from '../shared/error.ts'
import { type ApiRequest, apiMethods, parseHeaderLines } from '../shared/oauth/api-request.ts'
import { readTextArgument } from './arguments.ts'
import { callResult } from './call-output.ts'
import { type CliIo, exitCode, UsageError } from './io.ts'
import { readSecret } from './read-secret.ts'
import { readRunOptions } from './run-options.ts'

const help = `claimscope api --url URL (--token-env VAR | --token-file FILE) [options]

Calls an API with an access token and explains what it answers, its WWW-Authenticate challenges first of all. The token
goes to this one address, in the Authorization header; redirects are not followed. https, or http on this machine.

  --token-env VAR, --token-file FILE   the access token, from a variable or a file; never an argument
  --method METHOD                      ${apiMethods.join(', ')}; default: GET
  --header 'NAME: VALUE'               one more header; may be repeated
  --data-file FILE                     the body
  --dpop --dpop-key-env VAR            with a DPoP proof of the key that the token is bound to (RFC 9449)
  --client-certificate-env VAR and the other options of a connection as for run
  --json                               one JSON object with ok, code, status, answer and steps

Exit code: 0 the API took the request, 1 it answered otherwise, 2 there was no answer.
`

export async function apiCommand(argv: readonly string[], io: CliIo): Promise<number> {
  const options = await readRunOptions(
    argv,
    io,
    {
      url: { type: 'string' },
      method: { type: 'string' },
      header: { type: 'string', multiple: true },
      'data-file': { type: 'string' },
      'token-env': { type: 'string' },
      'token-file': { type: 'string' },
    },
    // The provider is not asked, so nobody needs to say which one it is.
    { issuer: 'https://issuer.invalid', client_id: 'none' },
  )
  if (options === null) {
    await io.stdout(help)
    return exitCode.valid
  }
  const { config, more } = options
  const request = await readRequest(more, io)
  const token = (await readSecret(more, 'token', io))?.trim()
  if (!token) throw new UsageError('give the access token by --token-env or by --token-file')
  if (config.flow.dpop && !config.secrets.dpop_key) {
    throw new UsageError('--dpop needs the key that the token is bound to: --dpop-key-env or --dpop-key-file')
  }
  const session = createRunSession(
    'api',
    { ...config, scope: '' },
    { connect: io.connect, now: () => io.now(), onChange: () => undefined },
  )
  session.recorder.redactor.add(token)
  session.tokens.set('access_token', token)
  const metadata = { issuer: config.issuer }
  const configuration = createConfiguration(session, metadata)
  session.provider = { metadata, configuration }
  const cancel = (): void => session.controller.abort()
  io.signal.addEventListener('abort', cancel, { once: true })
  if (io.signal.aborted) cancel()
  try {
    session.dpop = await createDpop(session, configuration, '')
    const problem = await callApi(session, request)
    const result = callResult({ command: 'api', step: 'api', session, problem }, options.json)
    await io.stdout(result.text)
    const status = session.seen()?.status ?? 0
    return problem === null && status >= 400 ? exitCode.invalid : result.code
  } catch (error) {
    if (error instanceof AppError && ['ERR_INPUT', 'ERR_URL_REFUSED'].includes(error.code)) {
      throw new UsageError(error.message)
    }
    const problem = problemOfError(error)
    const result = callResult({ command: 'api', step: 'api', session, problem }, options.json)
    await io.stdout(result.text)
    return result.code
  } finally {
    io.signal.removeEventListener('abort', cancel)
  }
}

async function readRequest(more: Readonly<Record<string, unknown>>, io: CliIo): Promise<ApiRequest> {
  const url = String(more.url ?? '')
  if (url === '') throw new UsageError('--url is needed')
  const method = apiMethods.find((name) => name === String(more.method ?? 'GET').toUpperCase())
  if (method === undefined) throw new UsageError(`--method is one of ${apiMethods.join(', ')}`)
  const lines = Array.isArray(more.header) ? more.header.map(String) : []
  const headers = parseHeaderLines(lines.join('\n'))
  if (headers === null || headers.length !== lines.length) throw new UsageError('--header is NAME: VALUE')
  const file = more['data-file']
  const body = file === undefined ? '' : await readTextArgument(String(file), io, 'a body as text')
  return { method, url, headers, body, scheme: 'as_issued' }
}
