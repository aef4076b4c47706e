import fc from 'fast-check'
import { expect, it } from 'vitest'
import { profileDraft } from '../../shared/profile/profile.ts'
import { encodeProfile, parseStoredProfile, toProfile } from './stored-profile.ts'
import { createDraft } from './test-vault.ts'

const stored = { draft: createDraft('Orders'), builtIn: false, createdAt: 1, updatedAt: 2 }
const encode = (value: unknown) => Buffer.from(JSON.stringify(value))

it('reads what it wrote', () => {
  expect(parseStoredProfile(encodeProfile(stored))).toEqual(stored)
  expect(toProfile('x', stored, ['client_secret'])).toEqual({
    ...stored.draft,
    id: 'x',
    builtIn: false,
    secrets: ['client_secret'],
    variantSecrets: [],
    createdAt: 1,
    updatedAt: 2,
  })
})

it('passes over fields of a later version and fills in those an earlier one did not have', () => {
  const { parameters: _absent, flow: _flow, ...older } = stored.draft
  const read = (draft: object) => parseStoredProfile(encode({ ...stored, draft, also: 1 }))
  expect(read({ ...older, later: true })).toEqual(stored)
  expect(read({ ...older, flow: { later: true, username: '' } })).toEqual(stored)
})

it('keeps the metadata of an earlier version, and passes over members of a later one', () => {
  const metadata = { fetchedAt: 1, url: 'https://a.test', form: 'openid', token_endpoint: 'https://a.test/t' }
  const read = (given: object) =>
    parseStoredProfile(encode({ ...stored, draft: { ...stored.draft, metadata: given } }))?.draft.metadata
  expect(read(metadata)).toEqual(metadata)
  expect(read({ ...metadata, edition: 9, later_supported: ['x'] })).toEqual({ ...metadata, edition: 9 })
  expect(read({ ...metadata, token_endpoint: 5 })).toBeUndefined()
})

it.each([
  ['nothing', Buffer.alloc(0)],
  ['no JSON', Buffer.from('{')],
  ['another type', encode([])],
  ['null', encode(null)],
  ['a draft that is missing', encode({ ...stored, draft: undefined })],
  ['a draft that is not valid', encode({ ...stored, draft: { ...stored.draft, issuer: 7 } })],
  ['a time that is none', encode({ ...stored, createdAt: 'now' })],
])('answers null for %s', (_name, bytes) => {
  expect(parseStoredProfile(bytes)).toBeNull()
})

it('answers a valid draft or null, whatever the JSON', () => {
  fc.assert(
    fc.property(
      fc.record({
        draft: fc.dictionary(fc.constantFrom('name', 'issuer', 'redirect', '__proto__', 'x'), fc.jsonValue()),
      }),
      ({ draft }) => {
        const read = parseStoredProfile(encode({ ...stored, draft: { ...stored.draft, ...draft } }))
        if (read) expect(profileDraft.safeParse(read.draft).success).toBe(true)
        expect(({} as Record<string, unknown>).x).toBeUndefined()
      },
    ),
  )
})
