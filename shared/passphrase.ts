/** In the place of a key store's name, where a passphrase opens the vault. */
export const passphraseBackend = 'passphrase'

/** Length is what counts; what is shorter is guessed, whatever is in it. */
export const passphraseLength = { least: 8, most: 1000 } as const
