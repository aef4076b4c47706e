/** Of a passphrase that secrets leave under: whoever has the file can try as often as they like. */
export const minPassphraseLength = 12
