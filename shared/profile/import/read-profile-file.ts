import { draftOfFile } from '../export/draft-of-file.ts'
import { checkProfileFile } from '../export/profile-file.ts'
import { importRefusal } from './import-refusal.ts'
import type { Import, ToFill, Understood } from './imported.ts'
import { textAt } from './json-value.ts'

/** This app's own file: an issuer and a client in the names of the wire. */
export function isProfileFile(value: unknown): boolean {
  return textAt(value, 'issuer') !== null && textAt(value, 'client_id') !== null
}

/** A file that was exported here, or written for the command line. Where its secrets are is said; they are not read. */
export function readProfileFile(value: unknown): Import {
  const parsed = checkProfileFile(value)
  if ('problem' in parsed) throw importRefusal('malformed', parsed.problem)
  const { file } = parsed
  const draft = draftOfFile(file, file.issuer)
  if (draft === null)
    throw importRefusal('malformed', 'the profile file: redirect_uri: no address that can be used')
  const understood = Object.entries(file).flatMap(([from, written]): Understood[] => {
    if (from === '$schema' || from.endsWith('secrets')) return []
    return [{ from, field: from, value: typeof written === 'string' ? written : JSON.stringify(written) }]
  })
  const toFill = Object.entries({ ...file.secrets, ...file.variant_secrets }).map(
    ([field, source]): ToFill => {
      const place = 'env' in source ? `the variable ${source.env}` : 'a file'
      return { field, why: `the file says that it is in ${place}; that is for the command line` }
    },
  )
  return {
    format: 'Claimscope profile',
    profiles: [{ draft, secrets: {}, understood, leftOut: [], toFill }],
    leftOut: [],
  }
}
