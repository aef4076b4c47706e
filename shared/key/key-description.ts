import type { NetworkRequest } from '../verdict/verification.ts'
import type { PrivateForm, PublicForm } from './key-form.ts'
import type { KeyFacts } from './key-record.ts'

/** A certificate that came with a key (RFC 5280). Nothing here says that it is trusted. */
export type CertificateFacts = {
  readonly subject: string
  readonly issuer: string
  readonly serialNumber: string
  /** Unix seconds. */
  readonly notBefore: number
  readonly notAfter: number
  /** RFC 7515 §4.1.7 and §4.1.8. */
  readonly x5t: string
  readonly x5tS256: string
}

export type Thumbprint = {
  readonly label: string
  readonly value: string
  readonly spec: string
}

/** One key, as far as it may be shown without asking: public forms as text, of private ones only which there are. */
export type KeyDescription = KeyFacts & {
  readonly thumbprints: readonly Thumbprint[]
  readonly certificates: readonly CertificateFacts[]
  readonly publicForms: readonly { readonly form: PublicForm; readonly text: string }[]
  readonly privateForms: readonly PrivateForm[]
  /** What makes the key unusable or unsafe; null where nothing was found. */
  readonly flaw: string | null
  /** What makes a key that can be used a weak one: the rest of a sentence that begins with the key. */
  readonly weakness: string | null
}

/** What a text that was to be a key turned out to be. */
export type KeyReading = {
  /** In words, for example `PEM, PKCS#8, encrypted`. */
  readonly found: string
  readonly keys: readonly KeyDescription[]
  /** What a person should know: blocks passed over, a chain out of order. */
  readonly notes: readonly string[]
}

export type KeyFindingSeverity = 'error' | 'warning' | 'info'

/** One thing that is wrong with a key set, or deserves care. */
export type KeyFinding = {
  /** Stable, for example `DUPLICATE_KID`. */
  readonly id: string
  readonly severity: KeyFindingSeverity
  /** Positions in the set, from 0; empty where the set as a whole is meant. */
  readonly keys: readonly number[]
  readonly sentence: string
  readonly advice: string
  readonly spec: string
}

export type KeySetMember = KeyFacts & {
  readonly index: number
  readonly certificates: readonly CertificateFacts[]
}

/** The health of a key set (RFC 7517 §5). No finding is no proof of a good key; it names only what it looked for. */
export type KeySetReport = {
  readonly members: readonly KeySetMember[]
  /** Most severe first. */
  readonly findings: readonly KeyFinding[]
  /** Unix seconds that certificates were judged for. */
  readonly asOf: number
  /** Where it was fetched; absent for a text. */
  readonly request?: NetworkRequest
}

/** Whether one of the person's keys verifies a token, or opens an encrypted one. `why` is a short fact, never a secret. */
export type KeyTrial = {
  readonly keyId: string
  readonly outcome: 'verifies' | 'opens' | 'does_not' | 'does_not_fit'
  readonly why: string
}

export type WhichKey = {
  /** The token's `alg`; null where it has none that can be read. */
  readonly alg: string | null
  readonly kid: string | null
  /** Then a key opens it, which says nothing about who made it. */
  readonly encrypted: boolean
  readonly trials: readonly KeyTrial[]
}
