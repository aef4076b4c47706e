import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type KeyFacts, keyRecord } from '../../shared/key/key-record.ts'
import type { NewKey } from './key-shelf.ts'
import { encodeKey, parseStoredKey } from './stored-key.ts'
import { createFakeSealer } from './test-sealer.ts'
import { createDraft, createTestFolder, openAt } from './test-vault.ts'
import type { Vault } from './vault.ts'

let folder: ReturnType<typeof createTestFolder>
let opened: Vault[]
beforeEach(() => {
  folder = createTestFolder()
  opened = []
})
afterEach(() => {
  for (const vault of opened) vault.close()
  folder.remove()
})

async function open(...more: Parameters<typeof createFakeSealer>): Promise<Vault> {
  const vault = await openAt(folder.directory, createFakeSealer(...more))
  opened.push(vault)
  return vault
}

const facts: KeyFacts = {
  kty: 'oct',
  description: 'oct 256 bits',
  crv: null,
  bits: 256,
  alg: 'HS256',
  use: 'sig',
  kid: 'canary-kid-0815',
  thumbprint: null,
  hasPrivate: true,
}
const material = '{"kty":"oct","k":"canary-material-4711"}'
const newKey = (name: string): NewKey => ({ facts, name, material })
const code = (error: string) => expect.objectContaining({ code: error })

describe.each([
  ['vault', {}],
  ['memory', { backend: 'basic_text', canSeal: false }],
] as const)('keys kept in %s', (keptIn, options) => {
  it('are listed by age, without their material', async () => {
    const { keys } = await open(options)
    const added = keys.add([newKey('one'), newKey('two')])
    expect(added.map((key) => keyRecord.parse(key).name)).toEqual(['one', 'two'])
    expect(keys.list()).toEqual(added)
    expect(added[0]).toMatchObject({ ...facts, keptIn, note: '' })
    expect(JSON.stringify(keys.list())).not.toContain('canary-material')
    expect(keys.material(added[0]?.id ?? '')).toBe(material)
  })

  it('can be named anew; facts and material stay', async () => {
    const { keys } = await open(options)
    const [{ id } = { id: '' }] = keys.add([newKey('one')])
    expect(keys.change(id, { name: 'other', note: 'for orders' })).toMatchObject({
      name: 'other',
      note: 'for orders',
      kid: facts.kid,
    })
    expect(keys.change(id, {}).name).toBe('other')
    expect(keys.material(id)).toBe(material)
  })

  it('are removed and brought back, material included, once', async () => {
    const { keys } = await open(options)
    const [added] = keys.add([newKey('one')])
    const id = added?.id ?? ''
    keys.remove(id)
    expect(keys.list()).toEqual([])
    expect(() => keys.material(id)).toThrow(code('ERR_NOT_FOUND'))
    expect(keys.restore(id)).toEqual(added)
    expect(keys.material(id)).toBe(material)
    expect(() => keys.restore(id)).toThrow(code('ERR_NOT_FOUND'))
  })

  it('and profiles do not get in each other’s way', async () => {
    const vault = await open(options)
    const profile = vault.save({ draft: createDraft('Orders'), secrets: { client_secret: 'swordfish' } })
    const [key] = vault.keys.add([newKey('one')])
    expect(() => vault.profile(key?.id ?? '')).toThrow(code('ERR_NOT_FOUND'))
    for (const call of [
      () => vault.keys.find(profile.id),
      () => vault.keys.material(profile.id),
      () => vault.keys.change(profile.id, { name: 'x' }),
      () => vault.keys.remove(profile.id),
      () => vault.keys.restore(profile.id),
    ]) {
      expect(call).toThrow(code('ERR_NOT_FOUND'))
    }
    expect([vault.profiles().length, vault.keys.list().length]).toEqual([1, 1])
  })
})

