import { writeProfileFile } from '../shared/profile/export/write-profile-file.ts'
import { importProfiles, type SourceText } from '../shared/profile/import/import-profiles.ts'
import type { ImportedProfile } from '../shared/profile/import/imported.ts'
import { readArguments, readTextArgument } from './arguments.ts'
import { type CliIo, exitCode, UsageError } from './io.ts'
import { readStdinText } from './read-stdin.ts'
import { terminalText } from './terminal-text.ts'

const help = `claimscope profile import FILE|- ... [--name NAME] [--json]

Makes profile files of what other tools write: Postman, Insomnia, Bruno, Hoppscotch and Yaak collections, oauth2c and
curl commands, authorization URLs, provider metadata, OpenAPI, .env, AppAuth, Spring, ASP.NET and Auth.js settings.
What was understood, what was left out and what is to be filled in goes to standard error; the profile goes to standard
output. Secrets are named as variables of the environment and never written.

  --name NAME   the profile of this name, where there are several
  --json        all of them, as a list with what was understood and left out

Exit code: 0 made, 2 not readable, or several and none chosen.
`

const maxInput = 20_000_000

export async function profileImportCommand(argv: readonly string[], io: CliIo): Promise<number> {
  const { values, positionals } = readArguments(argv, {
    name: { type: 'string' },
    json: { type: 'boolean' },
    help: { type: 'boolean', short: 'h' },
  })
  if (values.help) {
    await io.stdout(help)
    return exitCode.valid
  }
  if (positionals.length === 0)
    throw new UsageError('the files to import are expected, or - for standard input')
  const sources: SourceText[] = []
  for (const path of positionals) {
    const text =
      path === '-' ? await readStdinText(io, maxInput) : await readTextArgument(path, io, 'settings')
    sources.push({ name: path === '-' ? null : (path.split(/[\\/]/).at(-1) ?? null), text })
  }
  const found = await importProfiles(sources)
  if (values.json) {
    const list = found.profiles.map((profile) => ({
      profile: JSON.parse(fileOf(profile)) as unknown,
      understood: profile.understood,
      left_out: profile.leftOut,
      to_fill: profile.toFill,
    }))
    await io.stdout(
      `${JSON.stringify({ format: found.format, profiles: list, left_out: found.leftOut }, null, 2)}\n`,
    )
    return exitCode.valid
  }
  const chosen =
    values.name === undefined
      ? found.profiles
      : found.profiles.filter(({ draft }) => draft.name === values.name)
  const [profile, ...others] = chosen
  if (!profile || others.length > 0) {
    const names = (profile ? chosen : found.profiles)
      .map(({ draft }) => JSON.stringify(draft.name))
      .join(', ')
    throw new UsageError(`${found.format}: choose one with --name, or all with --json: ${names}`)
  }
  const lines = [
    found.format,
    ...profile.understood.map(({ from, field, value }) => `  ${from} → ${field}: ${value}`),
    ...[...profile.leftOut, ...found.leftOut].map(({ from, why }) => `  left out: ${from} (${why})`),
    ...profile.toFill.map(({ field, why }) => `  to fill in: ${field} (${why})`),
  ]
  await io.stderr(lines.map((line) => `${terminalText(line)}\n`).join(''))
  await io.stdout(fileOf(profile))
  return exitCode.valid
}

function fileOf({ draft, secrets, toFill }: ImportedProfile): string {
  const asked = toFill
    .map(({ field }) => field)
    .filter((field) => /^[a-z_]+$/.test(field) && !(field in draft))
  return writeProfileFile({ draft, secretKeys: [...new Set([...Object.keys(secrets), ...asked])] }).text
}
