import type { TokenReading } from '../token/reading.ts'
import { lintRules } from './catalogue.ts'
import type { LintContext } from './lint-context.ts'
import { type LintSubject, readLintSubject } from './lint-subject.ts'
import { findQuirk } from './provider-quirks.ts'
import {
  type Hit,
  isUnmet,
  type Need,
  type Place,
  type Rule,
  type RuleFamily,
  type Severity,
} from './rule.ts'

/** One thing found in the token, with all that a person needs to judge it. */
export type Finding = {
  readonly rule: string
  readonly family: RuleFamily
  readonly severity: Severity
  /** The rule's name. */
  readonly title: string
  /** What was found here. Never a secret, never a signature. */
  readonly sentence: string
  readonly where: Place
  readonly why: string
  readonly advice: string
  readonly spec: string
  /** Why it weighs less than usual, where the issuer is known for it. */
  readonly downgraded?: string
}

export type RuleNotRun = {
  readonly rule: string
  readonly title: string
  readonly needs: Need
  readonly reason: string
}
export type SuppressedFinding = { readonly finding: Finding; readonly reason: string }

/** A rule that was switched off, and why. */
export type Suppression = { readonly rule: string; readonly reason: string }

export type LintReport = {
  /** Most severe first, then in the order of the token. */
  readonly findings: readonly Finding[]
  readonly suppressed: readonly SuppressedFinding[]
  /** Rules that speak of this token but could not look; they did not pass. */
  readonly notRun: readonly RuleNotRun[]
  /** Rules that looked and found nothing. */
  readonly passed: readonly string[]
  /** Why no rule applies: nothing can be read of it. Null where rules were run. */
  readonly unread: string | null
}

/** More of one rule than anybody reads; what is left out is counted in the last one. */
const maxHitsPerRule = 20

/**
 * Applies the catalogue to a token that was read. Judges what the token says and what the context adds; verifies
 * nothing, and a token without findings is not thereby good. A rule that needs what is not in the context is listed
 * under `notRun`. Never throws; linear in the size of the token.
 */
export function lintToken(
  reading: TokenReading,
  context: LintContext = {},
  suppressions: readonly Suppression[] = [],
): LintReport {
  const unread = whyUnread(reading)
  if (unread !== null) return { findings: [], suppressed: [], notRun: [], passed: [], unread }
  const token = readLintSubject(reading, context)
  const findings: Finding[] = []
  const suppressed: SuppressedFinding[] = []
  const notRun: RuleNotRun[] = []
  const passed: string[] = []
  for (const rule of lintRules) {
    if (!rule.applies(token)) {
      if (wouldLookAtClaims(rule, token)) notRun.push({ rule: rule.id, title: rule.title, ...claimsUnread })
      continue
    }
    const outcome = rule.check(token, context)
    if (isUnmet(outcome)) {
      notRun.push({ rule: rule.id, title: rule.title, ...outcome })
      continue
    }
    const hits: readonly Hit[] = outcome === null ? [] : 'sentence' in outcome ? [outcome] : outcome
    if (hits.length === 0) {
      passed.push(rule.id)
      continue
    }
    const off = suppressions.find(({ rule: id }) => id === rule.id)
    for (const hit of hits.slice(0, maxHitsPerRule)) {
      const finding = toFinding(rule, hit, token)
      if (off) suppressed.push({ finding, reason: off.reason })
      else findings.push(finding)
    }
  }
  return { findings: sortFindings(findings, reading), suppressed, notRun, passed, unread: null }
}

const claimsUnread = { needs: 'token', reason: 'the claims could not be read whole' } as const

/** What a rule does not find in claims that break off may well stand in the rest of them. */
function wouldLookAtClaims(rule: Rule, token: LintSubject): boolean {
  return token.brokenClaims !== null && rule.applies({ ...token, claims: token.brokenClaims })
}

function whyUnread(reading: TokenReading): string | null {
  switch (reading.format) {
    case 'empty':
      return 'There is no token.'
    case 'opaque':
      return 'The text is opaque: only whoever issued it can read it, so there is nothing to judge.'
    case 'paseto':
    case 'saml':
      return 'This format is named, not read, so there is nothing to judge.'
    default:
      return null
  }
}

function toFinding(rule: Rule, hit: Hit, token: LintSubject): Finding {
  const severity = hit.severity ?? rule.severity
  const quirk = severity === 'info' ? null : findQuirk(rule.id, hit, token)
  return {
    rule: rule.id,
    family: rule.family,
    severity: quirk ? quirk.severity : severity,
    title: rule.title,
    sentence: hit.sentence,
    where: hit.where,
    why: rule.why,
    advice: hit.advice ?? rule.advice,
    spec: rule.spec,
    ...(quirk ? { downgraded: quirk.reason } : {}),
  }
}

const weight: Readonly<Record<Severity, number>> = { error: 0, warning: 1, info: 2 }

function sortFindings(findings: readonly Finding[], reading: TokenReading): readonly Finding[] {
  const keyed = findings.map((finding) => ({ finding, at: positionOf(finding.where, reading) }))
  keyed.sort((a, b) => weight[a.finding.severity] - weight[b.finding.severity] || a.at - b.at)
  return keyed.map(({ finding }) => finding)
}

const partOrder = [
  'token',
  'header',
  'encrypted_key',
  'iv',
  'payload',
  'ciphertext',
  'tag',
  'signature',
  'disclosure',
  'key_binding',
]

/** Parts first, then members in the order they stand; a sort key, not an offset. */
function positionOf(where: Place, reading: TokenReading): number {
  const members = reading.segments.find(({ name }) => name === where.part)?.members
  const index = where.name === undefined ? -1 : (members?.findIndex(({ name }) => name === where.name) ?? -1)
  const inPart = where.index ?? (index === -1 ? 0 : index + 1)
  return partOrder.indexOf(where.part) * 1_000_000 + Math.min(inPart, 999_999)
}

/** One report on two layers of the same text, as on an encrypted token and on what is inside. */
export function mergeReports(outer: LintReport, inner: LintReport): LintReport {
  const findings = [...outer.findings, ...inner.findings]
  const said = new Set(outer.notRun.map(({ rule, reason }) => `${rule} ${reason}`))
  return {
    findings: findings.sort((a, b) => weight[a.severity] - weight[b.severity]),
    suppressed: [...outer.suppressed, ...inner.suppressed],
    notRun: [...outer.notRun, ...inner.notRun.filter(({ rule, reason }) => !said.has(`${rule} ${reason}`))],
    passed: [...new Set([...outer.passed, ...inner.passed])],
    unread: outer.unread,
  }
}

/** How many findings there are of each severity. */
export function countFindings(findings: readonly Finding[]): Readonly<Record<Severity, number>> {
  const counts = { error: 0, warning: 0, info: 0 }
  for (const { severity } of findings) counts[severity]++
  return counts
}
