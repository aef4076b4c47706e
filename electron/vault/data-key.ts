import type { ErrorCode } from '../../shared/error.ts'
import type { KeySealer } from './key-sealer.ts'
import { type DeriveKey, openWithPassphrase } from './protection.ts'
import { keyLength } from './record-cipher.ts'
import { isRightKey, type VaultMeta } from './vault-meta.ts'

export type DataKey =
  | { readonly kind: 'open'; readonly key: Buffer; readonly shouldReseal: boolean }
  /** It takes a passphrase, and none was given, or not the right one. */
  | { readonly kind: 'locked'; readonly isWrong: boolean }
  | { readonly kind: 'refused'; readonly code: ErrorCode; readonly reason: string }

export type KeyOpener = {
  readonly sealer: KeySealer
  readonly canSeal: boolean
  readonly derive: DeriveKey
  readonly passphrase?: string | undefined
}

/** Asks whoever guards it for the vault's data key, and believes the answer only when it proves right. */
export async function openDataKey(meta: VaultMeta, opener: KeyOpener): Promise<DataKey> {
  const { guard } = meta
  if (guard.kind === 'key_store') return openByKeyStore(meta, guard.backend, opener)
  if (opener.passphrase === undefined) return { kind: 'locked', isWrong: false }
  const key = await openWithPassphrase(opener.derive, opener.passphrase, guard, meta.sealedKey)
  const isRight = key?.length === keyLength && isRightKey(key, meta)
  return isRight ? { kind: 'open', key, shouldReseal: false } : { kind: 'locked', isWrong: true }
}

async function openByKeyStore(
  meta: VaultMeta,
  sealedBy: string,
  { sealer, canSeal }: KeyOpener,
): Promise<DataKey> {
  const backend = sealer.backend()
  if (backend !== sealedBy) {
    return {
      kind: 'refused',
      code: 'ERR_VAULT_KEY',
      reason: `The vault was sealed by the key store ${sealedBy}; this session has ${backend}. The vault was left untouched.`,
    }
  }
  const locked: DataKey = {
    kind: 'refused',
    code: 'ERR_VAULT_KEY',
    reason: `The key store ${backend} did not open the vault: it may be locked, or hold the keys of another user. The vault was left untouched.`,
  }
  if (!canSeal) return locked
  try {
    const { plain, shouldReseal } = await sealer.open(meta.sealedKey)
    // The key store promises no integrity: what it answers counts only once the probe opens with it.
    const isRight = plain.length === keyLength && isRightKey(plain, meta)
    return isRight ? { kind: 'open', key: plain, shouldReseal } : locked
  } catch {
    return locked
  }
}
