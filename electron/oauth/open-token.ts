import { isSecretEncryption } from '../../shared/profile/secret-encryption.ts'
import type { Secrets } from '../../shared/profile/secret-name.ts'
import { runJobHere } from '../jose/crypto-jobs.ts'
import { clientSecretKey } from '../jose/jwe/client-secret-key.ts'
import { parseJwe } from '../jose/jwe/parse-jwe.ts'
import type { KeyMaterial } from '../jose/verify-job.ts'

/** What became of an encrypted token. */
export type Opening =
  | { readonly status: 'opened'; readonly algorithms: string; readonly alg: string }
  | { readonly status: 'closed'; readonly reason: string; readonly alg: string }

export type OpenedToken = { readonly inner: string | null; readonly opening: Opening }

/**
 * Opens a JWE with the client's own key, or with one derived from its secret where `agreed` names such an algorithm and
 * the token has just that (OIDC Core §10.2, §16.14): the token's header alone never chooses the secret. That it opens
 * proves nothing about who made it.
 */
export async function openToken(
  token: string,
  { agreed, secrets }: { readonly agreed: string; readonly secrets: Secrets },
): Promise<OpenedToken> {
  const parsed = parseJwe(token)
  const { alg = '', enc = '' } = parsed.ok ? namesOf(parsed.jwe.protectedHeader) : {}
  const closed = (reason: string): OpenedToken => ({
    inner: null,
    opening: { status: 'closed', reason, alg },
  })
  if (agreed !== '' && alg !== agreed) return closed(`it is encrypted with ${alg || 'no known algorithm'}`)
  const material = materialFor(secrets, agreed, enc)
  if (typeof material === 'string') return closed(material)
  const { plaintext, finding, algorithms } = await runJobHere('decryptToken', { jwe: token, material })
  if (plaintext === null || finding.status !== 'pass') {
    return closed([finding.note, finding.found].find((text) => text) ?? 'the decryption key does not open it')
  }
  const inner = Buffer.from(plaintext, 'base64url').toString()
  return { inner, opening: { status: 'opened', algorithms, alg } }
}

function materialFor(secrets: Secrets, agreed: string, enc: string): KeyMaterial | string {
  if (isSecretEncryption(agreed)) {
    return (
      clientSecretKey(secrets.client_secret ?? '', agreed, enc) ?? 'the client secret gives no key for it'
    )
  }
  const { decryption_key: key } = secrets
  if (key === undefined || key === '') return 'the profile has no decryption key'
  return { kind: 'key', text: key, provenance: 'vault' }
}

function namesOf({ alg, enc }: Readonly<Record<string, unknown>>) {
  return {
    ...(typeof alg === 'string' ? { alg } : {}),
    ...(typeof enc === 'string' ? { enc } : {}),
  }
}
