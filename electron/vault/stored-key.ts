import { z } from 'zod'
import { type KeyRecord, keyFacts, keyName, keyNote } from '../../shared/key/key-record.ts'

/** What is known of a key, as it lies in the vault before its record is sealed. Its material has a record of its own. */
const storedKey = keyFacts.extend({ name: keyName, note: keyNote, createdAt: z.number() })
export type StoredKey = z.infer<typeof storedKey>

const fields = Object.keys(storedKey.shape)

/** What an earlier version did not write. */
const defaults = { note: '', crv: null, bits: null, alg: null, use: null, kid: null, thumbprint: null }

export function encodeKey(stored: StoredKey): Buffer {
  return Buffer.from(JSON.stringify(stored), 'utf8')
}

/** Null when the bytes are not a key's facts. Fields that a later version added are passed over. */
export function parseStoredKey(bytes: Buffer): StoredKey | null {
  let value: unknown
  try {
    value = JSON.parse(bytes.toString('utf8'))
  } catch {
    return null
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null
  const known = Object.entries(value).filter(([name]) => fields.includes(name))
  const parsed = storedKey.safeParse({ ...defaults, ...Object.fromEntries(known) })
  return parsed.success ? parsed.data : null
}

export function toKeyRecord(id: string, stored: StoredKey, keptIn: KeyRecord['keptIn']): KeyRecord {
  return { ...stored, id, keptIn }
}
