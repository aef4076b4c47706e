import type { FlowFacts } from '../../shared/lint/lint-context.ts'
import type { VariantChoice } from '../../shared/profile/variant.ts'
import type { ValidationContext, ValidationProfile } from '../../shared/verdict/verification.ts'
import type { Undo } from './ui/toast-list.ts'

export type ViewId =
  | 'inspect'
  | 'build'
  | 'flows'
  | 'sessions'
  | 'profiles'
  | 'keys'
  | 'provider'
  | 'settings'

/** What came together with a token, to be compared with it. */
export type Beside = { readonly label: string; readonly text: string }

/** A token on its way to Inspect, with what its sender knows to expect of it. */
export type Handover = {
  readonly token: string
  readonly iss?: string
  readonly aud?: string
  readonly nonce?: string
  /** What it is, and what came with it, where its sender knows. */
  readonly as?: ValidationProfile
  readonly context?: ValidationContext
  /** The other tokens and answers of the same run. */
  readonly beside?: readonly Beside[]
  /** What the run it came from knows, for the rules that judge a token by its flow. */
  readonly flow?: FlowFacts
  /** A public key to verify it with, as JWK text: its sender made the token. */
  readonly key?: string
  /** Where it comes from, in words for the input's title: `ID token from “Acme staging”`. */
  readonly from: string
}

/** What one feature may ask of another: features never import each other, the app hands these down as a prop. */
export type AppActions = {
  readonly openInInspect: (handover: Handover) => void
  /** A token to change and sign anew, as text; Build reads its header and claims. */
  readonly openInBuild: (token: string) => void
  /** Tries every key of the Keys room on this token. */
  readonly whichKey: (token: string) => void
  /** The token that stands in Inspect; empty where there is none. */
  readonly inspectedToken: () => string
  readonly goTo: (view: ViewId) => void
  /** Opens Flows and runs this profile there, or shows what stands in the way. */
  readonly runProfile: (profileId: string, variant?: VariantChoice) => void
  /** `field`: the wire name of the one that wants attention; `variant`: the one whose secrets are meant. */
  readonly editProfile: (profileId: string, field?: string, variant?: VariantChoice) => void
  /** Says something in passing. With `undo` the message stays longer and offers it, while there is something to undo. */
  readonly notify: (message: string, undo?: Undo) => void
}
