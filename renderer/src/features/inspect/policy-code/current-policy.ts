import { type Policy, policyOf } from '../../../../../shared/policy-code/policy.ts'
import type { InspectState } from '../inspect-state.ts'
import { parseExpect, parseVerifyForm, statedValue } from '../key-choice.ts'

/**
 * The policy of the verification just made; where none was made, that of the form as it stands. Null where there is
 * nothing that code could verify.
 */
export function currentPolicy(
  state: Pick<InspectState, 'reading' | 'key' | 'expect' | 'verification'>,
): Policy | null {
  const { reading, key, expect, verification } = state
  if (reading.format !== 'jws' && reading.format !== 'sd_jwt') return null
  const own = statedValue(reading, 'header', 'alg')
  const alg = typeof own === 'string' ? own : null
  if (verification.kind === 'done') return policyOf(verification.request, alg, verification.result)
  const parsed = parseVerifyForm(reading, key, expect)
  if (parsed.ok) return policyOf(parsed.request, alg, null)
  const stated = parseExpect(expect)
  return policyOf({ source: { kind: 'none' }, expect: 'message' in stated ? {} : stated }, alg, null)
}
