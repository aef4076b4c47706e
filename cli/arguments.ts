import { type ParseArgsOptionsConfig, parseArgs } from 'node:util'
import { type CliIo, UsageError } from './io.ts'
import { misplacedText, shownFile, shownPath } from './misplaced-text.ts'
import { readStdinText } from './read-stdin.ts'

/** Options and positionals of one command; throws UsageError for what it does not know, and for what is said twice. */
export function readArguments<T extends ParseArgsOptionsConfig>(argv: readonly string[], options: T) {
  try {
    const read = parseArgs({ args: [...argv], options, allowPositionals: true, strict: true, tokens: true })
    const given = read.tokens.flatMap((token) => (token.kind === 'option' ? [token.name] : []))
    const twice = given.find((name, index) => given.indexOf(name) !== index && !options[name]?.multiple)
    for (const token of read.tokens) refuseMisplaced(token)
    // The last one would win without a word, and what the first one asked for would not be checked.
    if (twice !== undefined) throw new UsageError(`--${twice} is given twice; one is expected`)
    return read
  } catch (error) {
    if (error instanceof UsageError) throw error
    throw new UsageError(optionProblem(error, argv))
  }
}

/** Values that are compared or sent and may be a token themselves: a state or a code is often one. */
const mayBeToken: ReadonlySet<string> = new Set([
  'code',
  'state',
  'nonce',
  'kb-nonce',
  'iss',
  'aud',
  'kb-aud',
])

const keyAsArgument = 'an argument is the text of a key; put it in a file, and give the name of the file'

type ArgumentToken = NonNullable<ReturnType<typeof parseArgs>['tokens']>[number]

/** Refused before anything is done with it, so that no message and no result repeats a key. */
function refuseMisplaced(token: ArgumentToken): void {
  if (token.kind === 'positional') {
    if (misplacedText(token.value) !== 'a key') return
    throw new UsageError(keyAsArgument)
  }
  if (token.kind !== 'option' || token.value === undefined) return
  const found = misplacedText(token.value.replace(/^[\w+.-]{1,40}=/, token.name === 'recipient' ? '' : '$&'))
  if (found === null || (found === 'a token' && mayBeToken.has(token.name))) return
  throw new UsageError(
    `--${token.name} is given the text of ${found}; a file's name or another value is expected`,
  )
}

/** Node's message repeats what it does not know, whatever that is. */
function optionProblem(error: unknown, argv: readonly string[]): string {
  if (argv.some((text) => misplacedText(text) === 'a key')) return keyAsArgument
  const { code, message } = error as { readonly code?: unknown; readonly message?: unknown }
  if (code !== 'ERR_PARSE_ARGS_UNKNOWN_OPTION') {
    // Of an option that is known; the second sentence is about escaping and helps nobody.
    return String(message).split('. ')[0] ?? ''
  }
  const [, name = ''] = /'(-.*?)'/s.exec(String(message)) ?? []
  return /^--?[a-z][a-z-]{0,24}$/.test(name)
    ? `Unknown option '${name}'`
    : 'an argument begins like an option, with -, and is none'
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
    throw new UsageError(`${shownPath(token)} reads as the name of a file; give what is in it with: - < FILE`)
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

/** The file is there, so its name is one. */
const existing: ReadonlySet<string> = new Set(['EACCES', 'EISDIR'])

/** A file's bytes; throws UsageError that names the file where it may be named. */
export async function readFileArgument(path: string, io: CliIo): Promise<Uint8Array> {
  try {
    return await io.readFile(path)
  } catch (error) {
    const code = String((error as { code?: unknown }).code ?? '')
    const reason = reasons[code] ?? (code || 'it cannot be read')
    throw new UsageError(`cannot read ${existing.has(code) ? shownFile(path) : shownPath(path)}: ${reason}`)
  }
}

/** A file's text; throws UsageError where it is not UTF-8. `expected` says what it would be. */
export async function readTextArgument(path: string, io: CliIo, expected: string): Promise<string> {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(await readFileArgument(path, io))
  } catch (error) {
    if (error instanceof UsageError) throw error
    throw new UsageError(`${shownFile(path)} is not a text file; ${expected} is expected`)
  }
}
