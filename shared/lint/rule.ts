import type { SegmentName, Span } from '../token/reading.ts'
import type { LintContext } from './lint-context.ts'
import type { LintSubject } from './lint-subject.ts'

/** `error`: a specification is broken, or the token can be abused. `warning`: it may be. `info`: worth knowing. */
export type Severity = 'error' | 'warning' | 'info'

export type RuleFamily =
  | 'structure'
  | 'algorithm'
  | 'keys'
  | 'encryption'
  | 'claims'
  | 'typing'
  | 'access_token'
  | 'id_token'
  | 'other_kinds'
  | 'sd_jwt'

/** What a rule looks at besides the token. A rule whose need is not met is reported as not run, never as passed. */
export type Need =
  | 'token'
  | 'clock'
  | 'key'
  | 'jwks'
  | 'policy'
  | 'metadata'
  | 'flow'
  | 'plaintext'
  | 'verification'
  | 'workspace'

/** Where in the token. `name` is a header parameter or a claim; `index` counts signatures, recipients or disclosures. */
export type Place = {
  readonly part: 'token' | SegmentName | 'disclosure' | 'key_binding'
  readonly name?: string
  readonly index?: number
  /** In the input as it was pasted, where it is known better than by name. */
  readonly span?: Span
}

/** One thing found. What is absent is the rule's own. */
export type Hit = {
  /** What was found and what was expected, one sentence. Never a secret. */
  readonly sentence: string
  readonly where: Place
  readonly severity?: Severity
  readonly advice?: string
}

/** The rule looks at something that is not there. */
export type Unmet = { readonly needs: Need; readonly reason: string }

/** Hits, or nothing found (null, or an empty list), or why it could not look. */
export type RuleOutcome = Hit | readonly Hit[] | Unmet | null

export type Rule = {
  /** Stable, for example `JWT-A01`. */
  readonly id: string
  readonly family: RuleFamily
  /** The most severe that it gives. */
  readonly severity: Severity
  readonly title: string
  /** Why it matters. */
  readonly why: string
  /** What to do about it. */
  readonly advice: string
  /** A label that `specUrl` knows. */
  readonly spec: string
  readonly needs: readonly Need[]
  /** To which tokens it speaks; to all others it says nothing at all. */
  readonly applies: (token: LintSubject) => boolean
  readonly check: (token: LintSubject, context: LintContext) => RuleOutcome
}

export function isUnmet(outcome: RuleOutcome): outcome is Unmet {
  return outcome !== null && 'needs' in outcome
}

/** A rule that could not look, and what it would have to know. */
export function unmet(needs: Need, reason: string): Unmet {
  return { needs, reason }
}

export const inHeader = (name?: string, index?: number): Place => ({
  part: 'header',
  ...(name === undefined ? {} : { name }),
  ...(index === undefined ? {} : { index }),
})

export const inClaims = (name?: string): Place => ({
  part: 'payload',
  ...(name === undefined ? {} : { name }),
})

export const inToken: Place = { part: 'token' }
export const inSignature: Place = { part: 'signature' }
