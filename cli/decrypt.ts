import { runJobHere } from '../electron/jose/crypto-jobs.ts'
import { type DecryptOutcome, nothingOpened } from '../electron/jose/jwe/decrypt-outcome.ts'
import { readToken } from '../shared/token/read-token.ts'
import type { TokenReading } from '../shared/token/reading.ts'
import { checkParsed } from '../shared/verdict/check-parsed.ts'
import { explainCheck } from '../shared/verdict/explain-check.ts'
import { onlyOne, readArguments, readTokenArgument } from './arguments.ts'
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
    const [unexpected] = [
      ...Object.keys(others).map((name) => `--${name}`),
      ...positionals.map(() => 'an argument'),
    ]
    if (unexpected) throw new UsageError(`--batch takes everything from its lines, not from ${unexpected}`)
    return (await import('./decrypt-batch.ts')).decryptBatch(io)
  }
  const source = await readSource(values, io)
  const text = await readTokenArgument(positionals, io)
  if (text.trim() === '')
    throw new UsageError('there is no token: give it as an argument or on standard input')
  const reading = readToken(text)
  const problem = findProblem(reading)
  if (problem !== null) {
    const finding = { status: 'fail', code: 'MALFORMED', spec: 'RFC 7516 §7', ...problem } as const
    return report({ ...nothingOpened, finding }, values.json === true, io)
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

/** Why this cannot be opened, whatever the key; null where it may be. */
function findProblem(reading: TokenReading): { readonly expected: string; readonly found: string } | null {
  const expected = 'a JWE, compact or in JSON form'
  if (reading.format !== 'jwe' && reading.format !== 'jwe_json') {
    const isSigned = ['jws', 'jws_json', 'sd_jwt'].includes(reading.format)
    return { expected, found: isSigned ? 'a signed token, which is not encrypted' : 'no encrypted token' }
  }
  const { status, found } = checkParsed(reading)
  return status === 'fail' ? { expected, found: found ?? 'something else' } : null
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
  onlyOne(values, ['key', 'secret-file'])
  if (encoding !== undefined && secretFile === undefined) {
    throw new UsageError('--secret-encoding belongs to --secret-file')
  }
  if (passphrase !== undefined && key === undefined) throw new UsageError('--passphrase-env belongs to --key')
  if (secretFile !== undefined) return readSecretFile(secretFile, encoding ?? 'utf8', io)
  if (key === undefined || key === '') throw new UsageError('--key needs the name of a file')
  return readKeyFile(key, io, readPassphrase(passphrase, io))
}
