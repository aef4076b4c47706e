export type WeakSecretAnswer = {
  /** So far, those before included. */
  readonly tried: number
  readonly total: number
  /** Not in the list proves nothing about the secret's strength. */
  readonly found: WeakSecretFound | null
}

export type WeakSecretFound = {
  /** Its place in the list, for the explicit call that reveals it. */
  readonly index: number
  /** The secret with its inside hidden. */
  readonly masked: string
  /** For example `in the list of known secrets, as base64 text`. */
  readonly how: string
}
