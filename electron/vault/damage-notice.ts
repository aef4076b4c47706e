/** What came out of a damaged file, in words. `lost` holds `kind/id`; null: nobody can say what was in it. */
export function explainDamage(
  aside: string,
  kept: { readonly profiles: number; readonly secrets: number },
  lost: readonly string[] | null,
): string {
  const start = `The vault file was damaged. It was kept as ${aside} and a new vault was begun`
  if (kept.profiles === 0 && lost === null) return `${start}. Nothing in the damaged file could be read.`
  const carried = `carried over: ${count(kept.profiles, kept.secrets)}`
  if (lost === null) return `${start}; ${carried}. Whether anything else was in it is not known.`
  if (lost.length === 0) return `${start}; ${carried}. Nothing was lost.`
  const lostProfiles = lost.filter((name) => name.startsWith('profile/')).length
  return `${start}; ${carried}. Could not be read: ${count(lostProfiles, lost.length - lostProfiles)}.`
}

function count(profiles: number, secrets: number): string {
  const parts = [
    profiles > 0 || secrets === 0 ? plural(profiles, 'profile') : null,
    secrets > 0 ? plural(secrets, 'client secret') : null,
  ]
  return parts.filter((part) => part !== null).join(' and ')
}

function plural(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`
}
