import { AppError } from '../../shared/error.ts'
import { compareKeyRecords, type KeyFacts, type KeyRecord } from '../../shared/key/key-record.ts'
import type { RecordChange, RecordStore } from './record-store.ts'
import { encodeKey, parseStoredKey, type StoredKey, toKeyRecord } from './stored-key.ts'

export type NewKey = {
  readonly facts: KeyFacts
  readonly name: string
  readonly note?: string
  /** A JWK as JSON text, private members included. */
  readonly material: string
}

/**
 * The person's keys: what is known of each in one record, its material in another.
 * Errors: ERR_NOT_FOUND, ERR_VAULT_WRITE, ERR_VAULT_DAMAGED, ERR_VAULT_UNAVAILABLE.
 */
export type KeyShelf = {
  /** By age. Never key material. */
  readonly list: () => KeyRecord[]
  readonly find: (id: string) => KeyRecord
  /** The JWK as it was given, private members included. */
  readonly material: (id: string) => string
  /** Of every key of the list, in one pass over the store. */
  readonly materials: () => readonly { readonly id: string; readonly material: string }[]
  /** All of them or none; kept when it returns. */
  readonly add: (keys: readonly NewKey[]) => KeyRecord[]
  readonly change: (id: string, change: { readonly name?: string; readonly note?: string }) => KeyRecord
  readonly remove: (id: string) => void
  /** Undoes a removal of this session, material included. */
  readonly restore: (id: string) => KeyRecord
  /** Forgets what `restore` would need. */
  readonly close: () => void
}

const kinds = ['key', 'key_secret'] as const

/** `keptIn` says what the store is now: records of a memory store are gone when the app quits. */
export function createKeyShelf(
  store: RecordStore,
  {
    now,
    randomId,
    keptIn,
  }: {
    /** Unix milliseconds. */
    readonly now: () => number
    readonly randomId: () => string
    readonly keptIn: () => KeyRecord['keptIn']
  },
): KeyShelf {
  const removed = new Map<string, readonly RecordChange[]>()

  const stored = (id: string): StoredKey => {
    const bytes = store.read('key', id)
    const found = bytes && parseStoredKey(bytes)
    if (!found) throw new AppError('ERR_NOT_FOUND', 'there is no such key', { details: { id } })
    return found
  }
  const find = (id: string) => toKeyRecord(id, stored(id), keptIn())

  const list = () =>
    store
      .list('key')
      .flatMap(({ id, bytes }) => {
        const found = parseStoredKey(bytes)
        return found ? [toKeyRecord(id, found, keptIn())] : []
      })
      .sort(compareKeyRecords)

  return {
    list,
    materials: () => {
      const secrets = new Map(store.list('key_secret').map(({ id, bytes }) => [id, bytes.toString('utf8')]))
      return list().flatMap(({ id }) => {
        const material = secrets.get(id)
        return material === undefined ? [] : [{ id, material }]
      })
    },
    find,
    material: (id) => {
      stored(id)
      const bytes = store.read('key_secret', id)
      if (!bytes) throw new AppError('ERR_NOT_FOUND', 'the material of this key is gone', { details: { id } })
      return bytes.toString('utf8')
    },
    add: (keys) => {
      const added = keys.map(({ facts, name, note = '', material }) => ({
        id: randomId(),
        content: { ...facts, name, note, createdAt: now() },
        material,
      }))
      store.write(
        added.flatMap(({ id, content, material }): RecordChange[] => [
          { kind: 'key', id, bytes: encodeKey(content) },
          { kind: 'key_secret', id, bytes: Buffer.from(material, 'utf8') },
        ]),
      )
      return added.map(({ id, content }) => toKeyRecord(id, content, keptIn()))
    },
    change: (id, { name, note }) => {
      const before = stored(id)
      const after = { ...before, name: name ?? before.name, note: note ?? before.note }
      store.write([{ kind: 'key', id, bytes: encodeKey(after) }])
      return find(id)
    },
    remove: (id) => {
      stored(id)
      const kept = kinds.map((kind) => ({ kind, id, bytes: copy(store.read(kind, id)) }))
      store.write(kinds.map((kind) => ({ kind, id, bytes: null })))
      removed.set(id, kept)
    },
    restore: (id) => {
      const changes = removed.get(id)
      if (!changes) {
        throw new AppError('ERR_NOT_FOUND', 'this key was not deleted in this session', { details: { id } })
      }
      store.write(changes)
      removed.delete(id)
      return find(id)
    },
    close: () => {
      for (const changes of removed.values()) {
        for (const { bytes } of changes) bytes?.fill(0)
      }
      removed.clear()
    },
  }
}

/** A memory store hands out its own bytes; what waits for an undo must not change with them. */
function copy(bytes: Buffer | null): Buffer | null {
  return bytes && Buffer.from(bytes)
}
