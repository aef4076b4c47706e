import type { Check, VerdictCode } from './check.ts'
import type { VerifyRequest, VerifyResult } from './verification.ts'

/** Why a signature was never tested although a key was given. */
const keyFaults: ReadonlySet<VerdictCode> = new Set([
  'KEY_TYPE_MISMATCH',
  'KEY_INVALID',
  'KEY_NOT_FOUND',
  'KEY_AMBIGUOUS',
])

/** The signature failed at a key that the person gave: the token was never tested with it. */
export function isKeyFault({ id, status, code }: Check, { source }: VerifyRequest): boolean {
  const given = source.kind === 'key' || source.kind === 'secret' || source.kind === 'vault'
  return id === 'signature' && status === 'fail' && code !== undefined && given && keyFaults.has(code)
}

/**
 * The failed checks of a result that say something about the token itself. Left out are a key of the person's that does
 * not fit or cannot be used (`isKeyFault`), and the comparison with an issuer that was only asked for keys and gave none:
 * whether the token or the address is wrong, nobody knows. A token found to be signed
 * with the public key as its secret (`KEY_CONFUSION`) is forged, whatever the key is. For a headline; the verdict and its code stay as they are, since software
 * that verifies with such a key has to refuse the token all the same.
 */
export function failuresOfToken(request: VerifyRequest, result: VerifyResult): readonly Check[] {
  const { checks, diagnosis = [] } = result
  const isConfusion = diagnosis.some(({ cause }) => cause === 'KEY_CONFUSION')
  const noKeys =
    request.source.kind === 'discovery' &&
    request.expect.iss === undefined &&
    checks.some(({ id, status, code }) => id === 'key' && status === 'not_checked' && code !== undefined)
  return checks.filter(
    (check) =>
      check.status === 'fail' &&
      !(isKeyFault(check, request) && !isConfusion) &&
      !(noKeys && check.id === 'issuer'),
  )
}
