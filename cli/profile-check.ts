import { draftOfFile } from '../shared/profile/export/draft-of-file.ts'
import { fillProfileFile } from '../shared/profile/export/fill-profile-file.ts'
import { parseProfileFile } from '../shared/profile/export/profile-file.ts'
import { missingInput } from '../shared/profile/missing-input.ts'
import { enteredDraft } from '../shared/profile/profile.ts'
import { noVariant } from '../shared/profile/variant.ts'
import { readArguments, readTextArgument } from './arguments.ts'
import { type CliIo, exitCode, UsageError } from './io.ts'
import { shownFile } from './misplaced-text.ts'
import { terminalText } from './terminal-text.ts'

const help = `claimscope profile check FILE...

Reads profile files and says whether each could be run: its form, and in each of its environments whether every
{{variable}} has a value and every secret that the flow needs is named. No secret is read, and nobody is asked.

Exit code: 0 all could be run, 1 one could not, 2 wrong usage or a file that cannot be read.
`

export async function profileCheckCommand(argv: readonly string[], io: CliIo): Promise<number> {
  const { values, positionals } = readArguments(argv, { help: { type: 'boolean', short: 'h' } })
  if (values.help) {
    await io.stdout(help)
    return exitCode.valid
  }
  if (positionals.length === 0) throw new UsageError('the files to check are expected')
  let isGood = true
  for (const path of positionals) {
    const problems = problemsOf(await readTextArgument(path, io, 'a profile as JSON'))
    isGood &&= problems.length === 0
    const name = shownFile(path)
    const lines =
      problems.length === 0 ? [`${name}: could be run`] : problems.map((each) => `${name}: ${each}`)
    await io.stdout(lines.map((line) => `${terminalText(line)}\n`).join(''))
  }
  return isGood ? exitCode.valid : exitCode.invalid
}

function problemsOf(text: string): readonly string[] {
  const parsed = parseProfileFile(text)
  if ('problem' in parsed) return [parsed.problem]
  const { file } = parsed
  const draft = draftOfFile(file, 'profile')
  if (draft === null) return ['redirect_uri is no address that can be used']
  const entered = enteredDraft.safeParse(draft)
  if (!entered.success)
    return [`${entered.error.issues[0]?.path.join('.')}: ${entered.error.issues[0]?.message}`]
  return [null, ...(file.environments ?? []).map(({ id }) => id)].flatMap((environment) => {
    const where = environment === null ? '' : `in ${environment} `
    const filled = fillProfileFile(file, { ...noVariant, environment })
    if ('unfilled' in filled) {
      // The profile's own values may be there for its environments alone.
      if (environment === null && (file.environments ?? []).length > 0) return []
      return [`${where}no value is given for ${filled.unfilled.map((name) => `{{${name}}}`).join(', ')}`]
    }
    const secrets = filled.file.secrets ?? {}
    const missing = missingInput(draft, (name) => secrets[name] !== undefined)
    return missing === null ? [] : [`${where}${missing.reason}, and the file names none (${missing.field})`]
  })
}
