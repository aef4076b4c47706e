import { findProvider } from '../token/providers/find-provider.ts'
import type { LintSubject } from './lint-subject.ts'
import type { Hit, Severity } from './rule.ts'

export type Quirk = {
  readonly severity: Severity
  /** One sentence: whose habit this is, and what to do instead of mending it. */
  readonly reason: string
}

type QuirkRule = Quirk & {
  readonly rules: readonly string[]
  /** As `findProvider` names it. */
  readonly provider: string
  readonly when?: (hit: Hit, token: LintSubject) => boolean
}

/** Habits of well-known issuers that break a rule and that nobody outside can mend. */
const quirks: readonly QuirkRule[] = [
  {
    rules: ['JWT-C09', 'AT-03'],
    provider: 'cognito',
    when: (hit, token) => token.claims?.get('token_use') === 'access' && (hit.where.name ?? 'aud') === 'aud',
    severity: 'info',
    reason: 'Cognito access tokens have no aud; check client_id and token_use instead.',
  },
  {
    rules: ['AT-10'],
    provider: 'entra',
    severity: 'info',
    reason: 'Entra puts it into access tokens as well; the audience tells them apart.',
  },
  {
    rules: ['JWT-K04'],
    provider: 'entra',
    severity: 'info',
    reason: 'Entra names its keys by SHA-1 thumbprint; the key is found by kid.',
  },
  {
    rules: ['JWT-K13', 'ID-02', 'AT-04'],
    provider: 'entra',
    when: (hit) => hit.sentence.includes('{tenantid}'),
    severity: 'info',
    reason:
      'Entra’s shared metadata has the template {tenantid}; put the token’s tid in its place and compare.',
  },
  {
    rules: ['JWT-T04', 'AT-08', 'JWT-C11'],
    provider: 'auth0',
    severity: 'info',
    reason: 'Auth0 adds its UserInfo address to aud where openid is among the scopes.',
  },
  {
    rules: ['JWT-C01', 'JWT-C09', 'JWT-C08'],
    provider: 'kubernetes',
    severity: 'info',
    reason: 'Old service account tokens of Kubernetes have neither exp nor aud; use bound tokens instead.',
  },
]

/**
 * Why a hit weighs less with this provider; null where it does not. The provider is what the token looks like, and
 * nothing of that is proved: a quirk makes a finding lighter, never disappear.
 */
export function findQuirk(rule: string, hit: Hit, token: LintSubject): Quirk | null {
  const candidates = quirks.filter(({ rules, when }) => rules.includes(rule) && (when?.(hit, token) ?? true))
  if (candidates.length === 0) return null
  const provider = findProvider(token.reading)?.id
  return candidates.find((quirk) => quirk.provider === provider) ?? null
}
