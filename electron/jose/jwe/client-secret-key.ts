import { createHash } from 'node:crypto'
import { isSecretEncryption } from '../../../shared/profile/secret-encryption.ts'
import type { KeyMaterial } from '../verify-job.ts'
import { contentEncryption, keyManagement } from './jwe-algorithms.ts'

/**
 * The key that a client secret stands for: its SHA-2 hash, cut on the left to the bytes that the algorithms need
 * (OIDC Core §10.2). Null for algorithms without such a key, and for no secret.
 */
export function clientSecretKey(secret: string, alg: string, enc: string): KeyMaterial | null {
  const management = isSecretEncryption(alg) ? keyManagement(alg) : null
  const encryption = contentEncryption(enc)
  if (management === null || encryption === null || secret === '') return null
  const bytes = management.wrapBytes ?? encryption.keyBytes
  const hash = bytes <= 32 ? 'sha256' : bytes <= 48 ? 'sha384' : 'sha512'
  const key = createHash(hash).update(secret, 'utf8').digest().subarray(0, bytes)
  return { kind: 'secret', text: key.toString('base64url'), encoding: 'base64url' }
}
