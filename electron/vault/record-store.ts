/** Everything that is kept: a profile and its client secret, a key's facts and its material, a run's line in the list and the run. */
export const recordKinds = ['profile', 'secret', 'key', 'key_secret', 'run_summary', 'run'] as const
export type RecordKind = (typeof recordKinds)[number]

export type StoredRecord = { readonly kind: RecordKind; readonly id: string; readonly bytes: Buffer }

/** `bytes: null` removes the record. */
export type RecordChange = {
  readonly kind: RecordKind
  readonly id: string
  readonly bytes: Buffer | null
}

/** Where records are kept: sealed on disk, or in memory when nothing can be sealed. */
export type RecordStore = {
  /** In no particular order. Throws ERR_VAULT_DAMAGED when a record is not what was written. */
  readonly list: (kind: RecordKind) => readonly StoredRecord[]
  readonly read: (kind: RecordKind, id: string) => Buffer | null
  /** All of it or none of it; kept (on disk: synced) when it returns. Throws ERR_VAULT_WRITE. */
  readonly write: (changes: readonly RecordChange[]) => void
  readonly close: () => void
}
