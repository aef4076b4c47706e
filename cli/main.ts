import { type CliIo, exitCode, UsageError } from './io.ts'
import { shownWord } from './misplaced-text.ts'
import { createProcessIo } from './process-io.ts'
import { terminalText } from './terminal-text.ts'

type Command = (argv: readonly string[], io: CliIo) => Promise<number>

/** Loaded when asked for, so that `decode` starts without the cryptography of `verify`. */
const commands: Readonly<Record<string, (() => Promise<Command>) | undefined>> = {
  __proto__: null as never,
  decode: async () => (await import('./decode.ts')).decodeCommand,
  verify: async () => (await import('./verify.ts')).verifyCommand,
  sign: async () => (await import('./sign.ts')).signCommand,
  lint: async () => (await import('./lint.ts')).lintCommand,
  diff: async () => (await import('./diff.ts')).diffCommand,
  'diff-runs': async () => (await import('./diff-runs.ts')).diffRunsCommand,
  decrypt: async () => (await import('./decrypt.ts')).decryptCommand,
  encrypt: async () => (await import('./encrypt.ts')).encryptCommand,
  key: async () => (await import('./key.ts')).keyCommand,
  scan: async () => (await import('./scan.ts')).scanCommand,
  profile: async () => (await import('./profile.ts')).profileCommand,
  run: async () => (await import('./run.ts')).runCommand,
  refresh: async () => (await import('./run.ts')).refreshCommand,
  register: async () => (await import('./register.ts')).registerCommand,
  discover: async () => (await import('./discover.ts')).discoverCommand,
  userinfo: async () => (await import('./token-call.ts')).userinfoCommand,
  introspect: async () => (await import('./token-call.ts')).introspectCommand,
  api: async () => (await import('./api.ts')).apiCommand,
  logout: async () => (await import('./logout.ts')).logoutCommand,
  revoke: async () => (await import('./token-call.ts')).revokeCommand,
}

const help = `Claimscope: inspect and verify tokens, and run sign-ins, from the command line.

  claimscope decode [TOKEN|-] [--json]
  claimscope verify [TOKEN|-] (--key FILE | --jwks FILE|URL | --issuer URL | --secret-file FILE) [--json]
  claimscope verify --batch
  claimscope decrypt [TOKEN|-] (--key FILE | --secret-file FILE) [--json]
  claimscope decrypt --batch
  claimscope encrypt (FILE|-) --alg ALG (--key FILE | --secret-file FILE)
  claimscope sign [FILE|-] (--key FILE | --secret-file FILE) [--claim NAME=VALUE]
  claimscope lint [TOKEN|-] [--format text|json|sarif|junit] [--config FILE]
  claimscope lint --scan FILE|-
  claimscope diff A B [--json]
  claimscope diff-runs A B [--json] [--all]
  claimscope key generate|convert|thumbprint|check
  claimscope scan [FILE|-] [--json]
  claimscope profile check|import FILE
  claimscope run --issuer URL --client-id ID
  claimscope discover ISSUER [--json]
  claimscope register --issuer URL --metadata FILE
  claimscope userinfo|introspect|revoke --issuer URL --client-id ID (--token-env VAR | --token-file FILE)
  claimscope api --url URL (--token-env VAR | --token-file FILE)
  claimscope logout --issuer URL --client-id ID (--id-token-env VAR | --id-token-file FILE)
  claimscope refresh --issuer URL --client-id ID (--refresh-token-env VAR | --refresh-token-file FILE)

Each command explains its options with --help.
`

async function main(argv: readonly string[]): Promise<number> {
  const cancel = new AbortController()
  // The first Ctrl+C ends the command in good order, the second one ends the process.
  process.once('SIGINT', () => cancel.abort())
  const io = createProcessIo(cancel.signal)
  const [name, ...rest] = argv
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    // Asked for, it is the answer; otherwise it is a message, and no pipe takes it for one.
    await (name === undefined ? io.stderr(help) : io.stdout(help))
    return name === undefined ? exitCode.notVerified : exitCode.valid
  }
  const load = commands[name]
  if (!load) {
    await io.stderr(`There is no command ${shownWord(name)}.\n\n${help}`)
    return exitCode.notVerified
  }
  try {
    const command = await load()
    return await command(rest, io)
  } catch (error) {
    const message = error instanceof Error ? error.message : 'unknown error'
    await io.stderr(`claimscope ${name}: ${terminalText(message)}\n`)
    if (error instanceof UsageError) await io.stderr(`Try: claimscope ${hintFor(name, rest[0])} --help\n`)
    return exitCode.notVerified
  }
}

function hintFor(name: string, next: string | undefined): string {
  const isKeyCommand = name === 'key' && /^(?:generate|convert|thumbprint|check)$/.test(next ?? '')
  return isKeyCommand ? `key ${next}` : name
}

process.exitCode = await main(process.argv.slice(2))
