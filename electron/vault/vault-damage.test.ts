import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { vaultStatus } from '../../shared/vault-status.ts'
import { connect, selectRows } from './database.ts'
import { releaseFiles } from './release-files.ts'
import { createFakeSealer } from './test-sealer.ts'
import { createDraft, createTestFolder, openAt } from './test-vault.ts'

/** With 1, every bit of every byte: the long run. The page headers and the clear part are always taken byte by byte. */
const stride = Number(process.env.VAULT_FLIP_STRIDE ?? 29)

let folder: ReturnType<typeof createTestFolder>
beforeEach(() => {
  folder = createTestFolder()
})
afterEach(() => {
  folder.remove()
})

const truth = new Map([
  ['Orders', 'secret of orders'],
  ['Billing', null],
  ['Stock', 'secret of stock'],
])

/** A closed vault with the three profiles; answers its bytes. */
async function writeTruth(): Promise<Buffer> {
  const vault = await openAt(folder.directory)
  for (const [name, secret] of truth)
    vault.save({ draft: createDraft(name), secrets: { client_secret: secret } })
  vault.close()
  return folder.bytes()
}

async function readBack() {
  const vault = await openAt(folder.directory)
  const read = () =>
    new Map(vault.profiles().map(({ id, name }) => [name, vault.secret(id, 'client_secret')]))
  let found: ReturnType<typeof read>
  try {
    found = read()
  } catch (error) {
    // What is only noticed when it is read is answered with an error, and mended then.
    expect(error).toMatchObject({ code: 'ERR_VAULT_DAMAGED' })
    await vault.door.settled()
    found = read()
  }
  const status = vaultStatus.parse(vault.status())
  vault.close()
  return { status, found }
}

/** Right and complete without a word, or reported; and what is shown is right in either case. */
async function expectRightOrReported(damaged: Buffer): Promise<'right' | 'reported' | 'refused'> {
  const { status, found } = await readBack()
  for (const [name, secret] of found) {
    expect(truth.has(name)).toBe(true)
    // A profile may come through without its secret, but then the loss is reported below.
    if (secret !== null) expect(secret).toBe(truth.get(name))
  }
  const isComplete = [...truth].every(([name, secret]) => found.get(name) === secret)
  if (status.kind === 'sealed' && status.notice === null) {
    expect(isComplete).toBe(true)
    return 'right'
  }
  if (status.kind === 'refused') {
    expect(folder.bytes().equals(damaged)).toBe(true)
    return 'refused'
  }
  if (status.kind === 'locked') throw new Error('a damaged vault asks for no passphrase')
  const aside = /vault\.damaged-\S+\.db/.exec(status.notice ?? '')?.[0] ?? ''
  expect(readFileSync(join(folder.directory, aside)).equals(damaged)).toBe(true)
  return 'reported'
}

function startAfresh(bytes: Buffer): void {
  folder.remove()
  folder = createTestFolder()
  folder.makeDirectory()
  folder.write(bytes)
}

describe('a file that was cut off', () => {
  it('at any page, at 0 and at odd places: set aside and reported', { timeout: 60_000 }, async () => {
    const whole = await writeTruth()
    const cuts = [0, 1, 15, 16, 99, 100, 511, 4095, 4097]
    for (let cut = 4096; cut < whole.length; cut += 4096) cuts.push(cut)
    for (const cut of cuts) {
      startAfresh(whole.subarray(0, cut))
      expect(await expectRightOrReported(whole.subarray(0, cut)), `cut at ${cut}`).toBe('reported')
      expect((await readBack()).status).toMatchObject({ kind: 'sealed', notice: null })
    }
  })

  it('or is longer than it was: right', async () => {
    const whole = await writeTruth()
    const longer = Buffer.concat([whole, Buffer.alloc(4096, 0x5a)])
    startAfresh(longer)
    await expectRightOrReported(longer)
  })
})

