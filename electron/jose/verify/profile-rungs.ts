import { createHash } from 'node:crypto'
import type { Check } from '../../../shared/verdict/check.ts'
import type { Claims } from '../../../shared/verdict/claim-checks.ts'
import { checkProfile, withProfile } from '../../../shared/verdict/profiles/check-profile.ts'
import type { ProfileFacts } from '../../../shared/verdict/profiles/profile-input.ts'
import type { VerifyRequest } from '../../../shared/verdict/verification.ts'
import { isAscii, tokenHash } from '../token-hash.ts'
import { readBoundKey } from './bound-key.ts'
import type { VerifyTask } from './verify-deps.ts'

export type ProfileSubject = {
  readonly header: Claims
  readonly claims: Claims
  readonly proved: boolean
  /** What only the caller can know. */
  readonly facts?: Pick<ProfileFacts, 'keyThumbprint' | 'disclosed'>
}

/** The rungs of every JWT, with those of what the token is to be validated as. */
export function withProfileRungs(
  rungs: readonly Check[],
  { header, claims, proved, facts }: ProfileSubject,
  { request, asOf }: Pick<VerifyTask, 'request' | 'asOf'>,
): readonly Check[] {
  const computed = { ...computeFacts(request, header), ...facts }
  const own = checkProfile({ request, header, claims, asOf, proved, facts: computed })
  const isSelective = facts?.disclosed !== undefined
  return withProfile(rungs, isSelective ? own : [...own, ...unboundRungs(request)])
}

/** Key binding that was asked for must not pass by in silence because the token is no SD-JWT at all. */
function unboundRungs({ context = {} }: VerifyRequest): readonly Check[] {
  const wanted = context.kb_required ?? (context.kb_aud !== undefined || context.kb_nonce !== undefined)
  if (!wanted) return []
  const facts = { expected: 'an SD-JWT with key binding', found: 'a token that is no SD-JWT' }
  return [{ id: 'key_binding', status: 'fail', code: 'KEY_BINDING', ...facts, spec: 'RFC 9901 §7.3' }]
}

/** The hashes of what the person gave along, and the key that an access token is bound to. Nothing is kept. */
function computeFacts({ as, context = {} }: VerifyRequest, header: Claims): ProfileFacts {
  const { access_token: accessToken, code, state } = context
  const alg = header?.get('alg')
  if (as === 'id_token') {
    return {
      ...(accessToken === undefined ? {} : { at_hash: tokenHash(alg, accessToken) }),
      ...(code === undefined ? {} : { c_hash: tokenHash(alg, code) }),
      ...(state === undefined ? {} : { s_hash: tokenHash(alg, state) }),
    }
  }
  if (as === 'dpop_proof' && accessToken !== undefined) {
    const ath = isAscii(accessToken)
      ? { ath: createHash('sha256').update(accessToken).digest('base64url') }
      : {}
    return { ...ath, ...readBoundKey(accessToken) }
  }
  return {}
}
