import { runJobHere } from '../electron/jose/crypto-jobs.ts'
import type { SigningMaterial } from '../electron/jose/sign/read-signing-key.ts'
import { setMember } from '../shared/build/member-edits.ts'
import { parseRelativeTime } from '../shared/build/relative-time.ts'
import type { Serialization } from '../shared/build/sign-request.ts'
import { parseInstant } from '../shared/time/instant.ts'
import { onlyOne, readArguments, readFileArgument, readTextArgument } from './arguments.ts'
import { type CliIo, exitCode, UsageError } from './io.ts'
import { readPassphrase, readSecretFile } from './key-files.ts'
import { readStdinBytes } from './read-stdin.ts'
import { readSdJwtOptions, sdJwtHelp, sdJwtOptions } from './sign-sd-jwt.ts'
import { terminalText } from './terminal-text.ts'

const help = `claimscope sign [FILE|-] KEY [CLAIMS] [HEADER] [FORM]

Signs FILE, or standard input, exactly as it is written (one line break at its end is not part of it), and writes the
token to standard output. Without FILE the claims are those given as options.

KEY, one of
  --key FILE               a private key: JWK or PEM
    --passphrase-env NAME  the environment variable that holds its passphrase
  --secret-file FILE       a shared secret; one line break at its end is not part of it
    --secret-encoding      utf8 (as it is), base64, base64url or hex
  --no-signature           alg none: nobody signs it, and no correct server takes it

CLAIMS, set in what FILE holds, all else of which keeps its bytes
  --claim NAME=VALUE       VALUE is JSON where it reads as such, otherwise a text; may be given more than once
  --iat, --nbf, --exp TIME now, +1h, -5min, RFC 3339 or Unix seconds

HEADER
  --alg ALG                otherwise the usual one of the key
  --typ T                  JWT if not given; --typ "" for none
  --kid KID                otherwise the key's own; --kid "" for none
  --kid-thumbprint         the key's RFC 7638 thumbprint as kid
  --header NAME=VALUE      as --claim
  --header-file FILE       the whole header as it is written; no other option of the header then

FORM
  --flattened, --general   JSON serialization instead of the compact form
  --detached               the payload is left out

${sdJwtHelp}

Exit code: 0 signed, 2 it could not be done, or wrong usage.
`

const options = {
  key: { type: 'string' },
  'passphrase-env': { type: 'string' },
  'secret-file': { type: 'string' },
  'secret-encoding': { type: 'string' },
  'no-signature': { type: 'boolean' },
  claim: { type: 'string', multiple: true },
  iat: { type: 'string' },
  nbf: { type: 'string' },
  exp: { type: 'string' },
  ...sdJwtOptions,
  alg: { type: 'string' },
  typ: { type: 'string' },
  kid: { type: 'string' },
  'kid-thumbprint': { type: 'boolean' },
  header: { type: 'string', multiple: true },
  'header-file': { type: 'string' },
  flattened: { type: 'boolean' },
  general: { type: 'boolean' },
  detached: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const

type Values = ReturnType<typeof readArguments<typeof options>>['values']

export async function signCommand(argv: readonly string[], io: CliIo): Promise<number> {
  const { values, positionals } = readArguments(withValues(argv), options)
  if (values.help) {
    await io.stdout(help)
    return exitCode.valid
  }
  if (positionals.length > 1) throw new UsageError('one FILE, or - for standard input, is expected')
  const key = await readKey(values, io)
  const payload = await readPayload(positionals[0], values, io)
  const header = await readHeader(values, key, io)
  const result = await runJobHere('signToken', {
    header,
    ...payload,
    key,
    serialization: readForm(values),
    detached: values.detached ?? false,
    ...(await readSdJwtOptions(values, io)),
    ...(values['header-file'] !== undefined && values.alg !== undefined ? { alg: values.alg } : {}),
  })
  if (result.kind === 'refused') {
    const { code, message } = result
    // The words of the shared refusal name a control of the window.
    const words =
      code === 'ALG_NONE' ? 'alg none signs nothing; give --no-signature instead of a key' : message
    await io.stderr(`Not signed (${code}): ${terminalText(words)}\n`)
    return exitCode.notVerified
  }
  for (const { message } of result.warnings) await io.stderr(`Note: ${terminalText(message)}\n`)
  await io.stdout(`${result.token}\n`)
  return exitCode.valid
}

/** `--exp -5min` is a time that begins like an option; Node takes it only as `--exp=-5min`. */
function withValues(argv: readonly string[]): readonly string[] {
  const joined: string[] = []
  for (let index = 0; index < argv.length; index++) {
    const argument = argv[index] ?? ''
    const next = argv[index + 1]
    if (/^--(?:iat|nbf|exp)$/.test(argument) && next !== undefined && /^-\d/.test(next)) {
      joined.push(`${argument}=${next}`)
      index++
    } else joined.push(argument)
  }
  return joined
}

async function readKey(values: Values, io: CliIo): Promise<SigningMaterial | { readonly kind: 'none' }> {
  onlyOne(values, ['key', 'secret-file', 'no-signature'])
  if (values['secret-encoding'] !== undefined && values['secret-file'] === undefined) {
    throw new UsageError('--secret-encoding belongs to --secret-file')
  }
  if (values['passphrase-env'] !== undefined && values.key === undefined) {
    throw new UsageError('--passphrase-env belongs to --key')
  }
  if (values['no-signature']) return { kind: 'none' }
  if (values.key === undefined) {
    const source = await readSecretFile(values['secret-file'] ?? '', values['secret-encoding'] ?? 'utf8', io)
    if (source.kind !== 'secret') throw new UsageError('the secret cannot be read')
    return source
  }
  return {
    kind: 'key',
    text: await readTextArgument(values.key, io, 'PEM or a JWK'),
    passphrase: readPassphrase(values['passphrase-env'], io),
  }
}

type Payload = { readonly payload: string; readonly payloadEncoding?: 'utf8' | 'base64url' }

async function readPayload(path: string | undefined, values: Values, io: CliIo): Promise<Payload> {
  const { claim = [], iat, nbf, exp } = values
  const times = Object.entries({ iat, nbf, exp }).flatMap(([name, text]) =>
    text === undefined ? [] : [[name, String(readTime(name, text, io))] as const],
  )
  const members = [...claim.map((text) => readPair(text, '--claim')), ...times]
  if (path === undefined && members.length === 0) {
    throw new UsageError('there is nothing to sign: give a FILE, - for standard input, or --claim')
  }
  const given = path === undefined ? { payload: '{}' } : await readGiven(path, io)
  if (members.length === 0) return given
  let { payload } = given
  for (const [name, raw] of members) {
    const next = given.payloadEncoding === 'base64url' ? null : setMember(payload, name, raw)
    if (next === null)
      throw new UsageError(
        `--${times.some(([time]) => time === name) ? name : 'claim'} needs claims to be set in, and ${path} holds no JSON object`,
      )
    payload = next
  }
  return { payload }
}

/** Larger content belongs in a file format, not in a token. */
const maxCharacters = 4_000_000

async function readGiven(path: string, io: CliIo): Promise<Payload> {
  const bytes = path === '-' ? await readStdinBytes(io, maxCharacters) : await readFileArgument(path, io)
  if (bytes.length > maxCharacters) throw new UsageError(`${path} holds more than ${maxCharacters} bytes`)
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
    return { payload: text.replace(/\r?\n$/, '') }
  } catch {
    return { payload: Buffer.from(bytes).toString('base64url'), payloadEncoding: 'base64url' }
  }
}

