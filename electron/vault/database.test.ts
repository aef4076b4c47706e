import { readdirSync, readlinkSync } from 'node:fs'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { AppError } from '../../shared/error.ts'
import { connect, selectRows, selectValue, sqliteCode, unavailableReason, writeError } from './database.ts'
import { releaseFiles } from './release-files.ts'
import { createTestFolder } from './test-vault.ts'

let folder: ReturnType<typeof createTestFolder>
beforeEach(() => {
  folder = createTestFolder()
  folder.makeDirectory()
})
afterEach(() => {
  folder.remove()
})

it('acknowledges a write only when file and folder are synced', () => {
  const database = connect(folder.file)
  // 3 is EXTRA.
  expect(selectValue(database, 'PRAGMA synchronous')).toBe(3)
  expect(selectValue(database, 'PRAGMA journal_mode')).toBe('delete')
  database.close()
})

it('waits for another writer, but not for ever', () => {
  const first = connect(folder.file)
  const second = connect(folder.file)
  second.exec('PRAGMA busy_timeout = 50')
  first.exec('BEGIN IMMEDIATE')
  let failure: unknown
  try {
    second.exec('BEGIN IMMEDIATE')
  } catch (cause) {
    failure = writeError(cause)
  }
  expect(failure).toBeInstanceOf(AppError)
  expect(failure).toMatchObject({
    code: 'ERR_VAULT_WRITE',
    message: 'nothing was saved: another program is holding the vault file',
  })
  first.close()
  second.close()
})

it.skipIf(process.platform !== 'linux')('lets go of a closed file', async () => {
  const isOpen = () =>
    readdirSync('/proc/self/fd').some((descriptor) => {
      try {
        return readlinkSync(`/proc/self/fd/${descriptor}`).startsWith(folder.directory)
      } catch {
        return false
      }
    })
  const use = () => {
    const database = connect(folder.file)
    selectRows(database, 'SELECT 1 FROM sqlite_schema')
    database.close()
  }
  use()
  expect(isOpen()).toBe(true)
  await releaseFiles()
  expect(isOpen()).toBe(false)
})

it.each([
  [{ rawCode: 13, code: 'SQLITE_FULL' }, 'FULL', 'the disk is full'],
  [{ rawCode: 266, code: 'UNKNOWN_SQLITE_ERROR_266' }, 'IOERR', 'the disk refused to read or write'],
  [
    { rawCode: 1544, code: 'UNKNOWN_SQLITE_ERROR_1544' },
    'READONLY',
    'the vault file or its folder is read-only',
  ],
  [{ rawCode: 261 }, 'BUSY', 'another program is holding the vault file'],
  [{ rawCode: 779 }, 'CORRUPT', null],
  [{ rawCode: 26 }, 'NOTADB', null],
  [{ rawCode: 1 }, 'OTHER', null],
  [
    new Error('ConnectionFailed("Unable to open connection to local database /x: 14")'),
    'CANTOPEN',
    expect.any(String),
  ],
  [new TypeError('The database connection is not open'), 'OTHER', null],
  [null, 'OTHER', null],
])('tells a file that is at fault from a disk that is: %o', (error, code, reason) => {
  expect(sqliteCode(error)).toBe(code)
  expect(unavailableReason(sqliteCode(error))).toEqual(reason)
})
