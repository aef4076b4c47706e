import { type LintSubject, textClaim } from './lint-subject.ts'
import type { Hit, Severity } from './rule.ts'

export type Quirk = {
  readonly severity: Severity
  /** One sentence: whose habit this is, and what to do instead of mending it. */
  readonly reason: string
}

type QuirkRule = Quirk & {
  readonly rules: readonly string[]
  readonly from: (token: LintSubject) => boolean
  readonly when?: (hit: Hit, token: LintSubject) => boolean
}

const issuerIs =
  (pattern: RegExp) =>
  (token: LintSubject): boolean =>
    pattern.test(textClaim(token, 'iss') ?? '')

const cognito = issuerIs(/^https:\/\/cognito-idp\.[a-z0-9-]+\.amazonaws\.com\//)
const entra = issuerIs(
  /^https:\/\/(?:sts\.windows\.net|login\.microsoftonline\.(?:com|us)|login\.partner\.microsoftonline\.cn|[\w-]+\.ciamlogin\.com)\//,
)
const auth0 = issuerIs(/^https:\/\/[\w.-]+\.auth0\.com\/$/)
const kubernetes = (token: LintSubject): boolean =>
  textClaim(token, 'iss') === 'kubernetes/serviceaccount' || token.claims?.has('kubernetes.io') === true

/** Habits of well-known issuers that break a rule and that nobody outside can mend. */
const quirks: readonly QuirkRule[] = [
  {
    rules: ['JWT-C09', 'AT-03'],
    from: cognito,
    when: (hit, token) => token.claims?.get('token_use') === 'access' && (hit.where.name ?? 'aud') === 'aud',
    severity: 'info',
    reason: 'Cognito access tokens have no aud; check client_id and token_use instead.',
  },
  {
    rules: ['AT-10'],
    from: entra,
    severity: 'info',
    reason: 'Entra puts it into access tokens as well; the audience tells them apart.',
  },
  {
    rules: ['JWT-K04'],
    from: entra,
    severity: 'info',
    reason: 'Entra names its keys by SHA-1 thumbprint; the key is found by kid.',
  },
  {
    rules: ['JWT-K13', 'ID-02', 'AT-04'],
    from: entra,
    when: (hit) => hit.sentence.includes('{tenantid}'),
    severity: 'info',
    reason:
      'Entra’s shared metadata has the template {tenantid}; put the token’s tid in its place and compare.',
  },
  {
    rules: ['JWT-T04', 'AT-08', 'JWT-C11'],
    from: auth0,
    severity: 'info',
    reason: 'Auth0 adds its UserInfo address to aud where openid is among the scopes.',
  },
  {
    rules: ['JWT-C01', 'JWT-C09', 'JWT-C08'],
    from: kubernetes,
    severity: 'info',
    reason: 'Old service account tokens of Kubernetes have neither exp nor aud; use bound tokens instead.',
  },
]

/** Why a hit weighs less with this issuer; null where it does not. The issuer is what the token says, unproved. */
export function findQuirk(rule: string, hit: Hit, token: LintSubject): Quirk | null {
  return (
    quirks.find(
      ({ rules, from, when }) => rules.includes(rule) && from(token) && (when?.(hit, token) ?? true),
    ) ?? null
  )
}
