import type { ErrorData } from '../../../../shared/error.ts'
import { issuerOfMetadataAddress } from '../../../../shared/profile/issuer-of-metadata-address.ts'
import {
  emptyDraft,
  type MetadataSnapshot,
  type Profile,
  type ProfileDraft,
} from '../../../../shared/profile/profile.ts'
import type { SecretName } from '../../../../shared/profile/secret-name.ts'
import { noVariant, secretKey, type VariantChoice } from '../../../../shared/profile/variant.ts'
import type { VaultStatus } from '../../../../shared/vault-status.ts'
import { type FieldErrors, formOf, type ProfileForm, rebaseForm, sameForm } from './profile-form.ts'

/** The profile that does not exist yet has this in place of an id. */
export const newProfileKey = 'new'

/** What happens to a secret when the profile is saved. */
export type SecretEdit =
  | { readonly kind: 'keep' }
  | { readonly kind: 'replace'; readonly text: string }
  | { readonly kind: 'remove' }

/** One secret at a time. */
export type Reveal =
  | { readonly kind: 'hidden' }
  | { readonly kind: 'asking'; readonly name: SecretName }
  | { readonly kind: 'shown'; readonly name: SecretName; readonly secret: string }
  | { readonly kind: 'failed'; readonly name: SecretName; readonly error: ErrorData }

export type Discovery =
  | { readonly kind: 'idle' }
  | { readonly kind: 'asking'; readonly issuer: string }
  | { readonly kind: 'found'; readonly metadata: MetadataSnapshot }
  | { readonly kind: 'failed'; readonly issuer: string; readonly error: ErrorData }

/** Saving, duplicating, deleting or restoring: one at a time. */
export type Attempt =
  | { readonly kind: 'idle' }
  | { readonly kind: 'busy' }
  | { readonly kind: 'failed'; readonly error: ErrorData }

export type ProfilesState = {
  /** Null until the first list came. */
  readonly profiles: readonly Profile[] | null
  readonly loadProblem: ErrorData | null
  readonly vault: VaultStatus | null
  readonly query: string
  /** A profile's id, `new`, or null. */
  readonly openKey: string | null
  /** Unsaved edits by key; they stay while another profile is looked at. Never a secret. */
  readonly edits: Readonly<Record<string, ProfileForm>>
  readonly fieldErrors: FieldErrors
  /** Counts the saves that a field stopped, so that each puts the focus on the first such field, and typing none. */
  readonly refusals: number
  /** The metadata address that stood in place of the issuer and was shortened to it; null where none did. */
  readonly pastedAddress: string | null
  /** Which environment, client and user the open editor shows the secrets of. */
  readonly variant: VariantChoice
  /** Of the open editor only, by `secretKey`; a key that is absent is kept. */
  readonly secretEdits: Readonly<Record<string, SecretEdit>>
  /** The wire name of the field that another screen asked for, until it has the focus. */
  readonly wantedField: string | null
  readonly reveal: Reveal
  readonly discovery: Discovery
  readonly attempt: Attempt
}

const keep: SecretEdit = { kind: 'keep' }

export function editOf(state: ProfilesState, name: SecretName): SecretEdit {
  return state.secretEdits[secretKey(name, state.variant)] ?? keep
}

/** Whether the open profile keeps this secret for the variant that is shown. */
export function isKept(state: ProfilesState, name: SecretName): boolean {
  const profile = openProfile(state)
  const key = secretKey(name, state.variant)
  return profile !== null && [...profile.secrets, ...profile.variantSecrets].includes(key)
}

/** The profile behind the open editor; null for a new one. */
export function openProfile(state: ProfilesState): Profile | null {
  return state.profiles?.find((profile) => profile.id === state.openKey) ?? null
}

/** The draft that the open editor began with. */
export function baseDraft(state: ProfilesState): ProfileDraft {
  return openProfile(state) ?? emptyDraft
}

/** What the open editor's fields hold when nothing is changed. */
export function baseForm(state: ProfilesState): ProfileForm {
  return formOf(baseDraft(state))
}

/** What stands in the open editor's fields. */
export function openForm(state: ProfilesState): ProfileForm {
  return (state.openKey === null ? undefined : state.edits[state.openKey]) ?? baseForm(state)
}

/** Whether the open editor holds something that is not saved. */
export function isDirty(state: ProfilesState): boolean {
  if (state.openKey === null) return false
  if (state.openKey === newProfileKey) return true
  return Object.keys(state.secretEdits).length > 0 || state.edits[state.openKey] !== undefined
}

/** Opens an editor. A typed or revealed secret does not stay behind in the one that is left. */
export function withOpen(key: string | null): Partial<ProfilesState> {
  return {
    openKey: key,
    fieldErrors: {},
    pastedAddress: null,
    variant: noVariant,
    secretEdits: {},
    wantedField: null,
    reveal: { kind: 'hidden' },
    discovery: { kind: 'idle' },
    attempt: { kind: 'idle' },
  }
}

