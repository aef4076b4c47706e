import { runJobHere } from '../electron/jose/crypto-jobs.ts'
import { parseKeyText } from '../electron/jose/parse-key-text.ts'
import { readSharedSecret } from '../electron/jose/shared-secret.ts'
import { verifyToken } from '../electron/jose/verify/verify-token.ts'
import { parseInstant } from '../shared/time/instant.ts'
import { type Expectations, type KeySource, secretEncoding } from '../shared/verdict/verification.ts'
import { readArguments, readFileArgument, readTextArgument, readTokenArgument } from './arguments.ts'
import { type CliIo, exitCode, UsageError } from './io.ts'
import { formatLadder, toJsonResult } from './verify-output.ts'

const help = `claimscope verify [TOKEN|-] SOURCE [EXPECTATIONS] [--json]
claimscope verify --batch

SOURCE, one of
  --key FILE               a JWK, a JWKS or PEM (SPKI, PKCS#8, PKCS#1, SEC1, X.509)
  --jwks FILE|URL          a key set
  --issuer URL             discovery: the issuer's metadata, then its keys; iss must be this issuer
  --secret-file FILE       a shared secret; one line break at its end is not part of it
    --secret-encoding      utf8 (as it is), base64, base64url or hex

EXPECTATIONS; what is not given is not checked, and the answer says so
  --alg A,B                accepted algorithms; otherwise whatever the key allows
  --iss I   --aud A        exact; --aud may be given more than once, one of them must be named
  --typ T   --nonce N
  --at INSTANT             as of this instant: RFC 3339 or Unix seconds
  --skew SECONDS           clock tolerance, 0 if not given

--batch reads lines of JSON from standard input and answers each with one line:
  { "id", "token", "key"|"jwks"|"pem"|"secret", "secret_encoding"?, "alg"?, "iss"?, "aud"?, "typ"?, "nonce"?, "at"?, "skew"? }

Exit code: 0 valid, 1 invalid, 2 could not be verified or wrong usage.
`