it('with any bit flipped: right or reported, never garbage', { timeout: 1_200_000 }, async () => {
  const whole = await writeTruth()
  const places = new Set<number>()
  for (let offset = 0; offset < whole.length; offset += stride) places.add(offset)
  for (let page = 0; page < whole.length; page += 4096) {
    for (let offset = 0; offset < (page === 0 ? 132 : 32); offset += 1) places.add(page + offset)
  }
  const outcomes = { right: 0, reported: 0, refused: 0 }
  for (const offset of places) {
    if (offset % 64 === 0) await releaseFiles()
    for (const bit of stride === 1 ? [0, 1, 2, 3, 4, 5, 6, 7] : [offset % 8]) {
      const damaged = Buffer.from(whole)
      damaged[offset] = whole[offset]! ^ (1 << bit)
      startAfresh(damaged)
      outcomes[await expectRightOrReported(damaged)] += 1
    }
  }
  // A sweep in which nothing was noticed, or nothing survived, would have tested something else.
  expect(outcomes.reported).toBeGreaterThan(40)
  expect(outcomes.right).toBeGreaterThan(40)
})

it('with any stretch overwritten: right or reported, never garbage', { timeout: 120_000 }, async () => {
  const whole = await writeTruth()
  await fc.assert(
    fc.asyncProperty(
      fc.nat(whole.length - 1),
      fc.oneof(
        fc.uint8Array({ minLength: 1, maxLength: 300 }),
        fc.record({ length: fc.integer({ min: 1, max: 5000 }), byte: fc.constantFrom(0, 0x2e, 0x80, 0xff) }),
      ),
      async (offset, content) => {
        const damaged = Buffer.from(whole)
        if (content instanceof Uint8Array) damaged.set(content.subarray(0, whole.length - offset), offset)
        else damaged.fill(content.byte, offset, Math.min(offset + content.length, whole.length))
        startAfresh(damaged)
        await expectRightOrReported(damaged)
      },
    ),
    { numRuns: 300 },
  )
})

