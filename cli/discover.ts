import { discoverIssuer } from '../electron/jose/discover-issuer.ts'
import { connectionSettings } from '../electron/oauth/connection-settings.ts'
import { problemOfError } from '../electron/oauth/problem-of-error.ts'
import { AppError } from '../shared/error.ts'
import { issuerAddress } from '../shared/profile/issuer-address.ts'
import { readArguments } from './arguments.ts'
import { connectionFlags, connectionHelp, readConnectionFlags } from './connection-flags.ts'
import { findIssuerCommand } from './find-issuer.ts'
import { type CliIo, exitCode, UsageError } from './io.ts'
import { terminalText } from './terminal-text.ts'

const help = `claimscope discover ISSUER [--allow-http] [--json]
       claimscope discover --webfinger ADDRESS [--json]

Asks an issuer for its metadata (OpenID Connect Discovery 1.0 §4, then RFC 8414 §3) and checks that it names the issuer
that was asked, character by character. Keys are not fetched. With --webfinger the host of an e-mail address, acct: URI or
URL is asked first and alone where its people sign in (OpenID Connect Discovery 1.0 §2).

  --webfinger ADDRESS   ann@example.com, acct:ann@example.com, or a URL
  --allow-http   plain http to the issuer's own host, although it is not on this machine
${connectionHelp}  --json         one JSON object with ok, code, url, form and metadata

Exit code: 0 the metadata can be used, 1 an answer came and cannot, 2 there was no answer.
`

/** An answer came, and it is the issuer's fault that it cannot be used. */
const answered: readonly string[] = ['ERR_METADATA', 'ERR_METADATA_ISSUER', 'ERR_HTTP_STATUS', 'ERR_NOT_JSON']

/** Prints what an issuer announces. */
export async function discoverCommand(argv: readonly string[], io: CliIo): Promise<number> {
  const { values, positionals } = readArguments(argv, {
    'allow-http': { type: 'boolean' },
    webfinger: { type: 'string' },
    ...connectionFlags,
    json: { type: 'boolean' },
    help: { type: 'boolean', short: 'h' },
  })
  if (values.help) {
    await io.stdout(help)
    return exitCode.valid
  }
  if (values.webfinger !== undefined) {
    if (positionals.length > 0 || values['allow-http']) {
      throw new UsageError('--webfinger takes an address and no issuer')
    }
    return findIssuerCommand(values.webfinger, { ...values, json: values.json === true }, io)
  }
  const [issuer, ...rest] = positionals
  if (issuer === undefined || rest.length > 0) throw new UsageError('discover takes one issuer')
  // A key or a token in the wrong place is not repeated.
  if (issuerAddress(issuer) === 'not_a_url') {
    throw new UsageError('ISSUER is an https or http URL without query and fragment')
  }
  const flow = { ca_certificates: '', proxy: '', ...(await readConnectionFlags(values, io)) }
  const connection = io.connect(connectionSettings({ flow, secrets: {} }))
  try {
    const { metadata, url, form } = await discoverIssuer(issuer, {
      fetch: connection.fetch,
      allowHttp: values['allow-http'] === true,
      signal: io.signal,
    })
    const found = { ok: true, code: 'OK', message: null, issuer, url, form, metadata }
    await io.stdout(values.json ? `${JSON.stringify(found, null, 2)}\n` : textOf(url, metadata))
    return exitCode.valid
  } catch (error) {
    const { code, message } = problemOfError(error)
    const shown = { ok: false, code, message, issuer, url: null, form: null, metadata: null }
    await io.stdout(
      values.json ? `${JSON.stringify(shown, null, 2)}\n` : `${code}: ${terminalText(message)}\n`,
    )
    return error instanceof AppError && answered.includes(error.code)
      ? exitCode.invalid
      : exitCode.notVerified
  }
}

function textOf(url: string, metadata: object): string {
  const lines = Object.entries(metadata).map(([name, value]) => {
    const text = Array.isArray(value)
      ? value.join(' ')
      : typeof value === 'object'
        ? JSON.stringify(value)
        : String(value)
    return `  ${terminalText(name)}: ${terminalText(text)}`
  })
  return `${terminalText(url)}\nThe issuer is the one that was asked.\n\n${lines.join('\n')}\n`
}
