import type { RecordKind, RecordStore, StoredRecord } from './record-store.ts'

/** Keeps records until the app quits; nothing of it reaches the disk. */
export function createMemoryStore(): RecordStore {
  const records = new Map<string, StoredRecord>()
  const key = (kind: RecordKind, id: string) => `${kind}/${id}`
  return {
    list: (kind) => [...records.values()].filter((record) => record.kind === kind),
    read: (kind, id) => records.get(key(kind, id))?.bytes ?? null,
    write: (changes) => {
      for (const { kind, id, bytes } of changes) {
        if (bytes) records.set(key(kind, id), { kind, id, bytes })
        else records.delete(key(kind, id))
      }
    },
    close: () => {
      for (const record of records.values()) record.bytes.fill(0)
      records.clear()
    },
  }
}
