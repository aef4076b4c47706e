import { type ParseArgsOptionsConfig, parseArgs } from 'node:util'
import { type CliIo, UsageError } from './io.ts'
import { readStdinText } from './read-stdin.ts'

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
  if (token === undefined || token === '-') return readStdinText(io, maxInput)
  if (namesFile(token)) {
    // A file is not read for a token: whoever can choose the token must not choose a file of this machine.
    const name = token.length > 60 ? `…${token.slice(-60)}` : token
    throw new UsageError(`${name} reads as the name of a file; give what is in it with: - < ${name}`)
  }
  return token
}

/** Looks like a path, and holds no token. */
function namesFile(text: string): boolean {
  if (text.length > 4096 || /[\s?#&="'{}<>]|:\/\/|e[yw][\w-]{4,}\./.test(text)) return false
  return (
    /^(?:\.{0,2}|~|[A-Za-z]:)[/\\]/.test(text) ||
    /\.(?:jwt|jws|jwe|token|txt|json|log|har|pem|jwk)$/i.test(text)
  )
}

/** The one of these options that is given; throws UsageError that says which are. */
export function onlyOne<K extends string>(values: { readonly [N in K]?: unknown }, names: readonly K[]): K {
  const given = names.filter((name) => values[name] !== undefined)
  const [only] = given
  if (only !== undefined && given.length === 1) return only
  const list = (some: readonly K[]) => some.map((name) => `--${name}`)
  const words = `${list(names.slice(0, -1)).join(', ')} and ${list(names.slice(-1))}`
  const found = given.length === 0 ? 'none is given' : `given are ${list(given).join(' and ')}`
  throw new UsageError(`one of ${words} is expected; ${found}`)
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

/** A file's text; throws UsageError where it is not UTF-8. `expected` says what it would be. */
export async function readTextArgument(path: string, io: CliIo, expected: string): Promise<string> {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(await readFileArgument(path, io))
  } catch (error) {
    if (error instanceof UsageError) throw error
    throw new UsageError(`${path} is not a text file; ${expected} is expected`)
  }
}