/** Puts new text into the open editor; metadata does not outlive the issuer it was read from. */
export function withChange(state: ProfilesState, change: Partial<ProfileForm>): Partial<ProfilesState> {
  if (state.openKey === null) return {}
  const before = openForm(state)
  const issuerChanged = change.issuer !== undefined && change.issuer.trim() !== before.issuer.trim()
  const form: ProfileForm = { ...before, ...change, ...(issuerChanged ? { metadata: null } : {}) }
  const fields = Object.keys(change)
  const variant = knownPart(state.variant, form)
  const fieldErrors = Object.fromEntries(
    Object.entries(state.fieldErrors).filter(([path]) => !fields.includes(path.split('.')[0] ?? path)),
  )
  return {
    edits: withEdit(state, state.openKey, form),
    fieldErrors,
    variant,
    ...(issuerChanged ? { discovery: { kind: 'idle' }, pastedAddress: null } : {}),
  }
}

/** What is chosen as far as it is there; the rest falls back to the profile's own. */
function knownPart({ environment, client, user }: VariantChoice, form: ProfileForm): VariantChoice {
  const known = (list: readonly { readonly id: string }[], id: string | null) =>
    list.some((each) => each.id === id) ? id : null
  return {
    environment: known(form.environments, environment),
    client: known(form.clients, client),
    user: known(form.users, user),
  }
}

/** Shows the secrets of another variant; what was typed for this one stays until it is saved. */
export function withVariant(state: ProfilesState, change: Partial<VariantChoice>): Partial<ProfilesState> {
  return { variant: knownPart({ ...state.variant, ...change }, openForm(state)), reveal: { kind: 'hidden' } }
}

/** Changes one secret of the open editor; what was said about it is no longer about what is there. */
export function withSecretEdit(
  state: ProfilesState,
  name: SecretName,
  edit: SecretEdit,
): Partial<ProfilesState> {
  const key = secretKey(name, state.variant)
  const { [key]: _, ...others } = state.secretEdits
  const { [`secrets.${name}`]: __, ...fieldErrors } = state.fieldErrors
  return { secretEdits: edit.kind === 'keep' ? others : { ...others, [key]: edit }, fieldErrors }
}

/** A metadata address pasted as the issuer becomes the issuer it belongs to; what was pasted can be said. */
export function withTidyIssuer(state: ProfilesState): Partial<ProfilesState> {
  const pastedAddress = openForm(state).issuer.trim()
  const issuer = issuerOfMetadataAddress(pastedAddress)
  if (issuer === null || state.openKey === null || openProfile(state)?.builtIn) return {}
  return { ...withChange(state, { issuer }), pastedAddress }
}

/** A list from the main process: unsaved edits are brought onto the profiles as they are now. */
export function withProfiles(state: ProfilesState, profiles: readonly Profile[]): Partial<ProfilesState> {
  const edits: Record<string, ProfileForm> = { ...state.edits }
  for (const profile of profiles) {
    const before = state.profiles?.find((known) => known.id === profile.id)
    const edited = edits[profile.id]
    if (!before || !edited) continue
    const rebased = rebaseForm(edited, formOf(before), formOf(profile))
    if (sameForm(rebased, formOf(profile))) delete edits[profile.id]
    else edits[profile.id] = rebased
  }
  const stillThere = state.openKey === newProfileKey || profiles.some(({ id }) => id === state.openKey)
  return {
    profiles,
    edits,
    ...(stillThere ? {} : withOpen(profiles[0]?.id ?? null)),
  }
}

/** The main process kept `sent`; what was typed while it did so stays unsaved. */
export function withSaved(
  state: ProfilesState,
  key: string,
  sent: ProfileForm,
  saved: Profile,
): Partial<ProfilesState> {
  const edits: Record<string, ProfileForm> = { ...state.edits }
  const typed = edits[key]
  delete edits[key]
  const kept = typed ? rebaseForm(typed, sent, formOf(saved)) : formOf(saved)
  if (!sameForm(kept, formOf(saved))) edits[saved.id] = kept
  const known = state.profiles ?? []
  const profiles = known.some(({ id }) => id === saved.id)
    ? known.map((profile) => (profile.id === saved.id ? saved : profile))
    : [...known, saved]
  if (state.openKey !== key) return { profiles, edits, attempt: { kind: 'idle' } }
  const { discovery, pastedAddress, variant } = state
  return { profiles, edits, ...withOpen(saved.id), discovery, pastedAddress, variant }
}

function withEdit(state: ProfilesState, key: string, form: ProfileForm): ProfilesState['edits'] {
  const edits: Record<string, ProfileForm> = { ...state.edits, [key]: form }
  if (key !== newProfileKey && sameForm(form, baseForm(state))) delete edits[key]
  return edits
}
