import { copyFileSync, existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { connect, selectValue } from './database.ts'
import { createFakeSealer } from './test-sealer.ts'
import { createDraft, createTestFolder, testDeps } from './test-vault.ts'
import { openVault, type Vault } from './vault.ts'

let folder: ReturnType<typeof createTestFolder>
let opened: Vault[]
let waits: number[]
beforeEach(() => {
  folder = createTestFolder()
  opened = []
  waits = []
})
afterEach(() => {
  for (const vault of opened) vault.close()
  folder.remove()
})

const code = (error: string) => expect.objectContaining({ code: error })
const none = createFakeSealer({ backend: 'basic_text', canSeal: false })

async function open(sealer = createFakeSealer()): Promise<Vault> {
  const vault = await openVault({
    ...testDeps(folder.directory, sealer),
    wait: async (milliseconds) => void waits.push(milliseconds),
  })
  opened.push(vault)
  return vault
}
function fill(vault: Vault): string {
  return vault.save({ draft: createDraft('Orders'), secrets: { client_secret: 'swordfish' } }).id
}

describe('locking', () => {
  it('closes everything, and the key store opens it again with all that was there', async () => {
    const vault = await open()
    const id = fill(vault)
    vault.remove(vault.duplicate(id).id)
    vault.lock()
    expect(vault.status()).toEqual({ kind: 'locked', backend: 'fake_store' })
    for (const ask of [
      () => vault.profiles(),
      () => vault.secret(id, 'client_secret'),
      () => vault.save({ draft: createDraft('Other') }),
      () => vault.keys.list(),
      () => vault.runs.list(),
    ]) {
      expect(ask).toThrow(code('ERR_VAULT_LOCKED'))
    }
    expect(await vault.door.unlock()).toEqual({ kind: 'sealed', backend: 'fake_store', notice: null })
    expect(vault.secret(id, 'client_secret')).toBe('swordfish')
  })

  it('is refused where what is in memory would be lost', async () => {
    const vault = await open(none)
    fill(vault)
    expect(() => vault.lock()).toThrow(code('ERR_CONFLICT'))
    expect(vault.profiles()).toHaveLength(1)
  })

  it('remembers after how many minutes it locks by itself', async () => {
    const vault = await open()
    expect(vault.lockAfter()).toBe(15)
    vault.setLockAfter(0)
    vault.close()
    expect((await open()).lockAfter()).toBe(0)
  })
})

describe('a passphrase', () => {
  it('keeps what was in memory only, and alone opens it at the next start', async () => {
    const vault = await open(none)
    const id = fill(vault)
    expect(await vault.door.protect({ next: 'correct horse' })).toEqual({
      kind: 'sealed',
      backend: 'passphrase',
      notice: null,
    })
    vault.close()
    // Also where there is a key store by then: it is not asked.
    for (const sealer of [none, createFakeSealer()]) {
      const again = await open(sealer)
      expect(again.status()).toEqual({ kind: 'locked', backend: 'passphrase' })
      await expect(again.door.unlock('wrong horse')).rejects.toThrow(code('ERR_PASSPHRASE'))
      await expect(again.door.unlock()).resolves.toMatchObject({ kind: 'locked' })
      expect(await again.door.unlock('correct horse')).toMatchObject({ kind: 'sealed' })
      expect(again.secret(id, 'client_secret')).toBe('swordfish')
      again.close()
    }
  })

  it('makes each wrong try wait longer, up to a limit, and a right one forgets them', async () => {
    const vault = await open()
    fill(vault)
    await vault.door.protect({ next: 'correct horse' })
    vault.lock()
    for (let count = 0; count < 8; count += 1) {
      await expect(vault.door.unlock('wrong horse')).rejects.toThrow(code('ERR_PASSPHRASE'))
    }
    expect(waits).toEqual([0, 0, 500, 1000, 2000, 4000, 8000, 8000])
    await vault.door.unlock('correct horse')
    vault.lock()
    await vault.door.unlock('correct horse')
    expect(waits.at(-1)).toBe(0)
  })

  it('is changed and given up only by who knows it, and then the old one opens nothing', async () => {
    const vault = await open()
    fill(vault)
    await vault.door.protect({ next: 'correct horse' })
    for (const current of [undefined, 'wrong horse']) {
      await expect(vault.door.protect({ current, next: 'battery staple' })).rejects.toThrow(
        code('ERR_PASSPHRASE'),
      )
      await expect(vault.door.protect({ current, next: null })).rejects.toThrow(code('ERR_PASSPHRASE'))
      await expect(vault.door.rotate(current)).rejects.toThrow(code('ERR_PASSPHRASE'))
    }
    await vault.door.protect({ current: 'correct horse', next: 'battery staple' })
    vault.lock()
    await expect(vault.door.unlock('correct horse')).rejects.toThrow(code('ERR_PASSPHRASE'))
    await vault.door.unlock('battery staple')
    expect(await vault.door.protect({ current: 'battery staple', next: null })).toMatchObject({
      backend: 'fake_store',
    })
    vault.close()
    expect((await open()).status()).toMatchObject({ kind: 'sealed', backend: 'fake_store' })
  })

  it('leaves nothing in the file that the key store could still open', async () => {
    const vault = await open()
    fill(vault)
    const database = connect(folder.file)
    const before = selectValue(
      database,
      "SELECT CAST(value AS BLOB) FROM meta WHERE name = 'sealed_key'",
    ) as Buffer
    database.close()
    expect(folder.bytes().includes(before)).toBe(true)
    await vault.door.protect({ next: 'correct horse' })
    expect(folder.bytes().includes(before)).toBe(false)
    expect(folder.bytes().includes(Buffer.from('correct horse'))).toBe(false)
  })
})

describe('a new data key', () => {
  it.each([undefined, 'correct horse'])('seals everything anew; guarded by %s', async (passphrase) => {
    const vault = await open()
    const id = fill(vault)
    if (passphrase) await vault.door.protect({ next: passphrase })
    const before = folder.bytes()
    expect(await vault.door.rotate(passphrase)).toMatchObject({ kind: 'sealed', notice: null })
    expect(vault.secret(id, 'client_secret')).toBe('swordfish')
    expect(folder.names()).toEqual(['vault.db'])
    for (let page = 0; page + 64 <= before.length; page += 512) {
      const piece = before.subarray(page, page + 64)
      if (new Set(piece).size > 40) expect(folder.bytes().includes(piece)).toBe(false)
    }
  })

  it('is made only from a vault that is right, and a failure leaves it as it was', async () => {
    const vault = await open()
    const id = fill(vault)
    const database = connect(folder.file)
    database.exec("UPDATE record SET sealed = zeroblob(80) WHERE kind = 'secret'")
    database.close()
    await expect(vault.door.rotate()).rejects.toThrow(code('ERR_VAULT_DAMAGED'))
    expect(vault.profile(id).name).toBe('Orders')
    expect(folder.names()).toEqual(['vault.db'])
  })

  it('takes nothing from a process that writes meanwhile: it is told that its file is gone', async () => {
    const [vault, other] = [await open(), await open()]
    fill(vault)
    await vault.door.rotate()
    expect(() => fill(other)).toThrow(code('ERR_VAULT_WRITE'))
    expect(vault.profiles()).toHaveLength(1)
  })
})

describe('a backup', () => {
  const backup = () => join(folder.root, 'my.claimscope-backup')

  it('is restored on another machine, where only the passphrase opens it; the vault there is set aside', async () => {
    const vault = await open()
    const id = fill(vault)
    await vault.door.backUp(backup(), 'correct horse')
    expect(statSync(backup()).mode & 0o777).toBe(0o600)
    vault.close()
    const other = createTestFolder()
    const there = await openVault(testDeps(other.directory, createFakeSealer({ owner: 'somebody else' })))
    opened.push(there)
    there.save({ draft: createDraft('Of the other machine') })
    await expect(there.door.restore(backup(), 'wrong horse')).rejects.toThrow(code('ERR_PASSPHRASE'))
    expect(there.profiles().map(({ name }) => name)).toEqual(['Of the other machine'])
    const status = await there.door.restore(backup(), 'correct horse')
    expect(status).toMatchObject({
      kind: 'sealed',
      backend: 'fake_store',
      notice: expect.stringContaining('is kept as vault.replaced-'),
    })
    expect(there.profiles().map(({ name }) => name)).toEqual(['Orders'])
    expect(there.secret(id, 'client_secret')).toBe('swordfish')
    expect(other.names()).toHaveLength(2)
    other.remove()
  })

  it('begins the vault where nothing can be sealed, and its passphrase guards that', async () => {
    const vault = await open()
    fill(vault)
    await vault.door.backUp(backup(), 'correct horse')
    const other = createTestFolder()
    const there = await openVault(testDeps(other.directory, none))
    opened.push(there)
    expect(await there.door.restore(backup(), 'correct horse')).toMatchObject({
      kind: 'sealed',
      backend: 'passphrase',
    })
    expect(there.profiles().map(({ name }) => name)).toEqual(['Orders'])
    other.remove()
  })

  it.each([
    ['cut off', (bytes: Buffer) => bytes.subarray(0, 8192), /ERR_FILE|ERR_VAULT_DAMAGED/],
    ['no vault', () => Buffer.from('{"not":"a vault"}'), /ERR_FILE/],
    ['changed in a record', (bytes: Buffer) => changed(bytes, "kind = 'secret'"), /ERR_VAULT_DAMAGED/],
    ['changed in the list', (bytes: Buffer) => changed(bytes, "id = 'root'"), /ERR_VAULT_DAMAGED/],
    ['of a newer version', (bytes: Buffer) => newer(bytes), /ERR_VAULT_NEWER/],
  ])('that is %s replaces nothing', async (_name, spoil, expected) => {
    const vault = await open()
    fill(vault)
    await vault.door.backUp(backup(), 'correct horse')
    writeFileSync(backup(), spoil(readFileSync(backup())))
    vault.save({ draft: createDraft('Later') })
    const before = folder.bytes()
    await expect(vault.door.restore(backup(), 'correct horse')).rejects.toThrow(
      expect.objectContaining({ code: expect.stringMatching(expected) }),
    )
    expect(folder.bytes().equals(before)).toBe(true)
    expect(vault.profiles()).toHaveLength(2)
  })

  it('of a key store, a bare copy of the vault file, is told from a backup', async () => {
    const vault = await open()
    fill(vault)
    copyFileSync(folder.file, backup())
    await expect(vault.door.restore(backup(), 'correct horse')).rejects.toThrow(code('ERR_FILE'))
  })

  it('that cannot be written says so, and leaves nothing half made', async () => {
    const vault = await open()
    fill(vault)
    const nowhere = join(folder.root, 'missing', 'backup')
    await expect(vault.door.backUp(nowhere, 'correct horse')).rejects.toThrow(code('ERR_FILE'))
    expect(existsSync(nowhere)).toBe(false)
  })
})

function changed(bytes: Buffer, where: string): Buffer {
  const path = join(folder.root, 'changed')
  writeFileSync(path, bytes)
  const database = connect(path)
  database.exec(`UPDATE record SET sealed = zeroblob(80) WHERE ${where}`)
  database.close()
  return readFileSync(path)
}

/** The header's user_version, a big-endian number at offset 60. */
function newer(bytes: Buffer): Buffer {
  bytes.writeUInt32BE(99, 60)
  return bytes
}
