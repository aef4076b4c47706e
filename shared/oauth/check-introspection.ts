import type { Check } from '../verdict/check.ts'
import { confirmationOf, type KeyBinding, scopeValues } from './check-token-answer.ts'
import { clockTolerance, duration, failed, instant, passed } from './flow-check.ts'
import { plainText, plainValue } from './plain-text.ts'
import type { JsonObject } from './read-id-token.ts'

export type IntrospectionEvidence = {
  /** The members of RFC 7662 §2.2, of a JSON answer or out of a signed one whose signature was proved (RFC 9701 §5). */
  readonly answer: JsonObject
  readonly clientId: string
  /** Of the ID token whose signature was proved; null where there is none. */
  readonly subject: string | null
  /** As granted; null where nothing is known. */
  readonly scope: string | null
  /** Unix seconds, as stated when the token came. */
  readonly expiresAt: number | null
  /** What the token is to be bound to; it may be opaque, and then this is the only place that tells. */
  readonly bindings?: readonly KeyBinding[]
  /** Whether this run revoked the token. */
  readonly revoked: boolean
  /** Unix seconds. */
  readonly now: number
}

const spec = 'RFC 7662 §2.2'

/** RFC 9701 §5. */
export function introspectionIsJwt(contentType: string | null): boolean {
  return contentType?.split(';')[0]?.trim().toLowerCase() === 'application/token-introspection+jwt'
}

/** What introspection says, held against what the provider said when it gave the token out. Absent members prove nothing. */
export function checkIntrospection(evidence: IntrospectionEvidence): readonly Check[] {
  const { answer } = evidence
  const active = checkActive(answer, evidence)
  if (answer.active !== true) return [active]
  return [active, ...compare(answer, evidence)]
}

function checkActive({ active }: JsonObject, { revoked, expiresAt, now }: IntrospectionEvidence): Check {
  const id = 'introspection_active'
  if (typeof active !== 'boolean') {
    return failed(id, spec, 'CLAIM_MISSING', { expected: 'active: true or false', found: plainValue(active) })
  }
  const hasExpired = expiresAt !== null && expiresAt < now - clockTolerance
  const over = revoked ? 'it was revoked in this run' : hasExpired ? 'it has expired' : null
  const facts = { expected: over === null ? 'true' : `false: ${over}`, found: String(active) }
  return active === (over === null) ? passed(id, spec, facts) : failed(id, spec, 'NOT_VERIFIED', facts)
}

function compare(answer: JsonObject, evidence: IntrospectionEvidence): readonly Check[] {
  const { clientId, subject, scope, expiresAt } = evidence
  const checks: Check[] = []
  const text = (member: string, expected: string) => {
    const found = answer[member]
    const id = `introspection_${member}`
    if (found === undefined) return
    const facts = { expected, found: plainValue(found) }
    checks.push(found === expected ? passed(id, spec, facts) : failed(id, spec, 'SUBJECT', facts))
  }
  text('client_id', clientId)
  if (subject !== null) text('sub', subject)
  if (scope !== null && typeof answer.scope === 'string') {
    const facts = { expected: scope === '' ? 'none' : scope, found: plainText(answer.scope) || 'none' }
    const same = scopeValues(scope).toSorted().join(' ') === scopeValues(answer.scope).toSorted().join(' ')
    const id = 'introspection_scope'
    checks.push(same ? passed(id, spec, facts) : failed(id, spec, 'SCOPE', facts))
  }
  if (expiresAt !== null && typeof answer.exp === 'number') {
    const apart = Math.abs(answer.exp - expiresAt)
    const facts = { expected: instant(expiresAt), found: instant(answer.exp) }
    const id = 'introspection_exp'
    checks.push(
      apart <= clockTolerance
        ? passed(id, spec, facts)
        : failed(id, spec, 'EXPIRES_IN', { ...facts, note: `${duration(apart)} apart` }),
    )
  }
  for (const { member, value } of evidence.bindings ?? []) {
    const named = confirmationOf(answer, member)
    if (named === undefined) continue
    const facts = { expected: value, found: plainValue(named, 100) }
    const [id, section] =
      member === 'jkt'
        ? (['introspection_cnf', 'RFC 9449 §6.2'] as const)
        : (['introspection_cnf_certificate', 'RFC 8705 §3.2'] as const)
    checks.push(named === value ? passed(id, section, facts) : failed(id, section, 'HASH', facts))
  }
  return checks
}
