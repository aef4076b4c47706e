import { type ParseArgsOptionsConfig, parseArgs } from 'node:util'
import { type CliIo, UsageError } from './io.ts'

/** Options and positionals of one command; throws UsageError for what it does not know, and for what is said twice. */
export function readArguments<T extends ParseArgsOptionsConfig>(argv: readonly string[], options: T) {
  try {
    const read = parseArgs({ args: [...argv], options, allowPositionals: true, strict: true, tokens: true })
    const given = read.tokens.flatMap((token) => (token.kind === 'option' ? [token.name] : []))
    const twice = given.find((name, index) => given.indexOf(name) !== index && !options[name]?.multiple)
    // The last one would win without a word, and what the first one asked for would not be checked.
    if (twice !== undefined) throw new UsageError(`--${twice} is given twice; one is expected`)
    return read
  } catch (error) {
    if (error instanceof UsageError) throw error
    // Node's message names the option; its second sentence is about escaping and helps nobody.
    const message =
      error instanceof Error ? (error.message.split('. ')[0] ?? '') : 'the options cannot be read'
    throw new UsageError(message)
  }
}

/** Standard input may be a whole token file, never more than this, in characters. */
const maxInput = 16_000_000

/** The token: the one positional, or standard input for `-` and for none. */
export async function readTokenArgument(positionals: readonly string[], io: CliIo): Promise<string> {
  const [token, ...more] = positionals
  if (more.length > 0) throw new UsageError('one token is expected; quote it if it holds spaces')
  if (token !== undefined && token !== '-') return token
  let text = ''
  for await (const chunk of io.readStdin()) {
    text += chunk
    if (text.length > maxInput) throw new UsageError(`standard input holds more than ${maxInput} characters`)
  }
  return text
}

const reasons: Readonly<Record<string, string | undefined>> = {
  __proto__: null as never,
  ENOENT: 'it does not exist',
  EACCES: 'permission denied',
  EISDIR: 'it is a directory; a file is expected',
  ENOTDIR: 'a part of the path is no directory',
}

/** A file's bytes; throws UsageError that names the file. */
export async function readFileArgument(path: string, io: CliIo): Promise<Uint8Array> {
  try {
    return await io.readFile(path)
  } catch (error) {
    const code = String((error as { code?: unknown }).code ?? '')
    const reason = reasons[code] ?? (code || 'it cannot be read')
    throw new UsageError(`cannot read ${path}: ${reason}`)
  }
}

/** A file's text; throws UsageError where it is not UTF-8. */
export async function readTextArgument(path: string, io: CliIo): Promise<string> {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(await readFileArgument(path, io))
  } catch (error) {
    if (error instanceof UsageError) throw error
    throw new UsageError(`${path} is not a text file; PEM, a JWK or a JWKS is expected`)
  }
}
