import { runJobHere } from '../electron/jose/crypto-jobs.ts'
import { verifyToken } from '../electron/jose/verify/verify-token.ts'
import { parseInstant } from '../shared/time/instant.ts'
import type { Expectations, KeySource, VerifyRequest } from '../shared/verdict/verification.ts'
import { onlyOne, readArguments, readFileArgument, readTokenArgument } from './arguments.ts'
import { decryptOptions, readDecryptSource } from './decrypt-source.ts'
import { type CliIo, exitCode, UsageError } from './io.ts'
import { readKeyFile, readPassphrase, readSecretFile } from './key-files.ts'
import { contextHelp, contextOptions, readContext } from './verify-context.ts'
import { formatLadder, toJsonResult } from './verify-output.ts'

const help = `claimscope verify [TOKEN|-] SOURCE [EXPECTATIONS] [--json]
claimscope verify --batch

SOURCE, one of
  --key FILE               a JWK, a JWKS or PEM (SPKI, PKCS#8, PKCS#1, SEC1, X.509)
  --jwks FILE|URL          a key set
  --issuer URL             discovery: the issuer's metadata, then its keys; where it has some, iss must be this issuer
  --secret-file FILE       a shared secret; one line break at its end is not part of it
    --secret-encoding      utf8 (as it is), base64, base64url or hex
  --passphrase-env NAME    the environment variable with the passphrase of an encrypted --key

TOKEN is a JWT, or any JWS or JWE, compact or in JSON form. An encrypted one is opened first:
  --decrypt-key FILE       a private key or a secret: JWK, JWKS or PEM
  --decrypt-secret-file FILE   a shared secret or a password, with --decrypt-secret-encoding as above
  --decrypt-passphrase-env NAME
  --allow-rsa1_5           RSA1_5 is obsolete and only opened with this
The payload of a detached JWS (RFC 7515 Appendix F, RFC 7797):
  --payload FILE           its bytes, exactly

EXPECTATIONS; what is not given is not checked, and the answer says so
  --alg A,B                accepted algorithms; otherwise whatever the key allows
  --iss I   --aud A        exact; --aud may be given more than once, one of them must be named
  --typ T   --nonce N
  --at INSTANT             as of this instant: RFC 3339 or Unix seconds
  --skew SECONDS           clock tolerance, 0 if not given

${contextHelp}
--batch reads lines of JSON from standard input and answers each with one line:
  { "id", "token", "key"|"jwks"|"pem"|"secret", "secret_encoding"?, "passphrase"?, "alg"?, "iss"?, "aud"?, "typ"?,
    "nonce"?, "at"?, "skew"?, "payload"?, "payload_encoding"?, "decrypt_key"|"decrypt_secret"?,
    "decrypt_secret_encoding"?, "decrypt_passphrase"?, "allow_rsa1_5"?, "as"?, "client_id"?, and the other names
    above with _ for - ("access_token" is the token itself) }
A token may be an object, for a JWS or JWE in JSON form; payload_encoding is utf8 or base64url.

Exit code: 0 valid, 1 invalid, 2 could not be verified or wrong usage.
`

const options = {
  key: { type: 'string' },
  jwks: { type: 'string' },
  issuer: { type: 'string' },
  'secret-file': { type: 'string' },
  'secret-encoding': { type: 'string' },
  'passphrase-env': { type: 'string' },
  ...decryptOptions,
  payload: { type: 'string' },
  ...contextOptions,
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
    const [unexpected] = [
      ...Object.keys(others).map((name) => `--${name}`),
      ...positionals.map(() => 'an argument'),
    ]
    if (unexpected) throw new UsageError(`--batch takes everything from its lines, not from ${unexpected}`)
    return (await import('./verify-batch.ts')).verifyBatch(io)
  }
  const decrypt = await readDecryptSource(values, io)
  const asked = await readContext(values, io)
  const source = await readSource(values, io, decrypt !== null || asked.as === 'dpop_proof')
  if (asked.as === 'dpop_proof' && source.kind !== 'none')
    throw new UsageError('a DPoP proof is verified with its own key; --jkt names the key that it must have')
  const payload = await readPayload(values.payload, io)
  const expect = readExpectations(values)
  const token = await readTokenArgument(positionals, io)
  if (token.trim() === '')
    throw new UsageError('there is no token: give it as an argument or on standard input')
  const request: VerifyRequest = {
    token,
    source,
    expect,
    ...asked,
    ...(payload ? { payload } : {}),
    ...(decrypt ? { decrypt } : {}),
    ...(values['allow-rsa1_5'] ? { allowObsolete: ['RSA1_5'] } : {}),
  }
  const deps = { fetch: io.fetch, now: io.now, run: runJobHere }
  const result = await verifyToken(request, deps, io.signal)
  await io.stdout(values.json ? `${toJsonResult(token, result, 2)}\n` : formatLadder(token, result))
  if (result.verdict === 'valid') return exitCode.valid
  return result.verdict === 'invalid' ? exitCode.invalid : exitCode.notVerified
}

type Values = ReturnType<typeof readArguments<typeof options>>['values']

/** The bytes of a file, exactly: a line break at its end is signed with it. */
async function readPayload(path: string | undefined, io: CliIo): Promise<VerifyRequest['payload'] | null> {
  if (path === undefined) return null
  if (path === '') throw new UsageError('--payload needs the name of a file')
  const bytes = await readFileArgument(path, io)
  return { text: Buffer.from(bytes).toString('base64url'), encoding: 'base64url' }
}

async function readSource(values: Values, io: CliIo, mayBeNone: boolean): Promise<KeySource> {
  const sources = ['key', 'jwks', 'issuer', 'secret-file'] as const
  if (mayBeNone && sources.every((name) => values[name] === undefined)) return { kind: 'none' }
  onlyOne(values, sources)
  if (values['secret-encoding'] !== undefined && values['secret-file'] === undefined) {
    throw new UsageError('--secret-encoding belongs to --secret-file')
  }
  if (values['passphrase-env'] !== undefined && values.key === undefined) {
    throw new UsageError('--passphrase-env belongs to --key')
  }
  if (values.issuer !== undefined) return { kind: 'discovery', issuer: values.issuer }
  if (values['secret-file'] !== undefined) {
    return readSecretFile(values['secret-file'], values['secret-encoding'] ?? 'utf8', io)
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
      `--jwks takes an https address, an http address of this machine, or a file; found is ${/^(?:file|ftp|data|ws|wss|s3|ldap|ssh|blob):$/i.test(scheme) ? scheme : 'another scheme'}`,
    )
  }
  return readKeyFile(path, io, readPassphrase(values['passphrase-env'], io))
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
