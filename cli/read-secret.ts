import { readTextArgument } from './arguments.ts'
import { type CliIo, UsageError } from './io.ts'

/**
 * The secret of `--FLAG-env VAR` or `--FLAG-file FILE`; null where neither was given. Throws UsageError where both were
 * or nothing is there.
 */
export async function readSecret(
  values: Readonly<Record<string, unknown>>,
  flag: string,
  io: CliIo,
  isBinary = false,
): Promise<string | null> {
  const variable = values[`${flag}-env`]
  const path = values[`${flag}-file`]
  if (variable !== undefined && path !== undefined) {
    throw new UsageError(`--${flag}-env and --${flag}-file exclude each other`)
  }
  if (variable !== undefined) return secretOfEnv(String(variable), io)
  return path === undefined ? null : secretOfFile(String(path), io, isBinary)
}

export function secretOfEnv(name: string, { env }: CliIo): string {
  const secret = env[name]
  // Whoever gave the secret itself must not find it in a log.
  if (!secret) throw new UsageError('there is no environment variable of the name that was given')
  return secret
}

/** Without the line end that an editor leaves; what is no text as base64 where `isBinary` allows it. */
export async function secretOfFile(path: string, io: CliIo, isBinary = false): Promise<string> {
  const bytes = isBinary ? await io.readFile(path).catch(() => null) : null
  // ASN.1 begins like this, text never does (PKCS#12 is a SEQUENCE with a long length).
  if (bytes !== null && bytes[0] === 0x30 && bytes[1] !== undefined && bytes[1] >= 0x80) {
    return Buffer.from(bytes).toString('base64')
  }
  return (await readTextArgument(path, io, 'a secret as text')).replace(/\r?\n$/, '')
}