describe('single records', () => {
  /** Runs SQL on the closed file, as an attacker or a faulty disk might. */
  function tamper(...statements: string[]): void {
    const database = connect(folder.file)
    for (const statement of statements) database.exec(statement)
    database.close()
  }
  function idsOf(kind: string): string[] {
    const database = connect(folder.file)
    const rows = selectRows(database, 'SELECT id FROM record WHERE kind = ? ORDER BY version', kind)
    database.close()
    return rows.map(([id]) => String(id))
  }
  const swap = (column: string, kind: string, a = '', b = '') =>
    [
      `UPDATE record SET ${column} = (SELECT ${column} FROM record WHERE kind = '${kind}' AND id = '${a}')`,
      `WHERE kind = '${kind}' AND id = '${b}'`,
    ].join(' ')

  it('one that does not authenticate: the others stay, the copy is kept, the count is right', async () => {
    await writeTruth()
    const [id] = idsOf('profile')
    tamper(`UPDATE record SET sealed = zeroblob(80) WHERE kind = 'profile' AND id = '${id}'`)
    const damaged = folder.bytes()
    // What is listed stands in the pages of the list as well: nothing is lost, and nothing wrong is shown.
    expect(await expectRightOrReported(damaged)).toBe('right')
    tamper(`UPDATE record SET sealed = zeroblob(80) WHERE id LIKE 'page-profile-%'`)
    expect(await expectRightOrReported(folder.bytes())).toBe('reported')
  })

  it('a page of the list that does not authenticate: nothing is lost, as every record has a row of its own', async () => {
    await writeTruth()
    tamper(`UPDATE record SET sealed = zeroblob(80) WHERE id LIKE 'page-profile-%'`)
    const { status, found } = await readBack()
    expect(status).toMatchObject({ notice: expect.stringContaining('Nothing was lost') })
    expect(found).toEqual(truth)
  })

  it('the notice says what came over and what did not', async () => {
    await writeTruth()
    const [orders] = idsOf('secret')
    tamper(`UPDATE record SET sealed = zeroblob(80) WHERE kind = 'secret' AND id = '${orders}'`)
    const { status, found } = await readBack()
    expect(status).toMatchObject({
      kind: 'sealed',
      notice: expect.stringMatching(
        /kept as vault\.damaged-20250601T12\d{4}\.000Z\.db and .*carried over: 3 profiles and 1 client secret\. Could not be read: 1 client secret\./,
      ),
    })
    expect(found.get('Orders')).toBeNull()
    expect((await readBack()).found).toEqual(found)
  })

  it('a second damage does not overwrite the first copy', async () => {
    await writeTruth()
    for (let round = 0; round < 2; round += 1) {
      writeFileSync(folder.file, 'not a database')
      await readBack()
    }
    expect(folder.names().filter((name) => name.startsWith('vault.damaged-'))).toHaveLength(2)
  })

  it.each([
    ['a secret of one profile put to another', () => swap('sealed', 'secret', ...idsOf('secret'))],
    [
      'with its version',
      () => {
        const [a = '', b = ''] = idsOf('secret')
        return `DELETE FROM record WHERE kind = 'secret' AND id = '${b}';
          UPDATE record SET id = '${b}' WHERE kind = 'secret' AND id = '${a}'`
      },
    ],
    [
      'a profile in the place of a secret',
      () => {
        const [id = ''] = idsOf('secret')
        return `UPDATE record SET sealed = (SELECT sealed FROM record WHERE kind = 'profile' AND id = '${id}') WHERE kind = 'secret' AND id = '${id}'`
      },
    ],
    ['a record under another id', () => `UPDATE record SET id = 'other' WHERE id = '${idsOf('secret')[0]}'`],
    [
      'a record that was taken out',
      () => `DELETE FROM record WHERE kind = 'secret' AND id = '${idsOf('secret')[0]}'`,
    ],
    ['another version', () => `UPDATE record SET version = version + 1000 WHERE kind = 'secret'`],
    ['no manifest', () => `DELETE FROM record WHERE kind = 'manifest'`],
    ['a damaged manifest', () => `UPDATE record SET sealed = zeroblob(90) WHERE id = 'root'`],
    ['an empty record', () => `UPDATE record SET sealed = x'' WHERE kind = 'secret'`],
    ['a record of no known kind', () => `INSERT INTO record VALUES (99, 'other', 'x', x'00')`],
    ['no records at all', () => 'DELETE FROM record'],
    ['no table of records', () => 'DROP TABLE record'],
    ['no clear part', () => 'DROP TABLE meta'],
    ['a sealed key that was changed', () => `UPDATE meta SET value = zeroblob(48) WHERE name = 'sealed_key'`],
    ['another name of the key store', () => `UPDATE meta SET value = x'66616b65' WHERE name = 'guard'`],
    ['another format number', () => 'PRAGMA user_version = 0'],
    ['the mark of another program', () => 'PRAGMA application_id = 7'],
  ])('%s: refused and reported', async (_name, statement) => {
    await writeTruth()
    const before = (await readBack()).found
    tamper(statement())
    const outcome = await expectRightOrReported(folder.bytes())
    expect(outcome).toBe('reported')
    expect(before.size).toBe(truth.size)
  })

  const oneRow: Record<string, string> = {
    record: "kind = 'secret' AND version = (SELECT min(version) FROM record WHERE kind = 'secret')",
    meta: "name = 'guard'",
  }
  it.each([
    ['record', 'kind'],
    ['record', 'id'],
    ['record', 'sealed'],
    ['meta', 'name'],
    ['meta', 'value'],
  ])('text that is not UTF-8 in %s.%s: reported, and the process lives', async (table, column) => {
    await writeTruth()
    tamper(
      'PRAGMA writable_schema = ON',
      "UPDATE sqlite_schema SET sql = replace(replace(sql, ') STRICT, WITHOUT', ') WITHOUT'), ') STRICT', ')')",
      'PRAGMA writable_schema = RESET',
    )
    tamper(`UPDATE ${table} SET ${column} = CAST(x'61ff' AS TEXT) WHERE ${oneRow[table]}`)
    expect(await expectRightOrReported(folder.bytes())).toBe('reported')
  })
  it('an older state of a record, authentic by itself, is not taken back', async () => {
    const vault = await openAt(folder.directory)
    const { id } = vault.save({ draft: createDraft('Orders'), secrets: { client_secret: 'old secret' } })
    const rowOf = () => {
      const database = connect(folder.file)
      const [row] = selectRows(database, `SELECT version, sealed FROM record WHERE kind = 'secret'`)
      database.close()
      return row as [number, Buffer]
    }
    const [version, sealed] = rowOf()
    vault.save({ id, draft: createDraft('Orders'), secrets: { client_secret: 'new secret' } })
    vault.close()
    tamper(
      `UPDATE record SET version = ${version}, sealed = x'${sealed.toString('hex')}' WHERE kind = 'secret'`,
    )
    const { status, found } = await readBack()
    expect(status).toMatchObject({ notice: expect.stringContaining('Could not be read: 1 client secret') })
    expect(found).toEqual(new Map([['Orders', null]]))
  })

  it('changed while the vault is open: an error, not an answer, and mended then', async () => {
    await writeTruth()
    const vault = await openAt(folder.directory)
    const ids = new Map(vault.profiles().map(({ id, name }) => [name, id]))
    tamper(`UPDATE record SET sealed = zeroblob(80) WHERE kind = 'secret' AND id = '${ids.get('Orders')}'`)
    const damage = expect.objectContaining({ code: 'ERR_VAULT_DAMAGED' })
    expect(() => vault.secret(ids.get('Orders') ?? '', 'client_secret')).toThrow(damage)
    await vault.door.settled()
    expect(vault.status()).toMatchObject({
      kind: 'sealed',
      notice: expect.stringContaining('Could not be read: 1 client secret'),
    })
    expect(vault.secret(ids.get('Stock') ?? '', 'client_secret')).toBe('secret of stock')
    vault.close()
  })

  it.each([
    [
      'taken out',
      `DELETE FROM record WHERE kind = 'profile' AND version = (SELECT min(version) FROM record)`,
    ],
    ['put in', `INSERT INTO record VALUES (4711, 'profile', 'other', zeroblob(90))`],
    ['renamed', `UPDATE record SET id = 'other' WHERE version = (SELECT min(version) FROM record)`],
  ])(
    'a record that is %s while the vault is open: noticed with the next reading',
    async (_name, statement) => {
      await writeTruth()
      const vault = await openAt(folder.directory)
      expect(vault.profiles()).toHaveLength(truth.size)
      tamper(statement)
      expect(() => vault.profiles()).toThrow(expect.objectContaining({ code: 'ERR_VAULT_DAMAGED' }))
      await vault.door.settled()
      expect(vault.status()).toMatchObject({ notice: expect.stringContaining('was damaged') })
      vault.close()
    },
  )

  it('an older state of the whole file, put back under the open vault: noticed', async () => {
    await writeTruth()
    const older = folder.bytes()
    const vault = await openAt(folder.directory)
    vault.save({ draft: createDraft('Newer') })
    folder.write(older)
    expect(() => vault.profiles()).toThrow(expect.objectContaining({ code: 'ERR_VAULT_DAMAGED' }))
    vault.close()
  })
})

it('is left alone when it is damaged and nothing can be sealed', async () => {
  await writeTruth()
  const damaged = Buffer.from('this is no database')
  startAfresh(damaged)
  const vault = await openAt(folder.directory, createFakeSealer({ backend: 'basic_text', canSeal: false }))
  expect(vault.status()).toMatchObject({ kind: 'refused', code: 'ERR_VAULT_DAMAGED' })
  vault.save({ draft: createDraft('Other'), secrets: { client_secret: 'x' } })
  expect(folder.names()).toEqual(['vault.db'])
  expect(folder.bytes().equals(damaged)).toBe(true)
})

it('a journal without its vault is not applied to the next one', async () => {
  folder.makeDirectory()
  writeFileSync(`${folder.file}-journal`, 'left over')
  const { status } = await readBack()
  expect(status).toMatchObject({ kind: 'sealed', notice: null })
  expect(folder.names()).toEqual(['vault.damaged-20250601T120000.000Z.db-journal', 'vault.db'])
})
