import type { KeySealer } from './key-sealer.ts'

/** Null when the key store refuses, or does not give back what it was given. */
export async function sealDataKey(sealer: KeySealer, key: Buffer): Promise<Buffer | null> {
  try {
    const sealedKey = await sealer.seal(key)
    const { plain } = await sealer.open(sealedKey)
    return plain.equals(key) ? sealedKey : null
  } catch {
    return null
  }
}
