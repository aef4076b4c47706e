import { X509Certificate } from 'node:crypto'
import { expect, test } from 'vitest'
import { AppError } from '../../shared/error.ts'
import { type CertificateShelf, createCertificateShelf } from '../vault/certificate-shelf.ts'
import { createMemoryStore } from '../vault/memory-store.ts'
import { createCertificateDesk } from './certificate-desk.ts'

const year = 365 * 24 * 60 * 60 * 1000

function desk(shelf: CertificateShelf, now = Date.now()) {
  return createCertificateDesk({ shelf, isSealed: () => true, now: () => now })
}

test('is made once, also for two who ask at the same time, and is the same after a restart', async () => {
  const shelf = createCertificateShelf(createMemoryStore())
  const first = desk(shelf)
  const [a, b] = await Promise.all([first.pair(), first.pair()])
  expect(a).toBe(b)
  const later = desk(shelf)
  expect(await later.pair()).toEqual(a)
  const described = await later.describe()
  expect(described).toEqual({
    certificate: a.certificate,
    fingerprint: new X509Certificate(a.certificate).fingerprint256,
    expiresAt: expect.any(Number),
    isKept: true,
  })
  expect(JSON.stringify(described)).not.toContain('PRIVATE KEY')
})

test('another one is made when it is asked for, when the time is over, and when what is kept is damaged', async () => {
  const store = createMemoryStore()
  const shelf = createCertificateShelf(store)
  const kept = (await desk(shelf).describe()).fingerprint
  const renewing = desk(shelf)
  const renewed = (await renewing.renew()).fingerprint
  expect(renewed).not.toBe(kept)
  expect((await renewing.describe()).fingerprint).toBe(renewed)
  const late = (await desk(shelf, Date.now() + 3 * year).describe()).fingerprint
  expect(late).not.toBe(renewed)
  store.write([{ kind: 'app_secret', id: 'loopback_certificate', bytes: Buffer.from('{') }])
  expect((await desk(shelf).describe()).fingerprint).not.toBe(late)
})

test('a vault that cannot be written leaves one that is good until the app quits', async () => {
  const full = createCertificateDesk({
    shelf: {
      read: () => null,
      keep: () => {
        throw new AppError('ERR_VAULT_WRITE', 'the disk is full')
      },
    },
    isSealed: () => true,
    now: Date.now,
  })
  const first = await full.describe()
  expect(first.isKept).toBe(false)
  expect((await full.describe()).fingerprint).toBe(first.fingerprint)
})
