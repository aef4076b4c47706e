import { describe, expect, it, vi } from 'vitest'

vi.mock('electron', () => ({ safeStorage: {} }))
const { createSafeStorageSealer } = await import('./cipher.ts')
type Storage = NonNullable<Parameters<typeof createSafeStorageSealer>[0]>

const key = Buffer.from('0123456789abcdef0123456789abcdef')
const turn = (text: string) => Buffer.from([...text].reverse().join(''))

function older(backend: string): Storage {
  return {
    isEncryptionAvailable: () => true,
    encryptString: turn,
    decryptString: (sealed) => String(turn(String(sealed))),
    getSelectedStorageBackend: () => backend as 'unknown',
  }
}

function newer(backend: string): Storage {
  const never = () => {
    throw new Error('the synchronous functions are not to be used')
  }
  return {
    ...older(backend),
    isEncryptionAvailable: never,
    encryptString: never,
    decryptString: never,
    isAsyncEncryptionAvailable: async () => true,
    encryptStringAsync: async (plain) => turn(plain),
    decryptStringAsync: async (sealed) => ({ result: String(turn(String(sealed))), shouldReEncrypt: true }),
  }
}

describe.each([
  ['older', older, false],
  ['newer', newer, true],
] as const)('with the functions of an %s Electron', (_name, create, shouldReseal) => {
  it('seals and opens a key', async () => {
    const sealer = createSafeStorageSealer(create('gnome_libsecret'), 'linux')
    expect(sealer.backend()).toBe('gnome_libsecret')
    expect(await sealer.canSeal()).toBe(true)
    const sealed = await sealer.seal(key)
    expect(await sealer.open(sealed)).toEqual({ plain: key, shouldReseal })
  })

  it.each(['basic_text', 'unknown'])(
    'takes %s for no key store, whatever it says of itself',
    async (backend) => {
      expect(await createSafeStorageSealer(create(backend), 'linux').canSeal()).toBe(false)
    },
  )
})

it.each([
  ['darwin', 'keychain'],
  ['win32', 'dpapi'],
] as const)('names the key store of %s', async (platform, name) => {
  const { getSelectedStorageBackend: _absent, ...storage } = older('unknown')
  const sealer = createSafeStorageSealer(storage, platform)
  expect(sealer.backend()).toBe(name)
  expect(await sealer.canSeal()).toBe(true)
})

it('cannot seal where the key store is there but not available', async () => {
  const storage = { ...older('kwallet6'), isEncryptionAvailable: () => false }
  expect(await createSafeStorageSealer(storage, 'linux').canSeal()).toBe(false)
})
