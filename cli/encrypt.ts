import { runJobHere } from '../electron/jose/crypto-jobs.ts'
import type { EncryptJob, EncryptRecipient } from '../electron/jose/jwe/encrypt-token.ts'
import { encryptAlgorithms, encryptEncodings } from '../electron/jose/jwe/jwe-algorithms.ts'
import { promisesToken } from '../electron/jose/verify/promises-token.ts'
import { readToken } from '../shared/token/read-token.ts'
import { maxTokenLength } from '../shared/verdict/check-parsed.ts'
import { onlyOne, readArguments, readFileArgument, readTextArgument } from './arguments.ts'
import { toMaterial } from './decrypt-output.ts'
import { type CliIo, exitCode, UsageError } from './io.ts'
import { readKeyFile, readSecretFile } from './key-files.ts'
import { readStdinBytes } from './read-stdin.ts'
import { terminalText } from './terminal-text.ts'

const help = `claimscope encrypt (FILE|-) --alg ALG KEY [--enc ENC] [HEADER] [--form compact|flattened|general]

Encrypts the bytes of FILE, or of standard input, and writes the JWE to standard output. To nest a signed token, give it
as FILE with --cty JWT; one line break behind a token is not part of it.

  --alg ALG                ${wrapped(encryptAlgorithms)}
  --enc ENC                ${encryptEncodings.join(', ')}; A256GCM if not given

KEY, one of
  --key FILE               a public key: JWK, JWKS with one that fits, PEM or a certificate; of a private key its
                           public half is used
  --jwks FILE              the same
  --secret-file FILE       a shared secret, or for PBES2 a password; one line break at its end is not part of it
    --secret-encoding      utf8 (as it is), base64, base64url or hex
  --recipient ALG=FILE     instead of --alg and KEY, once for each recipient; needs --form general for several

HEADER, all of it protected
  --kid KID                otherwise the key's own; --kid "" for none
  --cty T   --typ T        for example --cty JWT
  --header NAME=VALUE      VALUE is JSON where it reads as such, otherwise a text; may be given more than once
  --zip                    compress first (zip: DEF); may tell the length of what is inside
  --p2c N                  iterations of PBES2; 600000 if not given
  --aad FILE               in JSON form: text that is authenticated and not encrypted

Exit code: 0 done, 2 it could not be done, or wrong usage.
`

function wrapped(names: readonly string[]): string {
  const rows = Array.from({ length: Math.ceil(names.length / 4) }, (_, row) =>
    names.slice(row * 4, row * 4 + 4),
  )
  return rows.map((row) => row.join(', ')).join(',\n                           ')
}

