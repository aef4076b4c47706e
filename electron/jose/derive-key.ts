import * as nodeCrypto from 'node:crypto'
import { argon2id } from '@noble/hashes/argon2.js'
import { AppError } from '../../shared/error.ts'

/** What the key comes from besides the passphrase (RFC 9106 §3.1); none of it is secret. */
export type DeriveKeyJob = {
  readonly passphrase: string
  readonly salt: Uint8Array
  /** In KiB. */
  readonly memory: number
  readonly passes: number
  readonly lanes: number
}

type NodeArgon2 = (
  algorithm: 'argon2id',
  parameters: {
    message: Buffer
    nonce: Uint8Array
    memory: number
    passes: number
    parallelism: number
    tagLength: number
  },
) => Buffer

/** Bounds on what a file may ask for: it was read before anything in it was proved. */
const mostMemory = 1024 * 1024
const mostPasses = 20

/**
 * A 256-bit key from a passphrase with argon2id (RFC 9106): node:crypto's where the runtime has it, @noble's elsewhere.
 * Takes a second or two, on purpose; so it is a job for a worker.
 */
export function deriveKey({ passphrase, salt, memory, passes, lanes }: DeriveKeyJob): Uint8Array {
  if (salt.length < 16 || memory < 8 * lanes || memory > mostMemory || passes < 1 || passes > mostPasses) {
    throw new AppError('ERR_PASSPHRASE', 'the settings for the passphrase are out of bounds')
  }
  // Two ways to type the same character are one passphrase (RFC 8265 §4.2.1).
  const message = Buffer.from(passphrase.normalize('NFC'), 'utf8')
  const { argon2Sync } = nodeCrypto as unknown as { readonly argon2Sync?: NodeArgon2 }
  if (argon2Sync) {
    try {
      return argon2Sync('argon2id', {
        message,
        nonce: salt,
        memory,
        passes,
        parallelism: lanes,
        tagLength: 32,
      })
    } catch {
      // The function is there, but the library beneath has no argon2.
    }
  }
  return argon2id(message, salt, { m: memory, t: passes, p: lanes, dkLen: 32 })
}