const options = {
  key: { type: 'string' },
  jwks: { type: 'string' },
  issuer: { type: 'string' },
  'secret-file': { type: 'string' },
  'secret-encoding': { type: 'string' },
  alg: { type: 'string' },
  iss: { type: 'string' },
  aud: { type: 'string', multiple: true },
  typ: { type: 'string' },
  nonce: { type: 'string' },
  at: { type: 'string' },
  skew: { type: 'string' },
  json: { type: 'boolean' },
  batch: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const

export async function verifyCommand(argv: readonly string[], io: CliIo): Promise<number> {
  const { values, positionals } = readArguments(argv, options)
  if (values.help) {
    await io.stdout(help)
    return exitCode.valid
  }
  if (values.batch) {
    const { batch: _, json: __, ...others } = values
    const [unexpected] = [...Object.keys(others).map((name) => `--${name}`), ...positionals]
    if (unexpected) throw new UsageError(`--batch takes everything from its lines, not from ${unexpected}`)
    return (await import('./verify-batch.ts')).verifyBatch(io)
  }
  const source = await readSource(values, io)
  const expect = readExpectations(values)
  const token = await readTokenArgument(positionals, io)
  if (token.trim() === '')
    throw new UsageError('there is no token: give it as an argument or on standard input')
  const deps = { fetch: io.fetch, now: io.now, run: runJobHere }
  const result = await verifyToken({ token, source, expect }, deps, io.signal)
  await io.stdout(values.json ? `${toJsonResult(token, result, 2)}\n` : formatLadder(token, result))
  if (result.verdict === 'valid') return exitCode.valid
  return result.verdict === 'invalid' ? exitCode.invalid : exitCode.notVerified
}

type Values = ReturnType<typeof readArguments<typeof options>>['values']

async function readSource(values: Values, io: CliIo): Promise<KeySource> {
  const given = (['key', 'jwks', 'issuer', 'secret-file'] as const).filter(
    (name) => values[name] !== undefined,
  )
  if (given.length !== 1) {
    const found =
      given.length === 0 ? 'none is given' : `given are ${given.map((name) => `--${name}`).join(', ')}`
    throw new UsageError(`one of --key, --jwks, --issuer and --secret-file is expected; ${found}`)
  }
  if (values['secret-encoding'] !== undefined && values['secret-file'] === undefined) {
    throw new UsageError('--secret-encoding belongs to --secret-file')
  }
  if (values.issuer !== undefined) return { kind: 'discovery', issuer: values.issuer }
  if (values['secret-file'] !== undefined) {
    return readSecret(values['secret-file'], values['secret-encoding'] ?? 'utf8', io)
  }
  if (values.jwks !== undefined && /^https?:\/\//i.test(values.jwks))
    return { kind: 'jwks_url', url: values.jwks }
  const option = values.key === undefined ? '--jwks' : '--key'
  const path = values.key ?? values.jwks ?? ''
  if (path === '') throw new UsageError(`${option} needs the name of a file`)
  const scheme = /^([a-z][a-z0-9+.-]+:)\/\//i.exec(path)?.[1]
  if (scheme !== undefined && option === '--key')
    throw new UsageError('--key takes a file; an address goes to --jwks')
  if (scheme !== undefined) {
    throw new UsageError(
      `--jwks takes an https address, an http address of this machine, or a file; found is ${scheme}`,
    )
  }
  return readKeyFile(path, io)
}

/** A key that cannot be read says nothing about any token, so it ends the command before one is looked at. */
async function readKeyFile(path: string, io: CliIo): Promise<KeySource> {
  const text = await readTextArgument(path, io)
  if (text.trim() === '') throw new UsageError(`${path} is empty; PEM, a JWK or a JWKS is expected`)
  const parsed = parseKeyText(text)
  if (parsed.kind === 'unreadable') throw new UsageError(`cannot use ${path}: ${parsed.reason}`)
  return { kind: 'key', text }
}

async function readSecret(path: string, encodingName: string, io: CliIo): Promise<KeySource> {
  const encoding = secretEncoding.safeParse(encodingName)
  if (!encoding.success) throw new UsageError('--secret-encoding is utf8, base64, base64url or hex')
  if (path === '') throw new UsageError('--secret-file needs the name of a file')
  const bytes = Buffer.from(await readFileArgument(path, io))
  const length = bytes.at(-1) === 0x0a ? bytes.length - (bytes.at(-2) === 0x0d ? 2 : 1) : bytes.length
  const secret = bytes.subarray(0, length)
  const isEncoded = encoding.data !== 'utf8'
  if (secret.length === 0 || (isEncoded && secret.toString('utf8').trim() === ''))
    throw new UsageError(`the secret in ${path} is empty`)
  // A file of bytes that are no text is a secret all the same; base64url carries them unchanged.
  if (!isEncoded) return { kind: 'secret', text: secret.toString('base64url'), encoding: 'base64url' }
  const text = secret.toString('utf8')
  const reading = readSharedSecret(text, encoding.data)
  if ('problem' in reading && !reading.hostile) throw new UsageError(`cannot use ${path}: ${reading.problem}`)
  return { kind: 'secret', text, encoding: encoding.data }
}

function readExpectations(values: Values): Expectations {
  const { alg, iss, aud, typ, nonce } = values
  return {
    ...(alg === undefined ? {} : { alg: readAlgorithms(alg) }),
    ...(iss === undefined ? {} : { iss }),
    ...(aud === undefined ? {} : { aud }),
    ...(typ === undefined ? {} : { typ }),
    ...(nonce === undefined ? {} : { nonce }),
    ...(values.at === undefined ? {} : { at: readInstant(values.at) }),
    ...(values.skew === undefined ? {} : { skew: readSkew(values.skew) }),
  }
}

function readAlgorithms(text: string): string[] {
  const names = text.split(',').map((name) => name.trim())
  if (names.some((name) => name === ''))
    throw new UsageError('--alg is a list of names with commas between them')
  return names
}

function readInstant(text: string): number {
  const seconds = parseInstant(text)
  if (seconds === null)
    throw new UsageError('--at is RFC 3339, such as 2026-11-23T14:30:00Z, or Unix seconds')
  return seconds
}

function readSkew(text: string): number {
  const seconds = Number(text)
  if (!/^\d+(\.\d+)?$/.test(text) || seconds > 86_400) {
    throw new UsageError('--skew is a number of seconds, from 0 to 86400')
  }
  return seconds
}
