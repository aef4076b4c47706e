import { Plus } from 'lucide-react'
import { issuerText } from '../../../../shared/profile/built-in-issuer.ts'
import { Button } from '../../ui/button.tsx'
import { Chip } from '../../ui/chip.tsx'
import { Pane, PaneBar, PaneScroll } from '../../ui/pane.tsx'
import { TextInput } from '../../ui/text-input.tsx'
import { VisibleText } from '../../ui/visible-text.tsx'
import styles from './profile-list.module.css'
import { foundProfiles, newProfileKey, type ProfilesState } from './profiles-state.ts'

/** All profiles, searchable; a mark where something is not saved. */
export function ProfileList({
  state,
  onSearch,
  onOpen,
  onCreate,
}: {
  readonly state: ProfilesState
  readonly onSearch: (query: string) => void
  readonly onOpen: (key: string) => void
  readonly onCreate: () => void
}) {
  const profiles = state.profiles ?? []
  const found = foundProfiles(profiles, state.query)
  const draft = state.edits[newProfileKey]
  return (
    <Pane label="Profiles">
      <PaneBar
        title="Profiles"
        level={1}
        end={
          <Button icon={<Plus size={14} aria-hidden />} onClick={onCreate}>
            New
          </Button>
        }
      />
      {profiles.length > 5 && (
        <div className={styles.tools}>
          <TextInput
            type="search"
            aria-label="Search profiles"
            placeholder="Search name, issuer, client ID"
            value={state.query}
            onChange={(event) => onSearch(event.target.value)}
          />
        </div>
      )}
      <PaneScroll>
        <ul className={styles.list}>
          {draft && (
            <Row
              name={draft.name.trim() || 'New profile'}
              issuer={draft.issuer || 'not saved yet'}
              current={state.openKey === newProfileKey}
              unsaved
              onOpen={() => onOpen(newProfileKey)}
            />
          )}
          {found.map((profile) => (
            <Row
              key={profile.id}
              name={profile.name}
              issuer={issuerText(profile)}
              builtIn={profile.builtIn}
              current={state.openKey === profile.id}
              unsaved={state.edits[profile.id] !== undefined}
              onOpen={() => onOpen(profile.id)}
            />
          ))}
        </ul>
        {profiles.length > 0 && found.length === 0 && (
          <p className={styles.nothing}>No profile holds “{state.query.trim()}”.</p>
        )}
      </PaneScroll>
    </Pane>
  )
}

function Row({
  name,
  issuer,
  builtIn = false,
  current,
  unsaved,
  onOpen,
}: {
  readonly name: string
  readonly issuer: string
  readonly builtIn?: boolean
  readonly current: boolean
  readonly unsaved: boolean
  readonly onOpen: () => void
}) {
  return (
    <li>
      <button type="button" className={styles.profile} aria-current={current} title={name} onClick={onOpen}>
        <span className={styles.name}>
          <span className={styles.text}>
            <VisibleText text={name} />
          </span>
          {unsaved && <Chip tone="warn">unsaved</Chip>}
          {builtIn && <Chip>built-in</Chip>}
        </span>
        <span className={styles.issuer}>
          <VisibleText text={issuer} />
        </span>
      </button>
    </li>
  )
}
