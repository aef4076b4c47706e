import type { KeyUsed } from '../../../shared/verdict/verification.ts'
import type { Finding } from '../verify-job.ts'
import type { HeaderObject } from './parse-jwe.ts'

/** One recipient's answer. */
export type RecipientOutcome = {
  readonly finding: Finding
  readonly alg: string
  readonly kid: string | null
}

export type DecryptOutcome = {
  /** The rung "decrypted". */
  readonly finding: Finding
  readonly key: KeyUsed | null
  readonly keyNotes: readonly string[]
  /** Base64url; null where nothing was opened. */
  readonly plaintext: string | null
  /** For example `ECDH-ES+A128KW, A128GCM`. */
  readonly algorithms: string
  /** The same secret opens and makes it; otherwise whoever has the public key can have made it. */
  readonly symmetric: boolean
  /** Of the recipient that was opened, else of the first. */
  readonly header: HeaderObject
  readonly recipients: readonly RecipientOutcome[]
}

/** Of an outcome, all but its finding, where nothing was opened and nothing is known. */
export const nothingOpened = {
  key: null,
  keyNotes: [],
  plaintext: null,
  algorithms: '',
  symmetric: false,
  header: {},
  recipients: [],
} as const satisfies Omit<DecryptOutcome, 'finding'>
