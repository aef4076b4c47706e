import { afterEach, beforeEach, expect, test } from 'vitest'
import type { AppError } from '../../shared/error.ts'
import { noVariant } from '../../shared/profile/variant.ts'
import type { ProviderStatus } from '../../shared/provider-status.ts'
import { createDraft, createTestFolder, openAt } from '../vault/test-vault.ts'
import { createProfileDesk } from './profile-desk.ts'

let folder: ReturnType<typeof createTestFolder>
beforeEach(() => {
  folder = createTestFolder()
})
afterEach(() => folder.remove())

async function setUp() {
  let provider: ProviderStatus = { kind: 'stopped' }
  const vault = await openAt(folder.directory)
  const desk = createProfileDesk({
    vault,
    provider: () => provider,
    discover: () => Promise.reject(new Error('not asked for')),
    onChange: () => {},
  })
  const run = (port: number) => {
    provider = {
      kind: 'running',
      issuer: `http://127.0.0.1:${port}`,
      clients: [],
      ca_certificates: '',
      backchannel_logout_uri: '',
    }
  }
  const builtIn = desk.list().find((profile) => profile.builtIn)
  return { desk, run, vault, builtInId: builtIn?.id ?? '' }
}

test('a copy of the built-in profile keeps the address of the moment it was made', async () => {
  const { desk, run, vault, builtInId } = await setUp()
  run(4711)
  const copy = desk.duplicate(builtInId)
  run(4712)
  expect(copy).toMatchObject({ builtIn: false, issuer: 'http://127.0.0.1:4711' })
  expect(desk.list().map(({ issuer }) => issuer)).toEqual(['http://127.0.0.1:4712', 'http://127.0.0.1:4711'])
  vault.close()
})

test('while the provider stands still there is no address to copy', async () => {
  const { desk, vault, builtInId } = await setUp()
  expect(() => desk.duplicate(builtInId)).toThrow(
    expect.objectContaining({ code: 'ERR_CONFLICT' } satisfies Partial<AppError>),
  )
  expect(desk.list()).toHaveLength(1)
  vault.close()
})

test('a secret goes with the copy of its profile', async () => {
  const { desk, vault } = await setUp()
  const saved = desk.save({ draft: createDraft('Orders'), secrets: { client_secret: 'swordfish' } })
  expect(desk.revealSecret({ id: desk.duplicate(saved.id).id, key: 'client_secret' })).toEqual({
    secret: 'swordfish',
  })
  vault.close()
})

const variants = {
  ...createDraft('Orders'),
  issuer: 'https://{{tenant}}.login.example',
  environments: [
    { id: 's', name: 'Staging', variables: [{ name: 'tenant', value: 'staging' }] },
    { id: 'p', name: 'Production', variables: [{ name: 'tenant', value: 'www' }] },
  ],
  clients: [{ id: 'm', name: 'Mobile', client_id: 'mobile', token_endpoint_auth_method: 'none' as const }],
}

test('a run of one environment has its values and its secrets, and no other’s', async () => {
  const { desk, vault } = await setUp()
  const { id } = desk.save({
    draft: variants,
    secrets: {
      client_secret: 'own',
      'client_secret@env.s': 'of-staging',
      'client_secret@env.s.client.m': 'of-mobile',
    },
  })
  const config = (environment: string, client: string | null = null) =>
    desk.runConfig(id, { environment, client, user: null })
  expect(config('s')).toMatchObject({
    issuer: 'https://staging.login.example',
    secrets: { client_secret: 'of-staging' },
    variantNames: { environment: 'Staging' },
  })
  expect(config('s', 'm')).toMatchObject({ client_id: 'mobile', secrets: { client_secret: 'of-mobile' } })
  expect(config('p').secrets).toEqual({})
  expect(() => config('gone')).toThrow(expect.objectContaining({ code: 'ERR_NOT_FOUND' }))
  expect(() => desk.runConfig(id)).toThrow(
    expect.objectContaining({ code: 'ERR_INPUT', message: 'no value is given for {{tenant}}' }),
  )
  expect(desk.otherClient(config('s'))?.client_id).toBe('mobile')
  expect(desk.otherClient({ ...config('s'), issuer: 'https://other.example' })).toBeNull()
  vault.close()
})

test('the secrets of a removed environment go with it, and do not come back with its id', async () => {
  const { desk, vault } = await setUp()
  const saved = desk.save({ draft: variants, secrets: { 'client_secret@env.s': 'of-staging' } })
  expect(saved.variantSecrets).toEqual(['client_secret@env.s'])
  const without = { ...variants, environments: variants.environments.slice(1) }
  expect(desk.save({ id: saved.id, draft: without }).variantSecrets).toEqual([])
  const again = desk.save({ id: saved.id, draft: variants })
  expect(again.variantSecrets).toEqual([])
  expect(desk.runConfig(saved.id, { ...noVariant, environment: 's' }).secrets).toEqual({})
  vault.close()
})

test('a deleted profile comes back with the secrets of its variants, and a copy has them too', async () => {
  const { desk, vault } = await setUp()
  const { id } = desk.save({ draft: variants, secrets: { 'client_secret@env.s': 'of-staging' } })
  desk.remove(id)
  expect(desk.restore(id).variantSecrets).toEqual(['client_secret@env.s'])
  expect(desk.revealSecret({ id, key: 'client_secret@env.s' })).toEqual({ secret: 'of-staging' })
  expect(desk.duplicate(id).variantSecrets).toEqual(['client_secret@env.s'])
  vault.close()
})
