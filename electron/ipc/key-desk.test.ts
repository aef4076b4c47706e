import { generateKeyPairSync } from 'node:crypto'
import { CompactEncrypt, importJWK } from 'jose'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { keyRecord } from '../../shared/key/key-record.ts'
import { runJobHere } from '../jose/crypto-jobs.ts'
import { jws } from '../jose/test-tokens.ts'
import { createTestFolder, openAt } from '../vault/test-vault.ts'
import type { Vault } from '../vault/vault.ts'
import { createKeyDesk, type KeyDesk } from './key-desk.ts'

let folder: ReturnType<typeof createTestFolder>
let vault: Vault
let desk: KeyDesk
let fetched: string[]
let answer: () => Promise<Response>
let changes: number

beforeEach(async () => {
  folder = createTestFolder()
  vault = await openAt(folder.directory)
  fetched = []
  changes = 0
  answer = () => Promise.reject(new TypeError('fetch failed'))
  let ids = 0
  desk = createKeyDesk({
    vault,
    run: runJobHere,
    fetch: (url) => {
      fetched.push(url)
      return answer()
    },
    now: () => 1_800_000_000_000 + ids,
    randomId: () => `memory-${ids++}`,
    onChange: () => {
      changes += 1
    },
  })
})
afterEach(() => {
  desk.close()
  vault.close()
  folder.remove()
})

const spec = { type: 'EC-P-256' } as const
const code = (error: string) => expect.objectContaining({ code: error })

