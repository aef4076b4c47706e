import { randomBytes } from 'node:crypto'
import { AppError } from '../../shared/error.ts'
import type { Guard } from './clear-part.ts'
import type { KeySealer } from './key-sealer.ts'
import { openRecord, sealRecord } from './record-cipher.ts'
import { sealDataKey } from './seal-data-key.ts'

export type PassphraseCost = {
  /** In KiB. */
  readonly memory: number
  readonly passes: number
  readonly lanes: number
}

/** The second choice of RFC 9106 §4, for machines without much memory: about a second. */
export const usualCost: PassphraseCost = { memory: 64 * 1024, passes: 3, lanes: 1 }

/** argon2id; somewhere else than on the main loop. */
export type DeriveKey = (
  input: PassphraseCost & { readonly passphrase: string; readonly salt: Uint8Array },
) => Promise<Uint8Array>

export type Protected = { readonly guard: Guard; readonly sealedKey: Buffer }

/** What will open a vault: seals its data key. Rejects with ERR_VAULT_KEY where it cannot. */
export type Protection = (key: Buffer) => Promise<Protected>

export function byKeyStore(sealer: KeySealer): Protection {
  return async (key) => {
    const sealedKey = await sealDataKey(sealer, key)
    if (!sealedKey) throw new AppError('ERR_VAULT_KEY', 'the key store did not seal the key of the vault')
    return { guard: { kind: 'key_store', backend: sealer.backend() }, sealedKey }
  }
}

export function byPassphrase(derive: DeriveKey, passphrase: string, cost: PassphraseCost): Protection {
  return async (key) => {
    const salt = randomBytes(16)
    const derived = Buffer.from(await derive({ passphrase, salt, ...cost }))
    const guard = { kind: 'passphrase', kdf: 'argon2id', ...cost, salt: salt.toString('base64') } as const
    const sealedKey = sealRecord(derived, keyPlace, key)
    derived.fill(0)
    return { guard, sealedKey }
  }
}

/** Null when it is not the passphrase. */
export async function openWithPassphrase(
  derive: DeriveKey,
  passphrase: string,
  guard: Extract<Guard, { kind: 'passphrase' }>,
  sealedKey: Buffer,
): Promise<Buffer | null> {
  const { memory, passes, lanes, salt } = guard
  const derived = Buffer.from(
    await derive({ passphrase, salt: Buffer.from(salt, 'base64'), memory, passes, lanes }),
  )
  const key = openRecord(derived, keyPlace, sealedKey)
  derived.fill(0)
  return key
}

const keyPlace = { kind: 'meta', id: 'data_key', version: 0 }
