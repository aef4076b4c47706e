import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Bridge } from '../../../../../shared/ipc/bridge.ts'
import type { CallInput } from '../../../../../shared/ipc/contract.ts'
import { clientMetadataOf } from '../../../../../shared/profile/client-metadata.ts'
import type { ProfileDraft } from '../../../../../shared/profile/profile.ts'
import { resolveDraft, unfilledIn } from '../../../../../shared/profile/resolve-profile.ts'
import type { VariantChoice } from '../../../../../shared/profile/variant.ts'
import { settle } from '../../../bridge.ts'
import { type ProfileForm, parseForm } from '../profile-form.ts'
import { editOf, newProfileKey, openForm, openProfile } from '../profiles-state.ts'
import { type ProfilesStore, secretsToSend } from '../profiles-store.ts'
import { closedRegistration, type RegistrationPurpose, type RegistrationState } from './registration-state.ts'

export type RegistrationActions = {
  /** Looks up whether the open profile keeps a registration. */
  look(): Promise<void>
  /** Shows what the open profile would be registered as. */
  propose(): Promise<void>
  edit(text: string): void
  changeInitialAccessToken(token: string): void
  send(): Promise<void>
  read(): Promise<void>
  /** The metadata that came, to be changed and sent back. */
  change(): void
  askToDelete(): void
  remove(): Promise<void>
  /** Back to what was sent, to try otherwise. */
  retry(): void
  /** What the answer brought goes into the profile and the vault. */
  adopt(): Promise<void>
  cancel(): void
  close(): void
}

export type RegistrationStore = StoreApi<RegistrationState & RegistrationActions>

/** A client that has no name yet is checked as if it had one. */
const unnamed = 'to-be-registered'

