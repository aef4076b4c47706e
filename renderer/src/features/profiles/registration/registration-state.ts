import type { ErrorData } from '../../../../../shared/error.ts'
import type { RegistrationOutcome } from '../../../../../shared/oauth/registration-outcome.ts'

export type RegistrationPurpose = RegistrationOutcome['kind']

/** What the panel is about; one thing at a time. */
export type RegistrationStage =
  | { readonly kind: 'closed' }
  /** The metadata is on the screen, to be read, changed and sent. */
  | { readonly kind: 'editing'; readonly purpose: 'register' | 'update'; readonly remarks: readonly string[] }
  | { readonly kind: 'confirming_delete' }
  | { readonly kind: 'asking'; readonly purpose: RegistrationPurpose; readonly requestId: string }
  | { readonly kind: 'answered'; readonly outcome: RegistrationOutcome; readonly requestId: string }
  | { readonly kind: 'failed'; readonly purpose: RegistrationPurpose; readonly error: ErrorData }

export type RegistrationState = {
  readonly stage: RegistrationStage
  /** Client metadata as JSON, as it stands in the editor. */
  readonly text: string
  /** Sent with the first registration; forgotten when the panel closes. */
  readonly initialAccessToken: string
  /** Where the registration of the open profile is managed; null: none is kept, or not looked up yet. */
  readonly kept: { readonly uri: string; readonly clientId: string } | null
}

export const closedRegistration: RegistrationState = {
  stage: { kind: 'closed' },
  text: '',
  initialAccessToken: '',
  kept: null,
}