describe('a key', () => {
  it('that is kept lies in the vault; one that is not never reaches the disk, until it is kept', async () => {
    const kept = await desk.generate({ spec, name: 'kept', keep: true })
    const loose = await desk.generate({ spec, name: 'loose', keep: false })
    expect([kept.keptIn, loose.keptIn]).toEqual(['vault', 'memory'])
    expect(vault.keys.list().map(({ name }) => name)).toEqual(['kept'])
    expect(desk.list()).toEqual([kept, loose])
    const { text } = await desk.reveal({ id: loose.id, form: 'jwk' })
    const after = desk.keep(loose.id)
    expect(after).toMatchObject({
      name: 'loose',
      keptIn: 'vault',
      kid: loose.kid,
      thumbprint: loose.thumbprint,
    })
    expect(desk.list().map(({ name }) => name)).toEqual(['kept', 'loose'])
    expect((await desk.reveal({ id: after.id, form: 'jwk' })).text).toBe(text)
    expect(changes).toBe(3)
  })

  it.each([true, false])('is deleted and restored, wherever it is kept (%s)', async (keep) => {
    const made = await desk.generate({ spec, name: 'one', keep })
    desk.remove(made.id)
    expect(desk.list()).toEqual([])
    await expect(desk.privateKeyText(made.id)).rejects.toMatchObject({ code: 'ERR_NOT_FOUND' })
    expect(desk.restore(made.id)).toEqual(made)
    expect(() => desk.restore(made.id)).toThrow(code('ERR_NOT_FOUND'))
    expect(desk.change({ id: made.id, name: 'two' }).name).toBe('two')
  })

  it('shows its private half only where it is asked for', async () => {
    const made = await desk.generate({ spec, name: 'one', keep: true })
    const { d } = JSON.parse((await desk.privateKeyText(made.id)).text) as { readonly d: string }
    const shown = [desk.list(), await desk.describe(made.id), desk.change({ id: made.id, note: 'x' })]
    expect(JSON.stringify(shown)).not.toContain(d)
    expect((await desk.reveal({ id: made.id, form: 'jwk' })).text).toContain(d)
    const sealed = await desk.reveal({ id: made.id, form: 'pkcs8_encrypted', passphrase: 'swordfish' })
    expect(sealed.text).toMatch(/^-----BEGIN ENCRYPTED PRIVATE KEY/)
    await expect(desk.reveal({ id: made.id, form: 'pkcs8_encrypted' })).rejects.toMatchObject({
      code: 'ERR_INPUT',
    })
    await expect(desk.reveal({ id: made.id, form: 'pkcs1' })).rejects.toMatchObject({ code: 'ERR_KEY' })
  })

  it('of a set is counted; a set with one bad key is not imported at all', async () => {
    const jwk = () => generateKeyPairSync('ed25519').publicKey.export({ format: 'jwk' })
    const { added: records } = await desk.importText({
      text: JSON.stringify({ keys: [jwk(), jwk()] }),
      name: 'Set',
      keep: true,
    })
    expect(records.map((record) => keyRecord.parse(record).name)).toEqual(['Set 1', 'Set 2'])
    expect(records[0]).toMatchObject({ hasPrivate: false, description: 'OKP Ed25519' })
    const bad = { text: JSON.stringify({ keys: [jwk(), { ...jwk(), x: 'AA' }] }), name: 'Bad', keep: true }
    await expect(desk.importText(bad)).rejects.toMatchObject({ code: 'ERR_KEY' })
    expect(desk.list()).toHaveLength(2)
  })

  it('that is there already is named and not added again; what it has more is added', async () => {
    const jwk = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' })
    const { d: _, ...publicJwk } = jwk
    const secret = { kty: 'oct', k: Buffer.alloc(32, 9).toString('base64url') }
    const put = (...keys: readonly object[]) =>
      desk.importText({ text: JSON.stringify({ keys }), name: 'Mine', keep: true })
    const ids = ({ added, present }: Awaited<ReturnType<typeof put>>) => [
      added.length,
      present.map(({ name }) => name),
    ]
    expect(ids(await put(publicJwk))).toEqual([1, []])
    expect(ids(await put(publicJwk))).toEqual([0, ['Mine']])
    expect(ids(await put(jwk)), 'the private half is new').toEqual([1, []])
    expect(ids(await put({ ...jwk, kid: 'other' })), 'servers tell keys apart by kid').toEqual([1, []])
    expect(ids(await put(secret, secret))).toEqual([1, []])
    expect(ids(await put(secret, { ...secret, k: Buffer.alloc(32, 8).toString('base64url') }))).toEqual([
      1,
      ['Mine'],
    ])
    expect(desk.list()).toHaveLength(5)
  })

  it.each([
    [{ kty: 'oct', k: 'AQID' }, 'has 24 bits, so it can be found by trying'],
    [
      generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey.export({ format: 'jwk' }),
      'has 1024 bits',
    ],
  ])('that is weak is imported, and that is said: %#', async (jwk, reason) => {
    const { added, weak } = await desk.importText({ text: JSON.stringify(jwk), name: 'Weak', keep: false })
    expect(weak).toEqual([{ id: added[0]?.id, reason: expect.stringContaining(reason) }])
    expect((await desk.describe(added[0]?.id ?? '')).weakness).toContain(reason)
  })

  it('that is not there is ERR_NOT_FOUND', async () => {
    for (const call of [
      () => desk.keep('x'),
      () => desk.remove('x'),
      () => desk.change({ id: 'x', name: 'y' }),
    ]) {
      expect(call).toThrow(code('ERR_NOT_FOUND'))
    }
    for (const call of [
      desk.describe('x'),
      desk.reveal({ id: 'x', form: 'jwk' }),
      desk.privateKeyText('x'),
    ]) {
      await expect(call).rejects.toMatchObject({ code: 'ERR_NOT_FOUND' })
    }
  })
})

