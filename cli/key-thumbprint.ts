import { runJobHere } from '../electron/jose/crypto-jobs.ts'
import { readArguments } from './arguments.ts'
import { type CliIo, exitCode } from './io.ts'
import { readPassphrase } from './key-files.ts'
import { readKeyArgument, withPassphraseHint } from './key-text.ts'
import { terminalJson, terminalText } from './terminal-text.ts'

const help = `claimscope key thumbprint FILE|- [--all] [--json] [--passphrase-env NAME]

Prints the RFC 7638 thumbprint (SHA-256, base64url), a line for each key. With --all also the URI of RFC 9278, SHA-512,
the pin of the public key and the thumbprints of its certificate.
A secret has none that could be shown: it would help whoever guesses (RFC 7638 §7).

Exit code: 0 printed, 2 not readable, without a thumbprint, or wrong usage.
`

export async function keyThumbprintCommand(argv: readonly string[], io: CliIo): Promise<number> {
  const { values, positionals } = readArguments(argv, {
    all: { type: 'boolean' },
    json: { type: 'boolean' },
    'passphrase-env': { type: 'string' },
    help: { type: 'boolean', short: 'h' },
  })
  if (values.help) {
    await io.stdout(help)
    return exitCode.valid
  }
  const passphrase = readPassphrase(values['passphrase-env'], io)
  const text = await readKeyArgument(positionals, io)
  const { keys } = await withPassphraseHint(runJobHere('describeKeys', { text, passphrase }))
  if (values.json) {
    const list = keys.map(({ kid, description, thumbprints }) => ({ kid, description, thumbprints }))
    await io.stdout(terminalJson(`${JSON.stringify(list, null, 2)}\n`))
  } else {
    for (const [index, { description, thumbprint, thumbprints }] of keys.entries()) {
      if (!values.all) await io.stdout(`${thumbprint ?? '-'}\n`)
      else {
        await io.stdout(`${index > 0 ? '\n' : ''}${terminalText(description)}\n`)
        for (const { label, value } of thumbprints) await io.stdout(`  ${label.padEnd(18)}  ${value}\n`)
      }
    }
  }
  const without = keys.filter(({ thumbprint }) => thumbprint === null)
  if (without.length === 0) return exitCode.valid
  await io.stderr(
    `${without.length} of ${keys.length} keys have no thumbprint: a secret, or a key that is not whole.\n`,
  )
  return exitCode.notVerified
}
