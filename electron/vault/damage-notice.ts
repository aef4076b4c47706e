import { splitName } from './record-name.ts'
import type { StoredRecord } from './record-store.ts'
import type { Salvage } from './salvage.ts'

/** What came out of a damaged file, in words. */
export function explainDamage(aside: string, { good, lost }: Salvage): string {
  const start = `The vault file was damaged. It was kept as ${aside} and a new vault was begun`
  if (good.length === 0 && lost === null) return `${start}. Nothing in the damaged file could be read.`
  const carried = `carried over: ${count(good.map(({ kind, id }) => [kind, id]))}`
  if (lost === null) return `${start}; ${carried}. Whether anything else was in it is not known.`
  if (lost.length === 0) return `${start}; ${carried}. Nothing was lost.`
  return `${start}; ${carried}. Could not be read: ${count(lost.map(splitName))}.`
}

export function explainMigration(aside: string, format: number): string {
  return `The vault was brought from format ${format} to the current one. The file as it was is kept as ${aside}.`
}

/** Of what has two records one thing is counted, whichever record it is. */
const nouns: Readonly<Record<string, string>> = {
  profile: 'profile',
  secret: 'client secret',
  key: 'key',
  key_secret: 'key',
  run_summary: 'run',
  run: 'run',
  session: 'session',
  session_secret: 'session',
  folder: 'folder',
  setting: 'setting',
  app_secret: 'certificate',
}

function count(names: readonly (readonly [kind: string, id: string])[]): string {
  const things = new Map<string, Set<string>>()
  for (const [kind, id] of names) {
    const noun = nouns[kind] ?? 'record'
    things.set(noun, (things.get(noun) ?? new Set()).add(id))
  }
  const parts = [...new Set([...Object.values(nouns), 'record'])].flatMap((noun) => {
    const number = things.get(noun)?.size ?? 0
    return number > 0 ? [plural(number, noun)] : []
  })
  if (parts.length === 0) return plural(0, 'profile')
  return [parts.slice(0, -1).join(', '), ...parts.slice(-1)].filter((part) => part !== '').join(' and ')
}

function plural(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`
}

/** What has lost the record it belongs to: a secret without its profile is nobody's, and a key without its material is no key. */
export function withoutOrphans(records: readonly StoredRecord[]): StoredRecord[] {
  const names = new Set(records.map(({ kind, id }) => `${kind}/${id}`))
  const owners: Readonly<Record<string, readonly string[]>> = {
    secret: ['profile'],
    key: ['key_secret'],
    key_secret: ['key'],
    run: ['run_summary'],
    run_summary: ['run'],
    session: ['session_secret'],
    session_secret: ['session'],
  }
  // A profile's secrets are kept under its id, or under its id and their name.
  const ownerId = (id: string) => id.split('/')[0]
  return records.filter(({ kind, id }) =>
    (owners[kind] ?? []).every(
      (owner) => names.has(`${owner}/${id}`) || names.has(`${owner}/${ownerId(id)}`),
    ),
  )
}
