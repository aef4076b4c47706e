import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Answer, Bridge } from '../../../../shared/ipc/bridge.ts'
import type { CallInput } from '../../../../shared/ipc/contract.ts'
import type { FlowSettings } from '../../../../shared/profile/flow-settings.ts'
import { emptyDraft, type Profile, type ProfileDraft } from '../../../../shared/profile/profile.ts'
import { valuesIn } from '../../../../shared/profile/resolve-profile.ts'
import type { SecretName } from '../../../../shared/profile/secret-name.ts'
import type { ProfileTemplate } from '../../../../shared/profile/templates/profile-template.ts'
import { draftOfTemplate } from '../../../../shared/profile/templates/templates.ts'
import { fillText } from '../../../../shared/profile/variable.ts'
import {
  isKnownChoice,
  noVariant,
  secretKey,
  type VariantChoice,
} from '../../../../shared/profile/variant.ts'
import { settle } from '../../bridge.ts'
import { fieldMessage, fieldOfInputPath, formOf, type ProfileForm, parseForm } from './profile-form.ts'
import {
  newProfileKey,
  openForm,
  openProfile,
  type ProfilesState,
  type SecretEdit,
  withChange,
  withOpen,
  withProfiles,
  withSaved,
  withSecretEdit,
  withTidyIssuer,
  withVariant,
} from './profiles-state.ts'
import { createThisMachine, type ThisMachine } from './this-machine.ts'

/** A revealed secret is hidden again and dropped after this time, in milliseconds. */
export const revealMs = 20_000

export type ProfilesActions = {
  load(): Promise<void>
  search(query: string): void
  /** `variant`: whose secrets are shown. `field`: the wire name of one to put the focus on. */
  open(key: string, field?: string, variant?: VariantChoice): void
  wantedFieldShown(): void
  /** A new profile, empty or as a template begins; one that is unsaved already is opened as it is. */
  create(template?: ProfileTemplate): void
  change(change: Partial<ProfileForm>): void
  changeFlow(change: Partial<FlowSettings>): void
  /** When the person leaves the issuer's field: takes a metadata address for the issuer it belongs to. */
  tidyIssuer(): void
  changeSecret(name: SecretName, edit: SecretEdit): void
  /** Which environment, client and user the secrets below are of. */
  chooseVariant(change: Partial<VariantChoice>): void
  revert(): void
  /** The saved profile, or null where a field is wrong or saving failed. */
  save(): Promise<Profile | null>
  /** Of the open profile as it is kept; unsaved edits stay unsaved. */
  saveFavourite(favourite: boolean): Promise<void>
  /** The main process kept the open editor's form, with more than stood in it. */
  savedElsewhere(key: string, form: ProfileForm, saved: Profile): void
  /** The copy, or null where none could be made. */
  duplicate(): Promise<Profile | null>
  /** The deleted profile, for an undo; null where it could not be deleted. */
  remove(): Promise<Profile | null>
  restore(id: string): Promise<void>
  /** Asks the issuer for its metadata; the only network this screen causes. */
  discover(): Promise<void>
  revealSecret(name: SecretName): Promise<void>
  hideSecret(): void
  readonly machine: ThisMachine
  /** Ends the subscriptions and drops a revealed secret. */
  close(): void
}

export type ProfilesStore = StoreApi<ProfilesState & ProfilesActions>

type Deps = {
  readonly bridge: Bridge
  /** Runs something later; the answer calls it off. */
  readonly schedule?: (task: () => void, ms: number) => () => void
}

