import { readFileSync } from 'node:fs'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { parseProfileFile } from '../../shared/profile/export/profile-file.ts'
import { runJobHere } from '../jose/crypto-jobs.ts'
import { createDraft, createTestFolder, openAt } from '../vault/test-vault.ts'
import { createExportDesk, type NamedText } from './export-desk.ts'
import { createImportDesk } from './import-desk.ts'

let folder: ReturnType<typeof createTestFolder>
beforeEach(() => {
  folder = createTestFolder()
})
afterEach(() => folder.remove())

const sample = (name: string) => ({
  name,
  text: readFileSync(new URL(`../../shared/profile/import/test-data/${name}`, import.meta.url), 'utf8'),
})
const passphrase = 'correct horse battery'

async function setUp() {
  const vault = await openAt(folder.directory)
  const asked: string[] = []
  let next = 0
  const imports = createImportDesk({
    vault,
    run: runJobHere,
    discover: async (issuer) => {
      asked.push(issuer)
      return { fetchedAt: 0, url: `${issuer}/x`, form: 'openid', token_endpoint: `${issuer}/token` } as never
    },
    randomId: () => `token-${next++}`,
    onChange: () => {},
  })
  const written: NamedText[] = []
  const exports = createExportDesk({
    profiles: () => vault.profiles(),
    vault,
    run: runJobHere,
    saveFile: async (fileName, text) => {
      written.push({ fileName, text })
      return true
    },
    saveFiles: async (files) => {
      written.push(...files)
      return { kept: [] }
    },
  })
  return { vault, imports, exports, written, asked }
}

test('a preview holds no secret and keeps nothing; what is accepted has its secrets, once', async () => {
  const { vault, imports } = await setUp()
  const sources = [sample('postman-collection.json'), sample('postman-environment.json')]
  const preview = await imports.read({ sources })
  expect(JSON.stringify(preview)).not.toContain('canary')
  expect(vault.profiles()).toEqual([])
  const added = imports.accept({ token: preview.token, indexes: [0, 1] })
  expect(added.map(({ name }) => name)).toEqual(['Orders API', 'Orders API / Batch'])
  const [first] = added
  expect(vault.secret(first?.id ?? '', 'client_secret@env.staging')).toBe('canary-client-secret-of-staging')
  expect(() => imports.accept({ token: preview.token, indexes: [0] })).toThrow(
    expect.objectContaining({ code: 'ERR_NOT_FOUND' }),
  )
  const again = await imports.read({ sources })
  expect(again.profiles.map(({ duplicateOf }) => duplicateOf)).toEqual([
    'Orders API',
    'Orders API / Batch',
    null,
    null,
  ])
  vault.close()
})

test('a preview that was dropped or followed by another is gone', async () => {
  const { vault, imports } = await setUp()
  const first = await imports.read({ sources: [sample('yaak.json')] })
  const second = await imports.read({ sources: [sample('metadata.json')] })
  imports.drop(second.token)
  for (const { token } of [first, second]) {
    expect(() => imports.accept({ token, indexes: [0] })).toThrow(
      expect.objectContaining({ code: 'ERR_NOT_FOUND' }),
    )
  }
  vault.close()
})

test('a metadata address is asked, what it lacks becomes a variable; no other address is', async () => {
  const { vault, imports, asked } = await setUp()
  const source = (text: string) => ({ sources: [{ name: null, text }] })
  const preview = await imports.read(source('https://id.example/.well-known/openid-configuration'))
  expect(asked).toEqual(['https://id.example'])
  const [added] = imports.accept({ token: preview.token, indexes: [0] })
  expect(added).toMatchObject({ issuer: 'https://id.example', client_id: '{{client_id}}' })
  await imports.read(source('https://other.example/authorize?client_id=a'))
  expect(asked).toHaveLength(1)
  vault.close()
})

test('files hold no secret; the encrypted one holds all of them, and comes back with its passphrase alone', async () => {
  const { vault, imports, exports, written } = await setUp()
  const secrets = { client_secret: 'canary-main', 'client_secret@env.qa': 'canary-qa' }
  const environments = [{ id: 'qa', name: 'QA', variables: [] }]
  const { id } = vault.save({ draft: createDraft('One', { environments }), secrets })
  const other = vault.save({ draft: createDraft('Two') })
  await exports.write({ ids: [id, other.id] })
  expect(written.map(({ fileName }) => fileName)).toEqual(['one.json', 'two.json'])
  for (const { text } of written) {
    expect(text).not.toContain('canary')
    expect(parseProfileFile(text)).toHaveProperty('file')
  }
  expect(await exports.write({ ids: [id], passphrase })).toEqual({ saved: 1, leftOut: [], kept: [] })
  const sealed = written.at(-1)
  expect(sealed?.fileName).toBe('one.jwe')
  expect(sealed?.text).not.toContain('canary')
  const sources = [{ name: 'one.jwe', text: sealed?.text ?? '' }]
  await expect(imports.read({ sources })).rejects.toMatchObject({
    code: 'ERR_PASSPHRASE',
    details: { given: false },
  })
  await expect(imports.read({ sources, passphrase: 'another passphrase' })).rejects.toMatchObject({
    code: 'ERR_PASSPHRASE',
    details: { given: true },
  })
  vault.remove(id)
  const preview = await imports.read({ sources, passphrase })
  expect(JSON.stringify(preview)).not.toContain('canary')
  const [back] = imports.accept({ token: preview.token, indexes: [0] })
  expect(back).toMatchObject({ name: 'One', environments })
  expect(vault.secret(back?.id ?? '', 'client_secret')).toBe('canary-main')
  expect(vault.secret(back?.id ?? '', 'client_secret@env.qa')).toBe('canary-qa')
  vault.close()
})
