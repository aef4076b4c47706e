/** What came out of a damaged file, in words. `lost` holds `kind/id`; null: nobody can say what was in it. */
export function explainDamage(aside: string, kept: Counts, lost: readonly string[] | null): string {
  const start = `The vault file was damaged. It was kept as ${aside} and a new vault was begun`
  if (kept.profiles === 0 && kept.keys === 0 && lost === null)
    return `${start}. Nothing in the damaged file could be read.`
  const carried = `carried over: ${count(kept)}`
  if (lost === null) return `${start}; ${carried}. Whether anything else was in it is not known.`
  if (lost.length === 0) return `${start}; ${carried}. Nothing was lost.`
  return `${start}; ${carried}. Could not be read: ${count(countLost(lost))}.`
}

type Counts = { readonly profiles: number; readonly secrets: number; readonly keys: number }

/** A key has two records; whichever is lost, one key is. */
function countLost(lost: readonly string[]): Counts {
  const starting = (start: string) => lost.filter((name) => name.startsWith(start))
  const profiles = starting('profile/').length
  const keyNames = [...starting('key/'), ...starting('key_secret/')]
  const keys = new Set(keyNames.map((name) => name.slice(name.indexOf('/')))).size
  return { profiles, secrets: lost.length - profiles - keyNames.length, keys }
}

function count({ profiles, secrets, keys }: Counts): string {
  const parts = [
    profiles > 0 || (secrets === 0 && keys === 0) ? plural(profiles, 'profile') : null,
    secrets > 0 ? plural(secrets, 'client secret') : null,
    keys > 0 ? plural(keys, 'key') : null,
  ].filter((part) => part !== null)
  return [parts.slice(0, -1).join(', '), ...parts.slice(-1)].filter((part) => part !== '').join(' and ')
}

function plural(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`
}
