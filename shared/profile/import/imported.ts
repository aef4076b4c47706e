import type { ProfileDraft } from '../profile.ts'
import type { Variable } from '../variable.ts'

/** A value for placeholders as the source has it, secret ones too. */
export type SourceVariable = Variable & { readonly secret: boolean }
export type SourceEnvironment = { readonly name: string; readonly variables: readonly SourceVariable[] }

/** One thing of the source and the field that it became; `value` is never a secret, only how long one is. */
export type Understood = { readonly from: string; readonly field: string; readonly value: string }
export type LeftOut = { readonly from: string; readonly why: string }
/** What the person has to fill in before it can run: a field's wire name, or a variable as `{{name}}`. */
export type ToFill = { readonly field: string; readonly why: string }

/** A client at a provider as a source describes it. What the source does not say is empty in the draft. */
export type ImportedProfile = {
  readonly draft: ProfileDraft
  /** By `secretKey`, in clear: they stay where the import is read, and never go into a preview. */
  readonly secrets: Readonly<Record<string, string>>
  readonly understood: readonly Understood[]
  readonly leftOut: readonly LeftOut[]
  readonly toFill: readonly ToFill[]
}

export type Import = {
  /** What the source is, for example `Postman collection`. */
  readonly format: string
  readonly profiles: readonly ImportedProfile[]
  /** What was left out of the source as a whole. */
  readonly leftOut: readonly LeftOut[]
}
