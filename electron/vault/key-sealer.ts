/** What the key store gave back for a sealed key. */
export type OpenedKey = {
  readonly plain: Buffer
  /** The key store has a newer key of its own and asks that this one is sealed again. */
  readonly shouldReseal: boolean
}

/** The operating system's key store, reduced to the one thing the vault needs of it: sealing a 256-bit key. */
export type KeySealer = {
  /** The key store's name, for example `gnome_libsecret`, `keychain`, `dpapi`; `basic_text` seals nothing. */
  readonly backend: () => string
  readonly canSeal: () => Promise<boolean>
  readonly seal: (plain: Buffer) => Promise<Buffer>
  /** Rejects when the key store is locked, gone, or belongs to someone else. It may also answer with garbage. */
  readonly open: (sealed: Buffer) => Promise<OpenedKey>
}
