import { AppError } from '../shared/error.ts'
import { readFileArgument } from './arguments.ts'
import { type CliIo, UsageError } from './io.ts'
import { readStdinBytes } from './read-stdin.ts'

/** As many characters as a set of hundreds of keys has. */
const maxInput = 1_000_000

/** The text of a key file or of standard input; DER comes as base64. Throws UsageError. */
export async function readKeyArgument(positionals: readonly string[], io: CliIo): Promise<string> {
  const [path, ...more] = positionals
  if (path === undefined || more.length > 0)
    throw new UsageError('one FILE is expected, or - for standard input')
  if (path !== '-') return fromBytes(await readFileArgument(path, io), path)
  return fromBytes(await readStdinBytes(io, maxInput), 'standard input')
}

function fromBytes(bytes: Uint8Array, path: string): string {
  if (bytes.length > maxInput)
    throw new UsageError(`${path} has more than ${maxInput} bytes; no key is that long`)
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    if (!text.includes('\u0000')) return text
  } catch {
    // Not text: DER.
  }
  return Buffer.from(bytes).toString('base64')
}

/** Says how a passphrase is given, where one was missing. */
export async function withPassphraseHint<T>(work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (error) {
    if (error instanceof AppError && error.code === 'ERR_PASSPHRASE' && error.details.given === false) {
      throw new UsageError(`${error.message}; name a variable that holds it with --passphrase-env`)
    }
    throw error
  }
}
