import { findIssuers } from '../electron/jose/find-issuer.ts'
import { connectionSettings } from '../electron/oauth/connection-settings.ts'
import { problemOfError } from '../electron/oauth/problem-of-error.ts'
import { AppError } from '../shared/error.ts'
import { webfingerTarget } from '../shared/profile/webfinger-target.ts'
import { readConnectionFlags } from './connection-flags.ts'
import { type CliIo, exitCode, UsageError } from './io.ts'
import { checkLines } from './run-output.ts'
import { terminalText } from './terminal-text.ts'

/** An answer came, and it is the host's fault that it cannot be used. */
const answered: readonly string[] = ['ERR_HTTP_STATUS', 'ERR_NOT_JSON', 'ERR_REDIRECTED']

/** `discover --webfinger`: prints the issuers that an address's host names. */
export async function findIssuerCommand(
  address: string,
  flags: Parameters<typeof readConnectionFlags>[0] & { readonly json: boolean },
  io: CliIo,
): Promise<number> {
  const target = webfingerTarget(address)
  if (target.kind === 'problem') throw new UsageError(`--webfinger: ${target.message}`)
  const flow = { ca_certificates: '', proxy: '', ...(await readConnectionFlags(flags, io)) }
  const { fetch } = io.connect(connectionSettings({ flow, secrets: {} }))
  try {
    const { resource, url, issuers, checks } = await findIssuers(address, { fetch, signal: io.signal })
    const failure = checks.find(({ status }) => status === 'fail')
    const shown = { ok: failure === undefined, code: failure?.code ?? 'OK', resource, url, issuers, checks }
    await io.stdout(
      flags.json
        ? `${JSON.stringify(shown, null, 2)}\n`
        : `${[...issuers.map(terminalText), ...checkLines(checks)].join('\n')}\n`,
    )
    return failure === undefined ? exitCode.valid : exitCode.invalid
  } catch (error) {
    const { code, message } = problemOfError(error)
    const { resource, url } = target
    const shown = { ok: false, code, message, resource, url, issuers: [], checks: [] }
    await io.stdout(
      flags.json ? `${JSON.stringify(shown, null, 2)}\n` : `${code}: ${terminalText(message)}\n`,
    )
    return error instanceof AppError && answered.includes(error.code)
      ? exitCode.invalid
      : exitCode.notVerified
  }
}