describe('on disk', () => {
  it('keys are there again after a restart', async () => {
    const first = await open()
    const added = first.keys.add([newKey('one')])
    first.close()
    const second = await open()
    expect(second.status()).toMatchObject({ kind: 'sealed', notice: null })
    expect(second.keys.list()).toEqual(added)
    expect(second.keys.material(added[0]?.id ?? '')).toBe(material)
    expect(() => second.keys.restore(added[0]?.id ?? '')).toThrow(code('ERR_NOT_FOUND'))
  })

  it('nothing of a key can be read, in any form', async () => {
    const { keys } = await open()
    const [{ id } = { id: '' }] = keys.add([newKey('Canary key name')])
    keys.change(id, { note: 'canary note' })
    keys.remove(id)
    keys.restore(id)
    const everything = folder.names().map((name) => readFileSync(join(folder.directory, name)))
    for (const canary of ['canary-material-4711', 'canary-kid-0815', 'Canary key name', 'canary note']) {
      for (const form of ['utf8', 'utf16le', 'hex', 'base64', 'base64url'] as const) {
        for (const shift of [0, 1, 2]) {
          const encoded = Buffer.from('x'.repeat(shift) + canary)
          const needle =
            form === 'utf16le' ? Buffer.from(canary, form) : Buffer.from(encoded.toString(form).slice(4, -4))
          expect(everything.every((bytes) => !bytes.includes(needle))).toBe(true)
        }
      }
    }
    expect(everything.some((bytes) => bytes.includes(id))).toBe(true)
  })

  it('a key whose material was damaged is reported as one lost key, and the rest carried over', async () => {
    const first = await open()
    const added = first.keys.add([newKey('one'), newKey('two')])
    first.save({ draft: createDraft('Orders'), secrets: { client_secret: 'swordfish' } })
    first.close()
    const bytes = folder.bytes()
    const at = bytes.indexOf(Buffer.from(`key_secret${added[0]?.id}`))
    expect(at).toBeGreaterThan(0)
    const place = at + `key_secret${added[0]?.id}`.length + 20
    bytes[place] = (bytes[place] ?? 0) ^ 1
    folder.write(bytes)
    const second = await open()
    // Secrets are opened when they are asked for, and not before.
    expect(() => second.keys.material(added[0]?.id ?? '')).toThrow(
      expect.objectContaining({ code: 'ERR_VAULT_DAMAGED' }),
    )
    await second.door.settled()
    expect(second.status()).toMatchObject({
      kind: 'sealed',
      notice: expect.stringMatching(
        /carried over: 1 profile, 1 client secret and 1 key\. Could not be read: 1 key\./,
      ),
    })
    expect(second.keys.list().map(({ name }) => name)).toEqual(['two'])
    expect(second.keys.material(added[1]?.id ?? '')).toBe(material)
  })
})

describe('a stored key', () => {
  const stored = { ...facts, name: 'one', note: 'n', createdAt: 1 }

  it('is read as it was written, also with fields of a later version, and without those that are new', () => {
    expect(parseStoredKey(encodeKey(stored))).toEqual(stored)
    expect(parseStoredKey(Buffer.from(JSON.stringify({ ...stored, later: true })))).toEqual(stored)
    const { note: _, thumbprint: __, ...older } = stored
    expect(parseStoredKey(Buffer.from(JSON.stringify(older)))).toEqual({
      ...stored,
      note: '',
      thumbprint: null,
    })
  })

  it('is null where it is none, whatever the JSON', () => {
    for (const bytes of ['', '{', 'null', '[]', '{}', '"x"'])
      expect(parseStoredKey(Buffer.from(bytes))).toBeNull()
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom('name', 'kty', 'createdAt', '__proto__', 'hasPrivate'), fc.jsonValue()),
        (change) => {
          const read = parseStoredKey(Buffer.from(JSON.stringify({ ...stored, ...change })))
          if (read) expect(keyRecord.safeParse({ ...read, id: 'x', keptIn: 'vault' }).success).toBe(true)
        },
      ),
      { numRuns: 100 },
    )
  })
})
