import { readToken } from '../../../shared/token/read-token.ts'
import { toClaims } from '../../../shared/verdict/check-parsed.ts'
import type { ProfileFacts } from '../../../shared/verdict/profiles/profile-input.ts'

/**
 * Which key an access token says it is bound to (`cnf.jkt`, RFC 9449 §6.1), unverified: were it genuine. A token that
 * can be read and names none is bound to none, and so is one that two readers would read differently; what an opaque
 * or encrypted one is bound to only its issuer knows.
 */
export function readBoundKey(accessToken: string): Pick<ProfileFacts, 'boundJkt' | 'unbound'> {
  const { segments, problems } = readToken(accessToken)
  const claims = toClaims(segments.find(({ name }) => name === 'payload'))
  if (problems.some(({ code }) => code === 'JSON_DUPLICATE_MEMBER')) return { unbound: 'a member twice' }
  if (!claims) return { boundJkt: null }
  const cnf = claims.get('cnf')
  if (cnf === undefined) return { unbound: 'no cnf' }
  if (typeof cnf !== 'object' || cnf === null || Array.isArray(cnf))
    return { unbound: 'a cnf that is no object' }
  if (!Object.hasOwn(cnf, 'jkt')) return { unbound: 'a cnf without jkt' }
  const { jkt } = cnf as { readonly jkt: unknown }
  return typeof jkt === 'string' && jkt !== '' ? { boundJkt: jkt } : { unbound: 'a jkt that is no string' }
}
