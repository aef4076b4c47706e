import type { RecordKind, RecordStore, StoredRecord } from './record-store.ts'

/** Keeps records until the app quits; nothing of it reaches the disk. */
export function createMemoryStore(): RecordStore {
  const kinds = new Map<RecordKind, Map<string, StoredRecord>>()
  const ofKind = (kind: RecordKind) => {
    const found = kinds.get(kind) ?? new Map<string, StoredRecord>()
    kinds.set(kind, found)
    return found
  }
  return {
    list: (kind) => [...ofKind(kind).values()],
    ids: ofKind,
    read: (kind, id) => ofKind(kind).get(id)?.bytes ?? null,
    write: (changes) => {
      for (const { kind, id, bytes } of changes) {
        if (bytes) ofKind(kind).set(id, { kind, id, bytes })
        else ofKind(kind).delete(id)
      }
    },
    close: () => {
      for (const records of kinds.values()) {
        for (const record of records.values()) record.bytes.fill(0)
      }
      kinds.clear()
    },
  }
}
