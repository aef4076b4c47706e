import type { Check, VerdictCode } from './check.ts'

const codes: ReadonlySet<VerdictCode> = new Set([
  'KEY_TYPE_MISMATCH',
  'KEY_INVALID',
  'KEY_NOT_FOUND',
  'KEY_AMBIGUOUS',
])

/** The key at hand is no key for this token, or cannot be used. */
export function isKeyFaultCode(code: VerdictCode | undefined): boolean {
  return code !== undefined && codes.has(code)
}

/**
 * The signature was not tested although a key was given: the key does not fit or cannot be used, which says nothing
 * about the token. Software that verifies with that key has to refuse the token all the same.
 */
export function isKeyFault({ id, status, code }: Check): boolean {
  return id === 'signature' && status === 'not_checked' && isKeyFaultCode(code)
}