const options = {
  alg: { type: 'string' },
  enc: { type: 'string' },
  key: { type: 'string' },
  jwks: { type: 'string' },
  'secret-file': { type: 'string' },
  'secret-encoding': { type: 'string' },
  recipient: { type: 'string', multiple: true },
  kid: { type: 'string' },
  cty: { type: 'string' },
  typ: { type: 'string' },
  header: { type: 'string', multiple: true },
  zip: { type: 'boolean' },
  p2c: { type: 'string' },
  aad: { type: 'string' },
  form: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const

export async function encryptCommand(argv: readonly string[], io: CliIo): Promise<number> {
  const { values, positionals } = readArguments(argv, options)
  if (values.help) {
    await io.stdout(help)
    return exitCode.valid
  }
  const [path, ...more] = positionals
  if (path === undefined || more.length > 0)
    throw new UsageError('one FILE, or - for standard input, is expected')
  const recipients = await readRecipients(values, io)
  const form = values.form ?? 'compact'
  if (form !== 'compact' && form !== 'flattened' && form !== 'general') {
    throw new UsageError('--form is compact, flattened or general')
  }
  const { enc = 'A256GCM' } = values
  if (!encryptEncodings.some((name) => name === enc))
    throw new UsageError(`--enc is one of ${encryptEncodings.join(', ')}`)
  const aad = values.aad === undefined ? undefined : await readTextArgument(values.aad, io, 'text')
  const header = readHeader(values)
  const job: EncryptJob = {
    plaintext: { text: await readPlaintext(path, header.cty, io), encoding: 'base64url' },
    enc,
    form,
    recipients,
    header,
    ...(aad === undefined ? {} : { aad }),
  }
  const outcome = await runJobHere('encryptToken', job, io.signal)
  if (!outcome.ok) {
    await io.stderr(`Not encrypted (${outcome.code}): ${terminalText(outcome.reason)}.\n`)
    return exitCode.notVerified
  }
  if (job.plaintext.text === '')
    await io.stderr('Note: there was nothing to encrypt; the content is empty.\n')
  for (const note of outcome.notes) await io.stderr(`${terminalText(note)}\n`)
  await io.stdout(`${outcome.token}\n`)
  return exitCode.valid
}

type Values = ReturnType<typeof readArguments<typeof options>>['values']

async function readRecipients(values: Values, io: CliIo): Promise<readonly EncryptRecipient[]> {
  const p2c = readCount(values.p2c)
  const kid = values.kid === undefined ? {} : { kid: values.kid === '' ? null : values.kid }
  const single = (['alg', 'key', 'jwks', 'secret-file'] as const).filter((name) => values[name] !== undefined)
  if (values.recipient) {
    if (single.length > 0) throw new UsageError(`--recipient stands instead of --${single[0]}`)
    return Promise.all(
      values.recipient.map(async (text) => {
        const [, alg = '', path = ''] = /^([^=]+)=(.+)$/s.exec(text) ?? []
        if (alg === '') throw new UsageError('--recipient is ALG=FILE, for example RSA-OAEP-256=alice.pem')
        return { alg, material: toMaterial(await readKeyFile(path, io)), ...p2c }
      }),
    )
  }
  if (values.alg === undefined)
    throw new UsageError(`--alg is missing; one of ${encryptAlgorithms.join(', ')}`)
  const path = values.key ?? values.jwks
  onlyOne(values, ['key', 'jwks', 'secret-file'])
  if (values['secret-encoding'] !== undefined && values['secret-file'] === undefined) {
    throw new UsageError('--secret-encoding belongs to --secret-file')
  }
  const source =
    path === undefined
      ? await readSecretFile(values['secret-file'] ?? '', values['secret-encoding'] ?? 'utf8', io)
      : await readKeyFile(path, io)
  return [{ alg: values.alg, material: toMaterial(source), ...kid, ...p2c }]
}

function readCount(text: string | undefined): { readonly p2c?: number } {
  if (text === undefined) return {}
  if (!/^\d{1,9}$/.test(text)) throw new UsageError('--p2c is a whole number')
  return { p2c: Number(text) }
}

function readHeader({ cty, typ, zip, header = [] }: Values): Readonly<Record<string, unknown>> {
  const entries = header.map((text): readonly [string, unknown] => {
    const [, name = '', value = ''] = /^([^=]+)=(.*)$/s.exec(text) ?? []
    if (name === '') throw new UsageError('--header is NAME=VALUE')
    return [name, parseValue(value)]
  })
  return {
    ...(typ === undefined ? {} : { typ }),
    ...(cty === undefined ? {} : { cty }),
    ...(zip ? { zip: 'DEF' } : {}),
    ...Object.fromEntries(entries),
  }
}

function parseValue(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

/** Larger content belongs in a file format, not in a token. In bytes. */
const maxContent = 16_000_000

async function readPlaintext(path: string, cty: unknown, io: CliIo): Promise<string> {
  const bytes =
    path === '-' ? await readStdinBytes(io, maxContent) : Buffer.from(await readFileArgument(path, io))
  if (bytes.length > maxContent) throw new UsageError(`${path} holds more than ${maxContent} bytes`)
  if (!isToken(bytes, cty)) return bytes.toString('base64url')
  // What `sign` and an editor put behind a token is no part of it (RFC 7519 §5.2: the content is the JWT).
  const end = bytes.at(-1) !== 0x0a ? bytes.length : bytes.length - (bytes.at(-2) === 0x0d ? 2 : 1)
  return bytes.subarray(0, end).toString('base64url')
}

/** The header promises a token, or the content is one in compact form. */
function isToken(bytes: Buffer, cty: unknown): boolean {
  if (promisesToken(cty)) return true
  if (bytes.length > maxTokenLength) return false
  const { format, token } = readToken(bytes.toString('latin1'))
  return !token.startsWith('{') && ['jws', 'unsecured', 'jwe', 'sd_jwt'].includes(format)
}