/** The profiles screen: which profile is open, what is edited and not saved yet. */
export function createProfilesStore({ bridge, schedule = scheduleByTimer }: Deps): ProfilesStore {
  const subscriptions: (() => void)[] = []
  /** Answers to a question that was asked for another editor or another issuer are dropped. */
  let discoveryAsked = 0
  let revealAsked = 0
  let callOffHiding = () => {}

  const store = createStore<ProfilesState & ProfilesActions>()((set, get) => {
    const hide = () => {
      revealAsked += 1
      callOffHiding()
      set({ reveal: { kind: 'hidden' } })
    }
    const open = (key: string | null) => {
      hide()
      discoveryAsked += 1
      set(withOpen(key))
    }
    async function attempt<T>(call: Promise<Answer<T>>): Promise<{ readonly value: T } | null> {
      set({ attempt: { kind: 'busy' } })
      const answer = await settle(call)
      set({ attempt: answer.ok ? { kind: 'idle' } : { kind: 'failed', error: answer.error } })
      return answer.ok ? { value: answer.value } : null
    }

    return {
      profiles: null,
      loadProblem: null,
      vault: null,
      query: '',
      edits: {},
      openKey: null,
      fieldErrors: {},
      refusals: 0,
      pastedAddress: null,
      variant: noVariant,
      secretEdits: {},
      wantedField: null,
      reveal: { kind: 'hidden' },
      discovery: { kind: 'idle' },
      attempt: { kind: 'idle' },

      async load() {
        const [profiles, vault] = await Promise.all([
          settle(bridge['profiles.list']()),
          settle(bridge['vault.status']()),
        ])
        if (vault.ok) set({ vault: vault.value })
        if (profiles.ok) set((state) => ({ ...withProfiles(state, profiles.value), loadProblem: null }))
        else set({ loadProblem: profiles.error })
      },
      search: (query) => set({ query }),
      open(key, field, variant) {
        open(key)
        if (variant !== undefined) set((state) => withVariant(state, variant))
        if (field !== undefined) set({ wantedField: field })
      },
      wantedFieldShown: () => set({ wantedField: null }),
      create(template) {
        set((state) => {
          if (state.edits[newProfileKey] && template === undefined) return {}
          const draft = template === undefined ? emptyDraft : draftOfTemplate(template)
          return { edits: { ...state.edits, [newProfileKey]: formOf(draft) } }
        })
        open(newProfileKey)
      },
      change(change) {
        if (change.issuer !== undefined) discoveryAsked += 1
        set((state) => withChange(state, change))
      },
      changeFlow(change) {
        get().change({ flow: { ...openForm(get()).flow, ...change } })
      },
      tidyIssuer: () => set(withTidyIssuer),
      changeSecret(name, edit) {
        hide()
        set((state) => withSecretEdit(state, name, edit))
      },
      chooseVariant(change) {
        hide()
        set((state) => withVariant(state, change))
      },
      revert() {
        const { openKey, edits, profiles } = get()
        if (openKey === null) return
        const { [openKey]: _, ...others } = edits
        set({ edits: others })
        open(openKey === newProfileKey ? (profiles?.[0]?.id ?? null) : openKey)
      },
      async save() {
        const { openKey: key, secretEdits, attempt: current } = get()
        if (key === null || current.kind === 'busy') return null
        set(withTidyIssuer)
        const form = openForm(get())
        const parsed = parseForm(form)
        if (!parsed.ok) {
          set({ fieldErrors: parsed.errors, refusals: get().refusals + 1, attempt: { kind: 'idle' } })
          return null
        }
        set({ fieldErrors: {}, attempt: { kind: 'busy' } })
        const answer = await settle(
          bridge['profiles.save']({
            ...(key === newProfileKey ? {} : { id: key }),
            draft: parsed.draft,
            ...secretsToSend(secretEdits),
          }),
        )
        if (answer.ok) {
          hide()
          set((state) => withSaved(state, key, form, answer.value))
          return answer.value
        }
        const field =
          answer.error.code === 'ERR_INPUT'
            ? fieldOfInputPath(answer.error.details?.path ?? answer.error.details?.field)
            : null
        set({
          attempt: { kind: 'failed', error: answer.error },
          fieldErrors: field === null ? {} : { [field]: fieldMessage(field, '') },
          refusals: get().refusals + (field === null ? 0 : 1),
        })
        return null
      },
      async saveFavourite(favourite) {
        const profile = openProfile(get())
        if (!profile) return
        const draft = { ...draftOnly(profile), favourite }
        const saved = await attempt(bridge['profiles.save']({ id: profile.id, draft }))
        if (saved) set((state) => withProfiles(state, replaced(state.profiles ?? [], saved.value)))
      },
      savedElsewhere(key, form, saved) {
        hide()
        set((state) => withSaved(state, key, form, saved))
      },
      async duplicate() {
        const profile = openProfile(get())
        if (!profile) return null
        const copy = await attempt(bridge['profiles.duplicate']({ id: profile.id }))
        if (!copy) return null
        set((state) => withKnown(state, copy.value))
        open(copy.value.id)
        return copy.value
      },
      async remove() {
        const profile = openProfile(get())
        if (!profile || profile.builtIn) return null
        const removed = await attempt(bridge['profiles.delete']({ id: profile.id }))
        if (!removed) return null
        hide()
        set((state) =>
          withProfiles(
            state,
            (state.profiles ?? []).filter(({ id }) => id !== profile.id),
          ),
        )
        return profile
      },
      async restore(id) {
        const restored = await attempt(bridge['profiles.restore']({ id }))
        if (!restored) return
        set((state) => withKnown(state, restored.value))
        open(restored.value.id)
      },
      async discover() {
        set(withTidyIssuer)
        const form = openForm(get())
        const { variant } = get()
        const { allowHttp, flow } = form
        const issuer = fillText(form.issuer.trim(), valuesIn(form, variant))
        if (issuer === '' || get().openKey === null) return
        discoveryAsked += 1
        const asked = discoveryAsked
        set({ discovery: { kind: 'asking', issuer } })
        const answer = await settle(
          bridge['profiles.discover']({
            id: openProfile(get())?.id ?? null,
            ...(isKnownChoice(variant, openProfile(get()) ?? emptyDraft) ? { variant } : {}),
            issuer,
            allowHttp,
            flow: { ca_certificates: flow.ca_certificates, proxy: flow.proxy },
          }),
        )
        if (asked !== discoveryAsked) return
        if (!answer.ok) return set({ discovery: { kind: 'failed', issuer, error: answer.error } })
        // What the built-in provider says is not kept: it may say something else at its next start.
        if (!openProfile(get())?.builtIn) set((state) => withChange(state, { metadata: answer.value }))
        set({ discovery: { kind: 'found', metadata: answer.value } })
      },
      async revealSecret(name) {
        const profile = openProfile(get())
        if (!profile) return
        hide()
        const asked = revealAsked
        set({ reveal: { kind: 'asking', name } })
        const answer = await settle(
          bridge['profiles.revealSecret']({ id: profile.id, key: secretKey(name, get().variant) }),
        )
        // The person may have left or hidden it since; then the secret goes nowhere.
        if (asked !== revealAsked) return
        if (!answer.ok) return set({ reveal: { kind: 'failed', name, error: answer.error } })
        callOffHiding = schedule(hide, revealMs)
        set({ reveal: { kind: 'shown', name, secret: answer.value.secret } })
      },
      hideSecret: hide,
      machine: createThisMachine(bridge),
      close() {
        hide()
        for (const unsubscribe of subscriptions.splice(0)) unsubscribe()
      },
    }
  })

  subscriptions.push(
    bridge.on('profiles.changed', (profiles) => store.setState((state) => withProfiles(state, profiles))),
    bridge.on('vault.changed', (vault) => store.setState({ vault })),
  )
  return store
}

function replaced(profiles: readonly Profile[], saved: Profile): readonly Profile[] {
  return profiles.map((profile) => (profile.id === saved.id ? saved : profile))
}

/** What a person edits of a kept profile. */
function draftOnly(profile: Profile): ProfileDraft {
  const { id: _, builtIn, secrets, variantSecrets, createdAt, updatedAt, ...draft } = profile
  return draft
}

function withKnown(state: ProfilesState, profile: Profile): Partial<ProfilesState> {
  const others = (state.profiles ?? []).filter(({ id }) => id !== profile.id)
  return { profiles: [...others, profile] }
}

/** Only what a person changed. */
export function secretsToSend(
  edits: ProfilesState['secretEdits'],
): Pick<CallInput<'profiles.save'>, 'secrets'> {
  const changes: Record<string, string | null> = {}
  for (const [key, edit] of Object.entries(edits)) {
    if (edit.kind === 'remove') changes[key] = null
    if (edit.kind === 'replace' && edit.text !== '') changes[key] = edit.text
  }
  return Object.keys(changes).length === 0 ? {} : { secrets: changes }
}

function scheduleByTimer(task: () => void, ms: number): () => void {
  const timer = setTimeout(task, ms)
  return () => clearTimeout(timer)
}
