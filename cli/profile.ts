import { AppError } from '../shared/error.ts'
import { type CliIo, exitCode, UsageError } from './io.ts'
import { shownWord } from './misplaced-text.ts'
import { profileCheckCommand } from './profile-check.ts'
import { profileImportCommand } from './profile-import.ts'
import { terminalText } from './terminal-text.ts'

const help = `claimscope profile check FILE...
claimscope profile import FILE|- ... [--name NAME] [--json]

Each explains its options with --help. Nothing is kept, and nothing is sent anywhere.
`

const commands: Readonly<
  Record<string, ((argv: readonly string[], io: CliIo) => Promise<number>) | undefined>
> = { __proto__: null as never, check: profileCheckCommand, import: profileImportCommand }

export async function profileCommand(argv: readonly string[], io: CliIo): Promise<number> {
  const [name, ...rest] = argv
  if (name === '--help' || name === '-h' || name === 'help') {
    await io.stdout(help)
    return exitCode.valid
  }
  const command = name === undefined ? undefined : commands[name]
  if (!command) {
    throw new UsageError(
      name === undefined
        ? 'say what to do with a profile: check or import'
        : `there is no command ${shownWord(name)}; check or import is expected`,
    )
  }
  try {
    return await command(rest, io)
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    throw new AppError(error.code, terminalText(error.message), { details: error.details })
  }
}
