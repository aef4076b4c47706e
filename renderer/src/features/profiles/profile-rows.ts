import type { Profile } from '../../../../shared/profile/profile.ts'

/** A line of the list: the heading of a folder, or a profile. */
export type ProfileRow =
  | { readonly kind: 'folder'; readonly name: string; readonly count: number; readonly isOpen: boolean }
  | { readonly kind: 'profile'; readonly profile: Profile }

export const favouritesFolder = 'Favourites'

/** What was looked through once needs no lower case again: a list of 10,000 is searched at every key. */
const searchTexts = new WeakMap<Profile, string>()

function searchText(profile: Profile): string {
  const known = searchTexts.get(profile)
  if (known !== undefined) return known
  const { name, issuer, client_id, folder, environments, clients, users } = profile
  const variants = [...environments, ...clients, ...users].map((each) => each.name)
  const text = [name, issuer, client_id, folder, ...variants].join('\n').toLowerCase()
  searchTexts.set(profile, text)
  return text
}

/** The profiles whose name, folder, issuer, client ID or variants hold every word of the query. */
export function foundProfiles(profiles: readonly Profile[], query: string): readonly Profile[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean)
  if (words.length === 0) return profiles
  return profiles.filter((profile) => {
    const text = searchText(profile)
    return words.every((word) => text.includes(word))
  })
}

/**
 * Favourites first, then what is in no folder, then the folders by name. A search looks into closed folders too and
 * shows its hits without headings.
 */
export function profileRows(
  profiles: readonly Profile[],
  query: string,
  closed: ReadonlySet<string>,
): readonly ProfileRow[] {
  const found = foundProfiles(profiles, query)
  const row = (profile: Profile): ProfileRow => ({ kind: 'profile', profile })
  if (query.trim() !== '') return found.map(row)
  const folders = new Map<string, Profile[]>()
  for (const profile of found) {
    if (profile.favourite) continue
    const name = tidyFolder(profile.folder)
    const members = folders.get(name)
    if (members) members.push(profile)
    else folders.set(name, [profile])
  }
  const favourites = found.filter(({ favourite }) => favourite)
  const section = (name: string, members: readonly Profile[]): readonly ProfileRow[] => {
    const isOpen = !closed.has(name)
    const heading: ProfileRow = { kind: 'folder', name, count: members.length, isOpen }
    return isOpen ? [heading, ...members.map(row)] : [heading]
  }
  const named = [...folders].filter(([name]) => name !== '').sort(([a], [b]) => a.localeCompare(b))
  return [
    ...(favourites.length === 0 ? [] : section(favouritesFolder, favourites)),
    ...(folders.get('') ?? []).map(row),
    ...named.flatMap(([name, members]) => section(name, members)),
  ]
}

/** `Acme/Staging`: no empty parts, no spaces around the slashes. */
export function tidyFolder(folder: string): string {
  return folder
    .split('/')
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .join('/')
}

/** The folders that are in use, for a field to offer. */
export function foldersOf(profiles: readonly Profile[]): readonly string[] {
  return [...new Set(profiles.map(({ folder }) => tidyFolder(folder)))].filter(Boolean).sort()
}