async function readHeader(
  values: Values,
  key: SigningMaterial | { readonly kind: 'none' },
  io: CliIo,
): Promise<string> {
  const { typ = 'JWT', kid, header = [] } = values
  if (values['header-file'] !== undefined) {
    const [other] = (['typ', 'kid', 'kid-thumbprint', 'header'] as const).filter(
      (name) => values[name] !== undefined,
    )
    if (other) throw new UsageError(`--header-file holds the whole header; --${other} cannot be added`)
    return (await readTextArgument(values['header-file'], io, 'JSON')).replace(/\r?\n$/, '')
  }
  if (kid !== undefined && values['kid-thumbprint'])
    throw new UsageError('--kid and --kid-thumbprint are two answers to one question')
  const facts = key.kind === 'none' ? null : await runJobHere('describeSigningKey', key)
  if (facts?.kind === 'refused') throw new UsageError(`cannot use the key (${facts.code}): ${facts.message}`)
  const alg = values.alg ?? (facts === null ? 'none' : facts.algorithms[0])
  if (alg === undefined) throw new UsageError(signsNothing(facts?.description ?? ''))
  if (facts === null && alg !== 'none') throw new UsageError('--no-signature means alg none; leave --alg out')
  if (values['kid-thumbprint'] && !facts?.thumbprint) {
    throw new UsageError('a secret has no thumbprint to be told; give its name with --kid')
  }
  const name = values['kid-thumbprint'] ? facts?.thumbprint : (kid ?? facts?.kid)
  const members: readonly (readonly [string, string])[] = [
    ['alg', JSON.stringify(alg)],
    ...(typ === '' ? [] : [['typ', JSON.stringify(typ)] as const]),
    ...(name === null || name === undefined || name === '' ? [] : [['kid', JSON.stringify(name)] as const]),
    ...header.map((text) => readPair(text, '--header')),
  ]
  return members.reduce((text, [member, raw]) => setMember(text, member, raw) ?? text, '{}')
}

/** X25519 and X448 only agree on keys (RFC 8037 §3.2); others may be bound by their own members (RFC 7517 §4.2 to §4.4). */
function signsNothing(description: string): string {
  const why = /\bX(?:25519|448)\b/.test(description)
    ? 'it is for ECDH-ES; give one for signatures, such as Ed25519'
    : 'its own alg, use or key_ops are for something else'
  return `a key of the kind ${description} signs nothing: ${why}`
}

function readForm({ flattened, general }: Values): Serialization {
  if (flattened && general) throw new UsageError('--flattened and --general are two forms')
  if (flattened) return 'flattened'
  return general ? 'general' : 'compact'
}

/** The value keeps its spelling where it is JSON. */
function readPair(text: string, option: string): readonly [name: string, raw: string] {
  const [, name = '', value = ''] = /^([^=]+)=(.*)$/s.exec(text) ?? []
  if (name === '') throw new UsageError(`${option} is NAME=VALUE`)
  try {
    JSON.parse(value)
    return [name, value.trim()]
  } catch {
    return [name, JSON.stringify(value)]
  }
}

function readTime(name: string, text: string, io: CliIo): number {
  const seconds = parseRelativeTime(text, Math.floor(io.now() / 1000)) ?? parseInstant(text)
  if (seconds === null) throw new UsageError(`--${name} is now, +1h, -5min, RFC 3339 or Unix seconds`)
  return seconds
}
