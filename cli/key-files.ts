import { parseKeyText } from '../electron/jose/parse-key-text.ts'
import { readSharedSecret } from '../electron/jose/shared-secret.ts'
import { type KeySource, secretEncoding } from '../shared/verdict/verification.ts'
import { readFileArgument, readTextArgument } from './arguments.ts'
import { type CliIo, UsageError } from './io.ts'

export type KeyFileSource = Extract<KeySource, { kind: 'key' | 'secret' }>

/** A key that cannot be read says nothing about any token, so it ends the command before one is looked at. */
export async function readKeyFile(
  path: string,
  io: CliIo,
  passphrase?: string,
): Promise<Extract<KeySource, { kind: 'key' }>> {
  const text = await readTextArgument(path, io, 'PEM, a JWK or a JWKS')
  if (text.trim() === '') throw new UsageError(`${path} is empty; PEM, a JWK or a JWKS is expected`)
  const parsed = parseKeyText(text, passphrase)
  if (parsed.kind === 'unreadable') throw new UsageError(`cannot use ${path}: ${parsed.reason}`)
  return { kind: 'key', text, ...(passphrase === undefined ? {} : { passphrase }) }
}

export async function readSecretFile(
  path: string,
  encodingName: string,
  io: CliIo,
  option = '--secret-file',
): Promise<Extract<KeySource, { kind: 'secret' }>> {
  const encoding = secretEncoding.safeParse(encodingName)
  if (!encoding.success) {
    throw new UsageError(`${option.replace('-file', '-encoding')} is utf8, base64, base64url or hex`)
  }
  if (path === '') throw new UsageError(`${option} needs the name of a file`)
  const bytes = Buffer.from(await readFileArgument(path, io))
  const length = bytes.at(-1) === 0x0a ? bytes.length - (bytes.at(-2) === 0x0d ? 2 : 1) : bytes.length
  const secret = bytes.subarray(0, length)
  const isEncoded = encoding.data !== 'utf8'
  if (secret.length === 0 || (isEncoded && secret.toString('utf8').trim() === ''))
    throw new UsageError(`the secret in ${path} is empty`)
  const text = secret.toString('utf8')
  // A file of bytes that are no text is a secret all the same; base64url carries them unchanged. Text stays text, so
  // that what was meant by it can be looked for where it does not fit.
  if (!isEncoded)
    return Buffer.from(text, 'utf8').equals(secret)
      ? { kind: 'secret', text, encoding: 'utf8' }
      : { kind: 'secret', text: secret.toString('base64url'), encoding: 'base64url' }
  const reading = readSharedSecret(text, encoding.data)
  if ('problem' in reading && !reading.hostile) throw new UsageError(`cannot use ${path}: ${reading.problem}`)
  return { kind: 'secret', text, encoding: encoding.data }
}

/** A passphrase comes from the environment: what stands in the arguments can be read by every program of the machine. */
export function readPassphrase(
  name: string | undefined,
  io: CliIo,
  option = '--passphrase-env',
): string | undefined {
  if (name === undefined) return undefined
  const value = io.env[name]
  if (value === undefined || value === '') {
    // Whoever gave the passphrase itself must not find it in a log.
    throw new UsageError(
      `${option} takes the name of an environment variable, and there is none of this name`,
    )
  }
  return value
}
