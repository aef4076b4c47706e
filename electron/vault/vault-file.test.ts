import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { vaultStatus } from '../../shared/vault-status.ts'
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

const code = (error: string) => expect.objectContaining({ code: error })

describe('on disk', () => {
  it('is there again after a restart, and closed means closed', async () => {
    const first = await open()
    const saved = first.save({ draft: createDraft('Orders'), secrets: { client_secret: 'swordfish' } })
    first.close()
    expect(() => first.profiles()).toThrow(code('ERR_VAULT_UNAVAILABLE'))
    const second = await open()
    expect(second.status()).toEqual({ kind: 'sealed', backend: 'fake_store', notice: null })
    expect(second.profiles()).toEqual([saved])
    expect(second.secret(saved.id, 'client_secret')).toBe('swordfish')
    expect(() => second.restore(saved.id)).toThrow(code('ERR_NOT_FOUND'))
  })

  it.skipIf(process.platform === 'win32')('is for its owner only, also while it is written', async () => {
    mkdirSync(folder.directory, { mode: 0o755 })
    chmodSync(folder.directory, 0o755)
    const vault = await open()
    vault.save({ draft: createDraft('Orders'), secrets: { client_secret: 'swordfish' } })
    const mode = (path: string) => statSync(path).mode & 0o777
    expect(mode(folder.directory)).toBe(0o700)
    expect(folder.names()).toEqual(['vault.db'])
    expect(mode(folder.file)).toBe(0o600)
    vault.close()
    chmodSync(folder.file, 0o644)
    await open()
    expect(mode(folder.file)).toBe(0o600)
  })

  it('holds no secret, name, issuer or data key in any form', async () => {
    const canaries = [
      'canary-secret-4711',
      'Canary profile',
      'canary.idp.example',
      'canary-client',
      'canary_scope',
    ]
    const vault = await open()
    const { id } = vault.save({
      draft: createDraft('Canary profile', {
        issuer: 'https://canary.idp.example',
        client_id: 'canary-client',
        scope: 'canary_scope',
      }),
      secrets: { client_secret: 'canary-secret-4711' },
    })
    vault.duplicate(id)
    vault.remove(id)
    vault.restore(id)
    const everything = folder.names().map((name) => readFileSync(join(folder.directory, name)))
    for (const canary of canaries) {
      for (const form of ['utf8', 'utf16le', 'hex', 'base64', 'base64url'] as const) {
        // Base64 of a text depends on where it begins: all three alignments, without their edges.
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

  it('leaves nothing in the file of a secret that was replaced or removed', async () => {
    const vault = await open()
    const { id } = vault.save({ draft: createDraft('Orders'), secrets: { client_secret: 's'.repeat(900) } })
    const before = folder.bytes()
    vault.save({ id, draft: createDraft('Orders'), secrets: { client_secret: null } })
    const after = folder.bytes()
    // 64 bytes from the middle of a sealed record that fills most of a page.
    const start = before.indexOf(Buffer.from(`secret${id}`))
    expect(start).toBeGreaterThan(0)
    const middle = start + 500
    expect(before.subarray(middle, middle + 64)).not.toEqual(Buffer.alloc(64))
    expect(after.includes(before.subarray(middle, middle + 64))).toBe(false)
  })

  it('has the key sealed anew when the key store asks for it', async () => {
    const first = await open()
    const saved = first.save({ draft: createDraft('Orders'), secrets: { client_secret: 'swordfish' } })
    first.close()
    const before = folder.bytes()
    const second = await open({ shouldReseal: true })
    expect(folder.bytes().equals(before)).toBe(false)
    second.close()
    const third = await open()
    expect(third.status()).toMatchObject({ kind: 'sealed', notice: null })
    expect(third.secret(saved.id, 'client_secret')).toBe('swordfish')
  })

  it.skipIf(process.platform === 'win32').each([
    ['taken away', () => rmSync(folder.file)],
    ['replaced', () => renameSync(`${folder.file}.other`, folder.file)],
  ])('acknowledges nothing once the file was %s', async (_what, act) => {
    const vault = await open()
    vault.save({ draft: createDraft('Orders') })
    writeFileSync(`${folder.file}.other`, folder.bytes())
    act()
    expect(() => vault.save({ draft: createDraft('Billing') })).toThrow(code('ERR_VAULT_WRITE'))
    expect(vault.profiles().map((profile) => profile.name)).toEqual(['Orders'])
  })

  it('clears away a file that was never finished', async () => {
    mkdirSync(folder.directory, { mode: 0o700 })
    writeFileSync(`${folder.file}.999999999.new`, 'half made')
    await open()
    expect(folder.names()).toEqual(['vault.db'])
  })
})

describe('without a key store', () => {
  it.each([
    [{ backend: 'basic_text', canSeal: false }, /No key store/],
    [{ backend: 'unknown', canSeal: false }, /No key store/],
    [{ backend: 'gnome_libsecret', canSeal: false }, /gnome_libsecret is not available/],
  ])('nothing at all is written: %o', async (options, reason) => {
    const vault = await open(options)
    expect(vault.status()).toMatchObject({
      kind: 'memory',
      backend: options.backend,
      reason: expect.stringMatching(reason),
    })
    const { id } = vault.save({ draft: createDraft('Orders'), secrets: { client_secret: 'swordfish' } })
    vault.duplicate(id)
    vault.remove(id)
    vault.restore(id)
    expect(existsSync(folder.directory)).toBe(false)
    mkdirSync(folder.directory)
    const again = await open(options)
    again.save({ draft: createDraft('Orders'), secrets: { client_secret: 'swordfish' } })
    expect(readdirSync(folder.directory)).toEqual([])
  })

  it('works in memory when the key store refuses to seal', async () => {
    const vault = await open({ answer: 'reject' })
    expect(vault.status()).toMatchObject({ kind: 'memory', reason: expect.stringContaining('did not seal') })
    vault.save({ draft: createDraft('Orders'), secrets: { client_secret: 'swordfish' } })
    expect(folder.names()).toEqual([])
  })

  it('works in memory when no folder can be made', async () => {
    writeFileSync(folder.directory, 'in the way')
    const vault = await open()
    expect(vault.status()).toMatchObject({
      kind: 'memory',
      reason: expect.stringContaining('cannot be made'),
    })
    expect(vault.save({ draft: createDraft('Orders') }).name).toBe('Orders')
  })
})

describe('a vault that must not be touched', () => {
  it.each([
    ['another key store', { backend: 'kwallet6' }, 'ERR_VAULT_KEY', /fake_store.*kwallet6/],
    ['no key store', { backend: 'basic_text', canSeal: false }, 'ERR_VAULT_KEY', /fake_store.*basic_text/],
    ['the same key store, not available', { canSeal: false }, 'ERR_VAULT_KEY', /locked/],
    ['a locked key store', { answer: 'reject' }, 'ERR_VAULT_KEY', /locked/],
    ['a key store that answers garbage', { answer: 'garbage' }, 'ERR_VAULT_KEY', /another user/],
    ['the key store of someone else', { owner: 'somebody else' }, 'ERR_VAULT_KEY', /another user/],
  ] as const)('%s: refused, in memory, the file as it was', async (_name, options, expected, reason) => {
    const first = await open()
    first.save({ draft: createDraft('Orders'), secrets: { client_secret: 'swordfish' } })
    first.close()
    const before = folder.bytes()
    const second = await open(options)
    expect(vaultStatus.parse(second.status())).toEqual({
      kind: 'refused',
      code: expected,
      reason: expect.stringMatching(reason),
    })
    expect(second.profiles()).toEqual([])
    second.save({ draft: createDraft('Other'), secrets: { client_secret: 'other' } })
    second.ensureBuiltIn(createDraft('Built-in provider'))
    second.close()
    expect(folder.names()).toEqual(['vault.db'])
    expect(folder.bytes().equals(before)).toBe(true)
    const third = await open()
    expect(third.profiles().map((profile) => profile.name)).toEqual(['Orders'])
  })

  it('a newer format', async () => {
    const first = await open()
    first.save({ draft: createDraft('Orders') })
    first.close()
    const bytes = folder.bytes()
    // The header's user_version, a big-endian number at offset 60.
    bytes.writeUInt32BE(3, 60)
    folder.write(bytes)
    const second = await open()
    expect(second.status()).toMatchObject({ kind: 'refused', code: 'ERR_VAULT_NEWER' })
    expect(folder.bytes().equals(bytes)).toBe(true)
    expect(folder.names()).toEqual(['vault.db'])
  })

  it('a folder in the place of the file', async () => {
    mkdirSync(folder.file, { recursive: true })
    const vault = await open()
    expect(vault.status()).toMatchObject({ kind: 'refused', code: 'ERR_VAULT_UNAVAILABLE' })
    expect(folder.names()).toEqual(['vault.db'])
  })
})
