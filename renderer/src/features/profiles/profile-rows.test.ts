import { expect, test } from 'vitest'
import { emptyDraft, type Profile } from '../../../../shared/profile/profile.ts'
import { foldersOf, foundProfiles, profileRows, tidyFolder } from './profile-rows.ts'

function profile(name: string, change: Partial<Profile> = {}): Profile {
  return {
    ...emptyDraft,
    id: name,
    name,
    issuer: `https://${name}.example`,
    client_id: 'app',
    builtIn: false,
    secrets: [],
    variantSecrets: [],
    createdAt: 0,
    updatedAt: 0,
    ...change,
  }
}

const profiles = [
  profile('Alone'),
  profile('Beta', { folder: 'Zoo' }),
  profile('Gamma', { folder: ' Acme / Staging ' }),
  profile('Delta', { folder: 'Zoo', favourite: true }),
  profile('Epsilon', { environments: [{ id: 's', name: 'Preview', variables: [] }] }),
]
const text = (rows: ReturnType<typeof profileRows>) =>
  rows.map((row) => (row.kind === 'folder' ? `[${row.name} ${row.count}]` : row.profile.name))

test('favourites first, then those of no folder, then folders by name', () => {
  expect(text(profileRows(profiles, '', new Set()))).toEqual([
    '[Favourites 1]',
    'Delta',
    'Alone',
    'Epsilon',
    '[Acme/Staging 1]',
    'Gamma',
    '[Zoo 1]',
    'Beta',
  ])
})

test('a closed folder hides its profiles, but not from a search', () => {
  const closed = new Set(['Zoo'])
  expect(text(profileRows(profiles, '', closed))).not.toContain('Beta')
  expect(text(profileRows(profiles, 'beta', closed))).toEqual(['Beta'])
})

test.each([
  ['', 5],
  ['zoo', 2],
  ['PREVIEW', 1],
  ['gamma.example app', 1],
  ['gamma nothing', 0],
])('“%s” finds %i', (query, count) => {
  expect(foundProfiles(profiles, query)).toHaveLength(count)
})

test('a folder is spelled one way', () => {
  expect(tidyFolder(' /a/ /b/ ')).toBe('a/b')
  expect(foldersOf(profiles)).toEqual(['Acme/Staging', 'Zoo'])
})
