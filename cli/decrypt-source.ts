import { type CliIo, UsageError } from './io.ts'
import { type KeyFileSource, readKeyFile, readPassphrase, readSecretFile } from './key-files.ts'

/** The options of `verify` for what opens an encrypted token. */
export const decryptOptions = {
  'decrypt-key': { type: 'string' },
  'decrypt-secret-file': { type: 'string' },
  'decrypt-secret-encoding': { type: 'string' },
  'decrypt-passphrase-env': { type: 'string' },
  'allow-rsa1_5': { type: 'boolean' },
} as const

type Values = {
  readonly 'decrypt-key'?: string | undefined
  readonly 'decrypt-secret-file'?: string | undefined
  readonly 'decrypt-secret-encoding'?: string | undefined
  readonly 'decrypt-passphrase-env'?: string | undefined
}

/** Null where nothing was given to decrypt with. */
export async function readDecryptSource(values: Values, io: CliIo): Promise<KeyFileSource | null> {
  const key = values['decrypt-key']
  const secretFile = values['decrypt-secret-file']
  const encoding = values['decrypt-secret-encoding']
  const passphraseName = values['decrypt-passphrase-env']
  if (key !== undefined && secretFile !== undefined) {
    throw new UsageError('one of --decrypt-key and --decrypt-secret-file is expected, not both')
  }
  if (encoding !== undefined && secretFile === undefined) {
    throw new UsageError('--decrypt-secret-encoding belongs to --decrypt-secret-file')
  }
  if (passphraseName !== undefined && key === undefined) {
    throw new UsageError('--decrypt-passphrase-env belongs to --decrypt-key')
  }
  if (secretFile !== undefined) {
    return readSecretFile(secretFile, encoding ?? 'utf8', io, '--decrypt-secret-file')
  }
  if (key === undefined) return null
  if (key === '') throw new UsageError('--decrypt-key needs the name of a file')
  return readKeyFile(key, io, readPassphrase(passphraseName, io, '--decrypt-passphrase-env'))
}
