import { fillProfileFile } from '../shared/profile/export/fill-profile-file.ts'
import { type ProfileFile, parseProfileFile } from '../shared/profile/export/profile-file.ts'
import { UsageError } from './io.ts'

/** Reads the text of a profile file. Throws UsageError with the member that is wrong and what was expected there. */
export function readProfileFile(text: string): ProfileFile {
  const parsed = parseProfileFile(text)
  if ('problem' in parsed) throw new UsageError(parsed.problem)
  return parsed.file
}

export type ChosenVariant = {
  readonly environment?: string | undefined
  readonly client?: string | undefined
  readonly user?: string | undefined
}

/** The file as the chosen environment, client and user have it, by id or name. Throws UsageError. */
export function chooseVariant(file: ProfileFile, chosen: ChosenVariant): ProfileFile {
  const environment = find('environment', chosen.environment, file.environments)
  const choice = {
    environment,
    client: find('client', chosen.client, file.clients),
    user: find('user', chosen.user, file.users),
  }
  const filled = fillProfileFile(file, choice)
  if ('file' in filled) return filled.file
  const names = filled.unfilled.map((name) => `{{${name}}}`).join(', ')
  const list = (file.environments ?? []).map(({ id }) => id).join(', ')
  const hint = environment === null && list !== '' ? `; choose --environment: ${list}` : ''
  throw new UsageError(`the profile file gives no value for ${names}${hint}`)
}

function find(
  kind: string,
  wanted: string | undefined,
  list: readonly { readonly id: string; readonly name: string }[] = [],
): string | null {
  if (wanted === undefined) return null
  const found = list.find(({ id }) => id === wanted) ?? list.find(({ name }) => name === wanted)
  if (found) return found.id
  const known = list.map(({ id }) => id).join(', ')
  throw new UsageError(
    `--${kind}: the profile file has no such ${kind}${known === '' ? '' : `; it has ${known}`}`,
  )
}
