import { runJobHere } from '../electron/jose/crypto-jobs.ts'
import type { DecryptOutcome } from '../electron/jose/jwe/decrypt-token.ts'
import { readToken } from '../shared/token/read-token.ts'
import { checkParsed } from '../shared/verdict/check-parsed.ts'
import { explainCheck } from '../shared/verdict/explain-check.ts'
import { readArguments, readTokenArgument } from './arguments.ts'
import { toJsonDecrypted, toMaterial } from './decrypt-output.ts'
import { type CliIo, exitCode, UsageError } from './io.ts'
import { type KeyFileSource, readKeyFile, readPassphrase, readSecretFile } from './key-files.ts'
import { terminalText } from './terminal-text.ts'

const help = `claimscope decrypt [TOKEN|-] KEY [--json]
claimscope decrypt --batch

Opens a JWE, compact or in JSON form, and writes its content to standard output exactly as it was, with no line break
added. Decryption is not authentication: whoever has the public key can have made the token. To judge what is inside,
use claimscope verify with --decrypt-key.

KEY, one of
  --key FILE               a private key or a secret: JWK, JWKS or PEM
    --passphrase-env NAME  the environment variable with the passphrase of an encrypted key
  --secret-file FILE       a shared secret or a password; one line break at its end is not part of it
    --secret-encoding      utf8 (as it is), base64, base64url or hex

  --allow-rsa1_5           RSA1_5 is obsolete and only opened with this
  --json                   the content, how it was opened, and each recipient's answer, as JSON

--batch reads lines of JSON from standard input and answers each with one line:
  { "id", "token", "key"|"jwks"|"pem"|"secret", "secret_encoding"?, "passphrase"?, "allow_rsa1_5"? }

Exit code: 0 opened, 1 it does not open or is malformed, 2 it could not be tried, or wrong usage.
`

const options = {
  key: { type: 'string' },
  'passphrase-env': { type: 'string' },
  'secret-file': { type: 'string' },
  'secret-encoding': { type: 'string' },
  'allow-rsa1_5': { type: 'boolean' },
  json: { type: 'boolean' },
  batch: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const

export async function decryptCommand(argv: readonly string[], io: CliIo): Promise<number> {
  const { values, positionals } = readArguments(argv, options)
  if (values.help) {
    await io.stdout(help)
    return exitCode.valid
  }
  if (values.batch) {
    const { batch: _, json: __, ...others } = values
    const [unexpected] = [...Object.keys(others).map((name) => `--${name}`), ...positionals]
    if (unexpected) throw new UsageError(`--batch takes everything from its lines, not from ${unexpected}`)
    return (await import('./decrypt-batch.ts')).decryptBatch(io)
  }
  const source = await readSource(values, io)
  const text = await readTokenArgument(positionals, io)
  if (text.trim() === '')
    throw new UsageError('there is no token: give it as an argument or on standard input')
  const reading = readToken(text)
  if (reading.format !== 'jwe' && reading.format !== 'jwe_json') {
    throw new UsageError('this is no encrypted token; a JWE, compact or in JSON form, is expected')
  }
  const parsed = checkParsed(reading)
  if (parsed.status === 'fail') {
    await io.stderr(`${terminalText(explainCheck({ id: 'parsed', spec: '', ...parsed }))}\n`)
    return exitCode.invalid
  }
  const outcome = await runJobHere(
    'decryptToken',
    {
      jwe: reading.token,
      material: toMaterial(source),
      allowObsolete: values['allow-rsa1_5'] ? ['RSA1_5'] : [],
    },
    io.signal,
  )
  return report(outcome, values.json === true, io)
}

async function report(outcome: DecryptOutcome, asJson: boolean, io: CliIo): Promise<number> {
  const { finding, plaintext, algorithms, key, keyNotes } = outcome
  if (asJson) await io.stdout(`${toJsonDecrypted(outcome, 2)}\n`)
  if (plaintext === null) {
    const why = explainCheck({ spec: '', ...finding, id: 'decrypted' })
    if (!asJson) await io.stderr(`Not opened (${finding.code ?? 'INTERNAL'}): ${terminalText(why)}\n`)
    return finding.status === 'fail' ? exitCode.invalid : exitCode.notVerified
  }
  if (asJson) return exitCode.valid
  const notes = [finding.note, ...keyNotes].filter((note) => note).join(' ')
  const facts = [algorithms, key?.description].filter((fact) => fact).join(', ')
  await io.stderr(
    `Opened (${terminalText(facts)}); not authenticated.${notes ? ` ${terminalText(notes)}` : ''}\n`,
  )
  await io.stdout(Buffer.from(plaintext, 'base64url'))
  return exitCode.valid
}

type Values = ReturnType<typeof readArguments<typeof options>>['values']

async function readSource(values: Values, io: CliIo): Promise<KeyFileSource> {
  const { key, 'secret-file': secretFile, 'secret-encoding': encoding, 'passphrase-env': passphrase } = values
  if ((key === undefined) === (secretFile === undefined)) {
    const found = key === undefined ? 'neither is given' : 'both are given'
    throw new UsageError(`one of --key and --secret-file is expected; ${found}`)
  }
  if (encoding !== undefined && secretFile === undefined) {
    throw new UsageError('--secret-encoding belongs to --secret-file')
  }
  if (passphrase !== undefined && key === undefined) throw new UsageError('--passphrase-env belongs to --key')
  if (secretFile !== undefined) return readSecretFile(secretFile, encoding ?? 'utf8', io)
  if (key === undefined || key === '') throw new UsageError('--key needs the name of a file')
  return readKeyFile(key, io, readPassphrase(passphrase, io))
}
