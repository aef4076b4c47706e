import type { Rule } from './rule.ts'
import { accessTokenRules } from './rules/access-token.ts'
import { algorithmRules } from './rules/algorithm.ts'
import { claimContentRules } from './rules/claim-content.ts'
import { encryptionRules } from './rules/encryption.ts'
import { headerKeyRules } from './rules/header-keys.ts'
import { idTokenRules } from './rules/id-token.ts'
import { idTokenRunRules } from './rules/id-token-run.ts'
import { identityClaimRules } from './rules/identity-claims.ts'
import { issuerKeyRules } from './rules/issuer-keys.ts'
import { otherKindRules } from './rules/other-kinds.ts'
import { repeatedClaimsRule } from './rules/repeated-claims.ts'
import { sdJwtRules } from './rules/sd-jwt.ts'
import { signatureRules } from './rules/signature.ts'
import { structureRules } from './rules/structure.ts'
import { timeClaimRules } from './rules/time-claims.ts'
import { typingRules } from './rules/typing.ts'

/** Every rule about tokens, in the order of the families. Identifiers are stable: they stand in people's settings. */
export const lintRules: readonly Rule[] = [
  ...structureRules,
  ...algorithmRules,
  ...signatureRules,
  ...headerKeyRules,
  ...issuerKeyRules,
  ...encryptionRules,
  repeatedClaimsRule,
  ...timeClaimRules,
  ...identityClaimRules,
  ...claimContentRules,
  ...typingRules,
  ...accessTokenRules,
  ...idTokenRules,
  ...idTokenRunRules,
  ...otherKindRules,
  ...sdJwtRules,
]

/** OA-01 to OA-19 are about recorded flows, not about tokens; the names are kept for them. */
export const reservedForFlows: readonly string[] = Array.from(
  { length: 19 },
  (_, index) => `OA-${String(index + 1).padStart(2, '0')}`,
)

const byId: ReadonlyMap<string, Rule> = new Map(lintRules.map((rule) => [rule.id, rule]))

/** A rule by its identifier; null for a name that is not in the catalogue. */
export function findRule(id: string): Rule | null {
  return byId.get(id) ?? null
}
