import { failed, passed } from '../../shared/oauth/flow-check.ts'
import { plainText } from '../../shared/oauth/plain-text.ts'
import type { Check } from '../../shared/verdict/check.ts'
import type { Opening } from './open-token.ts'

export type EncryptionEvidence = {
  /** Null where nothing was encrypted. */
  readonly opening: Opening | null
  /** The algorithm that was registered; empty where none was named. */
  readonly agreed: string
  /** Whether there is anything that could have been encrypted. */
  readonly came: boolean
}

/**
 * What was encrypted to this client, and whether it could be opened; no check where nothing was, and nothing had to be.
 * What was to come encrypted and did not is refused (OIDC Core §3.1.3.7 point 1).
 */
export function checkEncryption(
  { opening, agreed, came }: EncryptionEvidence,
  prefix: '' | 'refresh_' | 'userinfo_' | 'jarm_' = '',
): readonly Check[] {
  const id = `${prefix}encryption`
  const spec = prefix === 'jarm_' ? 'JARM §2.2' : 'OIDC Core §16.14'
  if (opening === null) {
    if (agreed === '' || !came) return []
    return [
      failed(id, spec, 'ALG_NOT_ALLOWED', { expected: `encrypted with ${agreed}`, found: 'not encrypted' }),
    ]
  }
  if (opening.status === 'opened') return [passed(id, spec, { found: opening.algorithms })]
  const facts = {
    expected: agreed === '' ? 'a token that the decryption key opens' : `a token encrypted with ${agreed}`,
    found: plainText(opening.reason, 200),
  }
  return [failed(id, spec, agreed !== '' && opening.alg !== agreed ? 'ALG_NOT_ALLOWED' : 'ENCRYPTED', facts)]
}
