import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { writeFormatOne } from './test-format-one.ts'
import { createTestFolder, openAt } from './test-vault.ts'

let folder: ReturnType<typeof createTestFolder>
beforeEach(() => {
  folder = createTestFolder()
  folder.makeDirectory()
})
afterEach(() => {
  folder.remove()
})

const profile = (name: string) => ({
  draft: { name, issuer: 'https://idp.example', client_id: 'client' },
  builtIn: false,
  createdAt: 1,
  updatedAt: 1,
})
const records = [
  { kind: 'profile', id: 'a', bytes: Buffer.from(JSON.stringify(profile('Orders'))) },
  { kind: 'secret', id: 'a', bytes: Buffer.from('swordfish') },
  { kind: 'profile', id: 'b', bytes: Buffer.from(JSON.stringify(profile('Billing'))) },
]

it('brings a vault of the first format over, whole, and keeps the file as it was', async () => {
  await writeFormatOne(folder.file, records)
  const before = folder.bytes()
  const vault = await openAt(folder.directory)
  expect(vault.status()).toEqual({
    kind: 'sealed',
    backend: 'fake_store',
    notice:
      'The vault was brought from format 1 to the current one. The file as it was is kept as vault.format-1-20250601T120000.000Z.db.',
  })
  expect(vault.profiles().map(({ id, name }) => [id, name])).toEqual([
    ['a', 'Orders'],
    ['b', 'Billing'],
  ])
  expect(vault.secret('a', 'client_secret')).toBe('swordfish')
  vault.close()
  expect(folder.names()).toEqual(['vault.db', 'vault.format-1-20250601T120000.000Z.db'])
  expect(readFileSync(join(folder.directory, folder.names()[1] ?? '')).equals(before)).toBe(true)
  const again = await openAt(folder.directory)
  expect(again.status()).toMatchObject({ kind: 'sealed', notice: null })
  again.close()
})

it('takes no record of the first format that its list does not name, and says so', async () => {
  await writeFormatOne(folder.file, records, { outdated: 'secret/a' })
  const vault = await openAt(folder.directory)
  expect(vault.status()).toMatchObject({
    notice: expect.stringContaining('carried over: 2 profiles. Could not be read: 1 client secret.'),
  })
  expect(vault.secret('a', 'client_secret')).toBeNull()
  vault.close()
})
