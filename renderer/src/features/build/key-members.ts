import { readMemberSpans, removeMember, replaceValue } from '../../../../shared/build/member-edits.ts'
import type { SigningKeyFacts } from '../../../../shared/build/sign-request.ts'
import type { Made } from './build-state.ts'

type Fitted = { readonly header: string; readonly warnings: Made['warnings'] }

/**
 * The header's `kid` and `jwk` where their placeholders ask for what the key has not: a secret has no thumbprint that
 * may be shown (RFC 7638 §7), so its own kid stands in, and no public half. A member nothing can stand in is left out,
 * because a receiver would take the placeholder for a name.
 */
export function fitKeyMembers(header: string, facts: SigningKeyFacts | null): Fitted {
  const why = facts === null ? 'there is no key' : 'the key is a shared secret'
  const kid = fitMember(header, 'kid', /^\{\{\s*thumbprint\s*\}\}$/, {
    isThere: typeof facts?.thumbprint === 'string',
    instead: facts?.kid ?? null,
    message: `kid was left out: ${why}${facts === null ? '' : ' without a kid of its own, and has no thumbprint to show'}.`,
  })
  const jwk = fitMember(kid.header, 'jwk', /^\{\{\s*public_jwk\s*\}\}$/, {
    isThere: typeof facts?.publicJwk === 'string',
    instead: null,
    message: `jwk was left out: ${why}${facts === null ? '' : ', which has no public half'}.`,
  })
  return { header: jwk.header, warnings: [...kid.warnings, ...jwk.warnings] }
}

function fitMember(
  header: string,
  name: string,
  placeholder: RegExp,
  key: { readonly isThere: boolean; readonly instead: string | null; readonly message: string },
): Fitted {
  const members = key.isThere ? null : readMemberSpans(header)
  const index = (members ?? []).findLastIndex((member) => member.name === name)
  const member = members?.[index]
  if (!members || !member || typeof member.value !== 'string' || !placeholder.test(member.value)) {
    return { header, warnings: [] }
  }
  if (key.instead !== null) {
    return { header: replaceValue(header, member, JSON.stringify(key.instead)), warnings: [] }
  }
  return {
    header: removeMember(header, members, index),
    warnings: [{ code: 'KEY_MEMBER', message: key.message }],
  }
}
