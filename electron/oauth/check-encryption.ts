import { failed, passed } from '../../shared/oauth/flow-check.ts'
import { plainText } from '../../shared/oauth/plain-text.ts'
import type { Check } from '../../shared/verdict/check.ts'
import type { Opening } from './open-answer.ts'

/** What was encrypted to this client, and whether its key opened it; no check where nothing was. */
export function checkEncryption(
  opening: Opening | null,
  prefix: '' | 'refresh_' | 'userinfo_' = '',
): readonly Check[] {
  if (opening === null) return []
  const id = `${prefix}encryption`
  const spec = 'OIDC Core §16.14'
  if (opening.status === 'opened') return [passed(id, spec, { found: opening.algorithms })]
  const facts = { expected: 'a token that the decryption key opens', found: plainText(opening.reason, 200) }
  return [failed(id, spec, 'ENCRYPTED', facts)]
}
