import { afterEach, beforeEach, expect, test } from 'vitest'
import type { AppError } from '../../shared/error.ts'
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
    provider = { kind: 'running', issuer: `http://127.0.0.1:${port}`, clients: [], ca_certificates: '' }
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
  expect(desk.revealSecret({ id: desk.duplicate(saved.id).id, name: 'client_secret' })).toEqual({
    secret: 'swordfish',
  })
  vault.close()
})
