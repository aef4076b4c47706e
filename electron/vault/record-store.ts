/**
 * Everything that is kept: a profile and its secrets, a key's facts and its material, what a list shows of a kept
 * run and the run itself, a session and its tokens, folders and settings, what the
 * app made for itself.
 * `listed` kinds hold no secret and are listed as a whole: what is small of them is kept in the list itself, and what
 * was read once stays in memory until the vault is closed. Everything else is opened each time it is asked for.
 */
export const recordKinds = {
  profile: 'listed',
  secret: 'single',
  key: 'listed',
  key_secret: 'single',
  run_summary: 'listed',
  run: 'single',
  session: 'listed',
  session_secret: 'single',
  folder: 'listed',
  setting: 'listed',
  app_secret: 'single',
} as const satisfies Readonly<Record<string, 'listed' | 'single'>>
export type RecordKind = keyof typeof recordKinds

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
  /** Which records of a kind there are, without opening one. Good until the next write. */
  readonly ids: (kind: RecordKind) => RecordIds
  readonly read: (kind: RecordKind, id: string) => Buffer | null
  /** All of it or none of it; kept (on disk: synced) when it returns. Throws ERR_VAULT_WRITE. */
  readonly write: (changes: readonly RecordChange[]) => void
  readonly close: () => void
}

export type RecordIds = Pick<ReadonlyMap<string, unknown>, 'has' | 'keys' | 'size'>
