import { runJobHere } from '../electron/jose/crypto-jobs.ts'
import type { KeySetReport } from '../shared/key/key-description.ts'
import { parseInstant } from '../shared/time/instant.ts'
import { readArguments } from './arguments.ts'
import { type CliIo, exitCode, UsageError } from './io.ts'
import { readKeyArgument } from './key-text.ts'
import { terminalJson, terminalText } from './terminal-text.ts'

const help = `claimscope key check FILE|- [--json] [--at INSTANT]

Judges a key set that is, or is to be, published: names, private members, strength, algorithms, certificates.
One JWK, PEM or a certificate chain is judged as a set of one.

  --at INSTANT             certificates as of this instant: RFC 3339 or Unix seconds

Exit code: 0 no error was found, 1 at least one error, 2 not readable or wrong usage.
`

export async function keyCheckCommand(argv: readonly string[], io: CliIo): Promise<number> {
  const { values, positionals } = readArguments(argv, {
    json: { type: 'boolean' },
    at: { type: 'string' },
    help: { type: 'boolean', short: 'h' },
  })
  if (values.help) {
    await io.stdout(help)
    return exitCode.valid
  }
  const at = values.at === undefined ? io.now() / 1000 : parseInstant(values.at)
  if (at === null) throw new UsageError('--at is an instant: RFC 3339 or Unix seconds')
  const report = await runJobHere('checkKeySet', { text: await readKeyArgument(positionals, io), at })
  const healthy = report.findings.every(({ severity }) => severity !== 'error')
  await io.stdout(
    values.json ? terminalJson(`${JSON.stringify({ healthy, ...report }, null, 2)}\n`) : toText(report),
  )
  return healthy ? exitCode.valid : exitCode.invalid
}

const marks = { error: '✗', warning: '!', info: '·' } as const

function toText({ members, findings }: KeySetReport): string {
  const lines = members.map(({ index, description, alg, use, kid }) => {
    const facts = [description, alg, use, kid === null ? 'no kid' : `kid ${kid}`]
    return `${index + 1}. ${terminalText(facts.filter((fact) => fact !== null).join(' · '))}`
  })
  for (const { severity, id, sentence, advice, spec } of findings) {
    lines.push('', `${marks[severity]} ${terminalText(sentence)} (${id}, ${spec})`, `  ${advice}`)
  }
  if (findings.length === 0) lines.push('', 'None of the faults that were looked for was found.')
  return `${lines.join('\n')}\n`
}
