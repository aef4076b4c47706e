import type { Check } from '../../../shared/verdict/check.ts'
import type { Claims } from '../../../shared/verdict/claim-checks.ts'
import type { VerifyResult } from '../../../shared/verdict/verification.ts'
import { promisesToken } from './promises-token.ts'
import type { SignedPayload } from './signed-payload.ts'

/**
 * A signature around another token (RFC 7519 §5.2) proves who wrapped it, and nothing of what the token inside says:
 * it may be unsecured or forged. It is not judged here, so the whole is not valid. A set of claims is no token.
 */
export function withSignedToken(
  result: VerifyResult,
  header: Claims,
  { claims, missing }: Pick<SignedPayload, 'claims' | 'missing'>,
): VerifyResult {
  if (claims !== null || missing || !promisesToken(header?.get('cty'))) return result
  const note =
    'The signed content is a token itself, as cty says, and it was not judged: verify the token inside by itself.'
  const check: Check = {
    id: 'inner_token',
    status: 'not_checked',
    code: 'NOT_VERIFIED',
    note,
    spec: 'RFC 7519 §5.2',
  }
  const checks = [...result.checks, check]
  return result.verdict === 'valid'
    ? { ...result, checks, verdict: 'unverified', code: 'NOT_VERIFIED' }
    : { ...result, checks }
}