describe('which of my keys verifies this', () => {
  const add = async (name: string, text: string) =>
    (await desk.importText({ text, name, keep: true })).added[0]?.id ?? ''
  const pem = (key: { export(options: { format: 'pem'; type: 'pkcs8' }): string | Buffer }) =>
    key.export({ format: 'pem', type: 'pkcs8' }) as string

  it('names the one key, and why the others do not', async () => {
    const mine = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    const right = await add('mine', pem(mine.privateKey))
    const other = await add('other', pem(generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey))
    const rsa = await add('rsa', pem(generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey))
    const token = jws({ alg: 'ES256', kid: 'a' }, { iss: 'x' }, mine.privateKey)
    const answered = await desk.whichVerifies({ token: `Bearer ${token}` })
    expect(answered).toMatchObject({ alg: 'ES256', kid: 'a' })
    expect(Object.fromEntries(answered.trials.map(({ keyId, outcome }) => [keyId, outcome]))).toEqual({
      [right]: 'verifies',
      [other]: 'does_not',
      [rsa]: 'does_not_fit',
    })
    expect(fetched).toEqual([])
  })

  it('finds no HMAC made with the text of a public key', async () => {
    const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
    const spki = publicKey.export({ format: 'pem', type: 'spki' }) as string
    await add('public', spki)
    const { trials } = await desk.whichVerifies({ token: jws({ alg: 'HS256' }, { iss: 'x' }, spki) })
    expect(trials.map(({ outcome }) => outcome)).toEqual(['does_not_fit'])
  })

  it('finds one of the signatures of a JWS in JSON form', async () => {
    const mine = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    await add('mine', pem(mine.privateKey))
    const [, payload] = jws({ alg: 'ES256' }, { iss: 'x' }, mine.privateKey).split('.')
    const signature = (key: typeof mine) => {
      const [header, , value] = jws({ alg: 'ES256' }, { iss: 'x' }, key.privateKey).split('.')
      return { protected: header, signature: value }
    }
    const others = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    const token = JSON.stringify({ payload, signatures: [signature(others), signature(mine)] })
    expect((await desk.whichVerifies({ token })).trials).toMatchObject([{ outcome: 'verifies' }])
  })

  it('names the keys that open an encrypted token, which is no verification', async () => {
    const made = await desk.generate({
      spec: { type: 'EC-P-256', alg: 'ECDH-ES' },
      name: 'mine',
      keep: false,
    })
    const other = await desk.generate({
      spec: { type: 'EC-P-256', alg: 'ECDH-ES' },
      name: 'other',
      keep: false,
    })
    const signing = await desk.generate({ spec, name: 'signing', keep: false })
    const publicKey = JSON.parse((await desk.privateKeyText(made.id)).text) as Record<string, string>
    const token = await new CompactEncrypt(new TextEncoder().encode('{"iss":"x"}'))
      .setProtectedHeader({ alg: 'ECDH-ES', enc: 'A256GCM' })
      .encrypt(
        await importJWK({ kty: 'EC', crv: 'P-256', x: publicKey.x ?? '', y: publicKey.y ?? '' }, 'ECDH-ES'),
      )
    const answered = await desk.whichVerifies({ token })
    expect(answered).toMatchObject({ alg: 'ECDH-ES', encrypted: true })
    expect(answered.trials.map(({ keyId, outcome }) => [keyId, outcome])).toEqual([
      [made.id, 'opens'],
      [other.id, 'does_not'],
      [signing.id, 'does_not_fit'],
    ])
  })

  it.each([
    ['a text', 'no token at all'],
    ['an encrypted one that is cut off', 'eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIn0....'],
    ['an unsecured token', 'eyJhbGciOiJub25lIn0.e30.'],
    ['a broken one', 'eyJhbGciOiJFUzI1NiJ9.e30.A*A'],
  ])('says that %s has nothing for a key', async (_what, token) => {
    await desk.generate({ spec, name: 'one', keep: false })
    await expect(desk.whichVerifies({ token })).rejects.toMatchObject({ code: 'ERR_INPUT' })
  })
})

describe('a set at an address', () => {
  it('is fetched once, and the request is told', async () => {
    answer = () =>
      Promise.resolve(new Response('{"keys":[]}', { headers: { 'content-type': 'application/json' } }))
    const report = await desk.checkSetAt({ url: 'https://keys.test/jwks' })
    expect(fetched).toEqual(['https://keys.test/jwks'])
    expect(report.request).toMatchObject({ url: 'https://keys.test/jwks', status: 200 })
    expect(report.findings.map(({ id }) => id)).toEqual(['EMPTY_SET'])
  })

  it.each(['http://keys.test/jwks', 'file:///etc/passwd', 'x'])(
    'is refused for %s, and nothing is sent',
    async (url) => {
      await expect(desk.checkSetAt({ url })).rejects.toMatchObject({ code: 'ERR_URL_REFUSED' })
      expect(fetched).toEqual([])
    },
  )
})

it('converting keeps nothing', async () => {
  const text = generateKeyPairSync('ed25519').privateKey.export({ format: 'pem', type: 'pkcs8' }) as string
  const reading = await desk.convert({ text })
  const { d } = JSON.parse((await desk.convertPrivate({ text, index: 0, form: 'jwk' })).text) as { d: string }
  expect(JSON.stringify(reading)).not.toContain(d)
  expect([desk.list(), changes]).toEqual([[], 0])
})
