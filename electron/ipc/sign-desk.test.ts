import { generateKeyPairSync } from 'node:crypto'
import { expect, test } from 'vitest'
import { AppError } from '../../shared/error.ts'
import { runJobHere } from '../jose/crypto-jobs.ts'
import { createSignDesk } from './sign-desk.ts'

const jwk = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' })
const desk = createSignDesk({
  run: runJobHere,
  vaultKey: async (keyId) => {
    if (keyId !== 'k1') throw new AppError('ERR_NOT_FOUND', 'no key is kept under this name')
    return { text: JSON.stringify(jwk), name: 'staging' }
  },
})
const request = { header: '{"alg":"ES256"}', payload: '{}', serialization: 'compact' } as const

test('a kept key signs, and no private member of it comes back', async () => {
  const result = await desk.sign({ ...request, key: { kind: 'vault', keyId: 'k1' } })
  const facts = await desk.describeKey({ kind: 'vault', keyId: 'k1' })
  expect(result).toMatchObject({ kind: 'signed', alg: 'ES256' })
  expect(facts).toMatchObject({ kind: 'key', algorithms: ['ES256'] })
  expect(JSON.stringify([result, facts])).not.toContain(jwk.d)
})

test('a key that is not there is an error of its own, and nothing is signed', async () => {
  await expect(desk.sign({ ...request, key: { kind: 'vault', keyId: 'k2' } })).rejects.toMatchObject({
    code: 'ERR_NOT_FOUND',
  })
})

test('no signature is made only where that was chosen', async () => {
  expect(await desk.sign({ ...request, header: '{"alg":"none"}', key: { kind: 'none' } })).toMatchObject({
    kind: 'signed',
    alg: null,
  })
  expect(
    await desk.sign({ ...request, header: '{"alg":"none"}', key: { kind: 'vault', keyId: 'k1' } }),
  ).toMatchObject({ kind: 'refused', code: 'ALG_NONE' })
})
