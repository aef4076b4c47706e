import { failed } from '../../shared/oauth/flow-check.ts'
import { plainValue } from '../../shared/oauth/plain-text.ts'
import type { JsonObject } from '../../shared/oauth/read-id-token.ts'
import type { Check, VerdictCode } from '../../shared/verdict/check.ts'
import { answerMemberOf, clientCodeOf, problemOfError } from './problem-of-error.ts'

const keyCodes: Readonly<Record<string, VerdictCode>> = {
  OAUTH_KEY_SELECTION_FAILED: 'KEY_AMBIGUOUS',
  OAUTH_INVALID_RESPONSE: 'JWKS_INVALID',
}

/**
 * openid-client is the second judge: what it refuses is refused, also where none of our own checks saw why. This
 * says so in a check of its own, with what is known about the keys as the likely reason.
 */
export function secondJudgeCheck(clientError: unknown, body: JsonObject, keyNotes: readonly string[]): Check {
  const member = answerMemberOf(clientError)
  if (member !== null && member !== 'keys') {
    return failed('answer', 'RFC 6749 §5.1', 'MALFORMED', {
      expected:
        member === 'expires_in'
          ? 'expires_in as a number of seconds'
          : `${member} as the specification has it`,
      // Of a member that may be a token only its kind is said.
      found: member === 'expires_in' ? plainValue(body[member], 60) : 'something else',
    })
  }
  const { code, message } = problemOfError(clientError)
  const spec = 'OIDC Core §3.1.3.7'
  return keyNotes.length === 0
    ? failed('second_check', spec, code, { note: message })
    : failed('second_check', spec, keyCodes[clientCodeOf(clientError) ?? ''] ?? 'KEY_INVALID', {
        expected: 'one sound public key that the token can mean',
        found: 'a signature that fits, by a key that a sign-in does not take',
        note: keyNotes.join(' '),
      })
}