/** Registering the open profile's client, and managing what was registered. */
export function createRegistrationStore({
  bridge,
  profiles,
}: {
  readonly bridge: Bridge
  readonly profiles: ProfilesStore
}): RegistrationStore {
  let asked = 0
  /** Answers that come after the person went elsewhere are dropped. */
  let place = 0
  const store = createStore<RegistrationState & RegistrationActions>()((set, get) => {
    const openId = () => openProfile(profiles.getState())?.id ?? null

    const drop = () => {
      const { stage } = get()
      if (stage.kind === 'answered') void settle(bridge['registration.drop']({ requestId: stage.requestId }))
    }

    async function call(made: CallInput<'registration.call'>['call']) {
      const form = openForm(profiles.getState())
      const draft = readForm(profiles, form)
      if (draft === null) return
      const { variant } = profiles.getState()
      const resolved = resolveDraft(draft, variant)
      asked += 1
      const requestId = `registration-${asked}`
      const here = place
      set({ stage: { kind: 'asking', purpose: made.kind, requestId } })
      const { ca_certificates, proxy } = resolved.flow
      const answer = await settle(
        bridge['registration.call']({
          requestId,
          id: openId(),
          variant,
          issuer: resolved.issuer,
          allowHttp: resolved.allowHttp,
          endpoints: resolved.endpoints,
          flow: { ca_certificates, proxy },
          call: made,
        }),
      )
      const { stage } = get()
      if (here !== place || stage.kind !== 'asking' || stage.requestId !== requestId) {
        void settle(bridge['registration.drop']({ requestId }))
        return
      }
      set({
        stage: answer.ok
          ? { kind: 'answered', outcome: answer.value, requestId }
          : { kind: 'failed', purpose: made.kind, error: answer.error },
      })
      if (answer.ok && made.kind !== 'register') await get().look()
    }

    return {
      ...closedRegistration,
      async look() {
        const id = openId()
        const here = place
        if (id === null) return set({ kept: null })
        const { variant } = profiles.getState()
        const answer = await settle(bridge['registration.kept']({ id, variant }))
        if (here === place) set({ kept: answer.ok ? answer.value : null })
      },
      async propose() {
        const state = profiles.getState()
        const draft = readForm(profiles, openForm(state))
        if (draft === null) return
        const here = place
        const typed = (['client_key', 'decryption_key', 'client_certificate'] as const).flatMap((name) => {
          const edit = editOf(state, name)
          return edit.kind === 'replace' && edit.text !== '' ? [[name, edit.text] as const] : []
        })
        const answer = await settle(
          bridge['registration.keys']({
            id: openId(),
            variant: state.variant,
            typed: Object.fromEntries(typed),
          }),
        )
        if (here !== place) return
        const keys = answer.ok ? answer.value : { client_key: null, decryption_key: null, certificate: null }
        const { metadata, remarks } = clientMetadataOf(resolveDraft(draft, state.variant), keys)
        set({
          text: JSON.stringify(metadata, null, 2),
          stage: { kind: 'editing', purpose: 'register', remarks },
        })
      },
      edit: (text) => set({ text }),
      changeInitialAccessToken: (initialAccessToken) => set({ initialAccessToken }),
      async send() {
        const { stage, text: metadata, initialAccessToken } = get()
        if (stage.kind !== 'editing') return
        if (stage.purpose === 'update') return call({ kind: 'update', metadata })
        const token = initialAccessToken.trim()
        await call({ kind: 'register', metadata, initialAccessToken: token === '' ? null : token })
      },
      read: () => call({ kind: 'read' }),
      change() {
        const { stage } = get()
        const text = stage.kind === 'answered' ? (stage.outcome.received?.metadata ?? null) : null
        if (text !== null) set({ text, stage: { kind: 'editing', purpose: 'update', remarks: [] } })
      },
      askToDelete: () => set({ stage: { kind: 'confirming_delete' } }),
      remove: () => call({ kind: 'delete' }),
      retry() {
        const { stage } = get()
        const purpose = purposeOf(stage)
        drop()
        if (purpose === 'register' || purpose === 'update') {
          set({ stage: { kind: 'editing', purpose, remarks: [] } })
        } else set({ stage: { kind: 'closed' } })
      },
      async adopt() {
        const { stage } = get()
        const { openKey, secretEdits, variant } = profiles.getState()
        const form = openForm(profiles.getState())
        if (stage.kind !== 'answered' || openKey === null) return
        const draft = readForm(profiles, form)
        if (draft === null) return
        const here = place
        const answer = await settle(
          bridge['registration.adopt']({
            requestId: stage.requestId,
            id: openKey === newProfileKey ? null : openKey,
            variant,
            draft,
            ...secretsToSend(secretEdits),
          }),
        )
        if (here !== place) return
        if (!answer.ok) return set({ stage: { kind: 'failed', purpose: 'register', error: answer.error } })
        profiles.getState().savedElsewhere(openKey, form, answer.value)
        set(closedRegistration)
        await get().look()
      },
      cancel() {
        const { stage } = get()
        if (stage.kind === 'asking') void settle(bridge['tokens.cancel']({ requestId: stage.requestId }))
      },
      close() {
        drop()
        const { kept } = get()
        set({ ...closedRegistration, kept })
      },
    }
  })

  profiles.subscribe((state, before) => {
    if (state.openKey === before.openKey && isSameChoice(state.variant, before.variant)) return
    place += 1
    store.getState().cancel()
    store.getState().close()
    store.setState({ kept: null })
    void store.getState().look()
  })
  return store
}

/** The draft in the open editor, its client ID aside; null where a field is wrong, which the editor then shows. */
function readForm(profiles: ProfilesStore, form: ProfileForm): ProfileDraft | null {
  const parsed = parseForm({ ...form, client_id: form.client_id.trim() === '' ? unnamed : form.client_id })
  if (!parsed.ok) {
    profiles.setState((state) => ({ fieldErrors: parsed.errors, refusals: state.refusals + 1 }))
    return null
  }
  const draft = { ...parsed.draft, client_id: form.client_id.trim() }
  const unfilled = unfilledIn(resolveDraft(draft, profiles.getState().variant))
  if (unfilled.length === 0) return draft
  const names = unfilled.map((name) => `{{${name}}}`).join(', ')
  profiles.setState({
    attempt: { kind: 'failed', error: { code: 'ERR_INPUT', message: `no value is given for ${names}` } },
  })
  return null
}

function isSameChoice(a: VariantChoice, b: VariantChoice): boolean {
  return a.environment === b.environment && a.client === b.client && a.user === b.user
}

function purposeOf(stage: RegistrationState['stage']): RegistrationPurpose | null {
  if (stage.kind === 'answered') return stage.outcome.kind
  return 'purpose' in stage ? stage.purpose : null
}
