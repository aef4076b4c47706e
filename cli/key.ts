import { AppError } from '../shared/error.ts'
import { type CliIo, exitCode, UsageError } from './io.ts'
import { keyCheckCommand } from './key-check.ts'
import { keyConvertCommand } from './key-convert.ts'
import { keyGenerateCommand } from './key-generate.ts'
import { keyThumbprintCommand } from './key-thumbprint.ts'

import { shownWord } from './misplaced-text.ts'
import { terminalText } from './terminal-text.ts'

const help = `claimscope key generate (--kty TYPE [--crv CURVE | --bits N] | --alg ALG) [--format jwk|jwks|pem]
claimscope key convert FILE|- --to FORM
claimscope key thumbprint FILE|- [--all]
claimscope key check FILE|-

Each explains its options with --help. Nothing is kept, and nothing is sent anywhere.
`

const commands: Readonly<
  Record<string, ((argv: readonly string[], io: CliIo) => Promise<number>) | undefined>
> = {
  __proto__: null as never,
  generate: keyGenerateCommand,
  convert: keyConvertCommand,
  thumbprint: keyThumbprintCommand,
  check: keyCheckCommand,
}

export async function keyCommand(argv: readonly string[], io: CliIo): Promise<number> {
  const [name, ...rest] = argv
  if (name === '--help' || name === '-h' || name === 'help') {
    await io.stdout(help)
    return exitCode.valid
  }
  const command = name === undefined ? undefined : commands[name]
  if (!command) {
    throw new UsageError(
      name === undefined
        ? 'say what to do with a key: generate, convert, thumbprint or check'
        : `there is no command ${shownWord(name)}; generate, convert, thumbprint or check is expected`,
    )
  }
  try {
    return await command(rest, io)
  } catch (error) {
    // What is wrong with a text may repeat a piece of it.
    if (!(error instanceof AppError)) throw error
    throw new AppError(error.code, terminalText(error.message), { details: error.details })
  }
}
