import { ChevronDown, Plus, UserRoundKey } from 'lucide-react'
import { type ReactNode, useEffect } from 'react'
import { useStore } from 'zustand'
import { plainText } from '../../../../shared/oauth/plain-text.ts'
import { profileTemplates } from '../../../../shared/profile/templates/templates.ts'
import type { AppActions } from '../../app-actions.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { InlineProblem } from '../../ui/inline-problem.tsx'
import { Menu } from '../../ui/menu.tsx'
import { Pane } from '../../ui/pane.tsx'
import { Select } from '../../ui/select.tsx'
import { Split } from '../../ui/split.tsx'
import { useMedia } from '../../ui/use-media.ts'
import type { IssuerFinderStore } from './issuer-finder-store.ts'
import { ProfileEditor } from './profile-editor.tsx'
import { ProfileList } from './profile-list.tsx'
import { isDirty, newProfileKey, openProfile, type ProfilesState } from './profiles-state.ts'
import type { ProfilesActions, ProfilesStore } from './profiles-store.ts'
import styles from './profiles-view.module.css'
import type { RegistrationStore } from './registration/registration-store.ts'
import { type Transfer, useTransfer } from './use-transfer.tsx'

/** Profiles: the list at the left, one of them to edit at the right. */
export function ProfilesView({
  store,
  registration,
  finder,
  transfer: stores,
  actions,
}: {
  readonly store: ProfilesStore
  readonly registration: RegistrationStore
  readonly finder: IssuerFinderStore
  readonly transfer: Transfer
  readonly actions: AppActions
}) {
  const kept = useStore(store)
  const transfer = useTransfer(stores, store, actions)
  const { panel, menu } = transfer
  // Whoever opens or begins a profile is done with the panel beside the list.
  const state: typeof kept = {
    ...kept,
    open: (...chosen) => {
      transfer.close()
      kept.open(...chosen)
    },
    create: (template) => {
      transfer.close()
      kept.create(template)
    },
  }
  const narrow = useMedia('(max-width: 1000px)')
  const { load, hideSecret } = state
  useEffect(() => {
    void load()
    // A revealed secret does not wait for the person to come back.
    return hideSecret
  }, [load, hideSecret])
  useSaveShortcut(store)

  const editor =
    panel ??
    (state.openKey === null ? (
      <NothingOpen state={state} onImport={transfer.openImport} />
    ) : (
      <ProfileEditor
        key={state.openKey}
        state={state}
        registration={registration}
        finder={finder}
        onDuplicate={() => void duplicate(store, actions)}
        onDelete={() => void removeWithUndo(store, actions)}
        onFavourite={() => void toggleFavourite(store)}
        onExport={() => transfer.openExport(state.openKey === null ? [] : [state.openKey])}
        onRun={() => void saveAndRun(store, actions)}
      />
    ))
  if (narrow) {
    return (
      <div className={styles.stacked}>
        <ListStrip state={state} menu={menu} />
        {editor}
      </div>
    )
  }
  return (
    <Split
      id="profiles"
      label="Width of the list"
      firstSize={280}
      firstMin={220}
      secondMin={480}
      first={
        <ProfileList
          // What is open beside it is the panel then.
          state={panel === null ? state : { ...state, openKey: null }}
          actions={
            <>
              <NewProfile state={state} />
              {menu}
            </>
          }
          onSearch={state.search}
          onOpen={state.open}
        />
      }
      second={editor}
    />
  )
}

/** The list of a narrow window: one line. */
function ListStrip({
  state,
  menu,
}: {
  readonly state: ProfilesState & ProfilesActions
  readonly menu: ReactNode
}) {
  const profiles = state.profiles ?? []
  const mark = (key: string) => (state.edits[key] ? ' (unsaved)' : '')
  const options = profiles.map(({ id, name }) => ({ value: id, label: `${plainText(name)}${mark(id)}` }))
  if (state.edits[newProfileKey]) {
    options.unshift({ value: newProfileKey, label: `New profile${mark(newProfileKey)}` })
  }
  return (
    <div className={styles.strip}>
      <h1 className="visually-hidden">Profiles</h1>
      {options.length === 0 ? (
        <span />
      ) : (
        <Select
          aria-label="Profile"
          options={options}
          value={state.openKey ?? ''}
          onValueChange={state.open}
        />
      )}
      <NewProfile state={state} />
      {menu}
    </div>
  )
}

/** An empty profile, or one that begins as a provider's template. */
function NewProfile({ state }: { readonly state: ProfilesState & ProfilesActions }) {
  return (
    <>
      <Button icon={<Plus size={14} aria-hidden />} onClick={() => state.create()}>
        New
      </Button>
      <Menu
        label="From a template"
        trigger={<IconButton label="From a template" icon={<ChevronDown size={14} aria-hidden />} />}
        items={profileTemplates.map((template) => ({
          id: template.id,
          label: template.name,
          onSelect: () => state.create(template),
        }))}
      />
    </>
  )
}

function NothingOpen({
  state,
  onImport,
}: {
  readonly state: ProfilesState & ProfilesActions
  readonly onImport: () => void
}) {
  const { loadProblem } = state
  return (
    <Pane label="Edit profile">
      <div className={styles.empty}>
        <EmptyState
          icon={<UserRoundKey size={18} aria-hidden />}
          title="A profile is one client at one provider"
          actions={
            <>
              <Button variant="primary" icon={<Plus size={14} aria-hidden />} onClick={() => state.create()}>
                New profile
              </Button>
              <Button onClick={onImport}>Import</Button>
            </>
          }
        >
          <p>
            Enter the provider’s issuer and the client ID it gave you; “Fill from issuer” reads the endpoints.
          </p>
          {loadProblem && (
            <InlineProblem
              title="The profiles could not be loaded"
              actions={<Button onClick={() => void state.load()}>Try again</Button>}
            >
              {loadProblem.message}
            </InlineProblem>
          )}
        </EmptyState>
      </div>
    </Pane>
  )
}

async function duplicate(store: ProfilesStore, actions: AppActions): Promise<void> {
  const followed = openProfile(store.getState())?.builtIn ?? false
  const copy = await store.getState().duplicate()
  if (!copy) return
  actions.notify(
    followed
      ? `“${plainText(copy.name)}” keeps the address ${copy.issuer} and does not follow the provider`
      : `Copied as “${plainText(copy.name)}”`,
  )
}

async function removeWithUndo(store: ProfilesStore, actions: AppActions): Promise<void> {
  const removed = await store.getState().remove()
  if (!removed) return
  actions.notify(`Deleted “${plainText(removed.name)}”`, {
    run: () => void store.getState().restore(removed.id),
  })
}

/** Kept at once, and without what else is typed. */
async function toggleFavourite(store: ProfilesStore): Promise<void> {
  const profile = openProfile(store.getState())
  if (profile) await store.getState().saveFavourite(!profile.favourite)
}

/** What runs is what is on the screen: unsaved edits are saved first, and a wrong field stops it. */
async function saveAndRun(store: ProfilesStore, actions: AppActions): Promise<void> {
  const state = store.getState()
  const profile = isDirty(state) ? await state.save() : openProfile(state)
  if (profile) actions.runProfile(profile.id, store.getState().variant)
}

/** Ctrl or Cmd with S saves from anywhere in this view. */
function useSaveShortcut(store: ProfilesStore) {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 's' || !(event.ctrlKey || event.metaKey) || event.altKey) return
      // The command palette is in front.
      if (document.querySelector('dialog[open]')) return
      event.preventDefault()
      const state = store.getState()
      if (isDirty(state)) void state.save()
    }
    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  }, [store])
}
