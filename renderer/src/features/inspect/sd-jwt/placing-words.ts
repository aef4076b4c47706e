import type { Check } from '../../../../../shared/verdict/check.ts'
import type { Verification } from '../inspect-state.ts'

/**
 * Why the claims on the screen are without their disclosures, beside a table that shows them so: before a verdict they
 * wait for it; after one, what the rung of the disclosures found kept them out.
 */
export function placingWords(count: number, verification: Verification): string {
  const subject = count === 1 ? 'The disclosure is' : `The ${count} disclosures are`
  if (verification.kind !== 'done') {
    return `${subject} put in place once the signature is verified; until then under Disclosures.`
  }
  const rung = verification.result.checks.find(({ id }) => id === 'disclosures')
  return `${subject} not put in place${reason(rung, count)}. See Disclosures.`
}

function reason(rung: Check | undefined, count: number): string {
  if (rung?.status !== 'fail') return ', because the token could not be judged'
  const they = count === 1 ? 'it does' : 'they do'
  return `, because ${they} not fit what the issuer signed${rung.found ? `: ${rung.found}` : ''}`
}
