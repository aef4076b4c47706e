import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto'
import type { KeySealer } from './key-sealer.ts'

export type FakeSealerOptions = {
  readonly backend?: string
  readonly canSeal?: boolean
  /** Another owner has another key: what one sealed the other cannot open. */
  readonly owner?: string
  /** `reject`: opening fails; `garbage`: it answers with other bytes, as a store without integrity may. */
  readonly answer?: 'right' | 'reject' | 'garbage'
  readonly shouldReseal?: boolean
}

/** A key store for tests: the same key in every process, nothing of the operating system involved. */
export function createFakeSealer(
  options: FakeSealerOptions = {},
): KeySealer & { readonly seals: () => number } {
  const { backend = 'fake_store', canSeal = true, owner = 'someone', answer = 'right' } = options
  const key = createHash('sha256').update(owner).digest()
  let seals = 0
  return {
    seals: () => seals,
    backend: () => backend,
    canSeal: async () => canSeal,
    seal: async (plain) => {
      seals += 1
      const iv = randomBytes(16)
      const cipher = createCipheriv('aes-256-ctr', key, iv)
      return Buffer.concat([iv, cipher.update(plain), cipher.final()])
    },
    open: async (sealed) => {
      if (answer === 'reject') throw new Error('the collection is locked')
      const decipher = createDecipheriv('aes-256-ctr', key, sealed.subarray(0, 16))
      const plain = Buffer.concat([decipher.update(sealed.subarray(16)), decipher.final()])
      if (answer === 'garbage') plain.reverse()
      return { plain, shouldReseal: options.shouldReseal ?? false }
    },
  }
}
