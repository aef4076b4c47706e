import { useVirtualizer } from '@tanstack/react-virtual'
import { ChevronDown, ChevronRight, Star } from 'lucide-react'
import { type KeyboardEvent, type ReactNode, useDeferredValue, useMemo, useRef, useState } from 'react'
import { issuerText } from '../../../../shared/profile/built-in-issuer.ts'
import type { Profile } from '../../../../shared/profile/profile.ts'
import { Chip } from '../../ui/chip.tsx'
import { Pane, PaneBar } from '../../ui/pane.tsx'
import { TextInput } from '../../ui/text-input.tsx'
import { VisibleText } from '../../ui/visible-text.tsx'
import styles from './profile-list.module.css'
import { profileRows } from './profile-rows.ts'
import { newProfileKey, type ProfilesState } from './profiles-state.ts'

const rowHeight = 44
const headingHeight = 28

/** All profiles in their folders, searchable; a mark where something is not saved. Only what is in sight is drawn. */
export function ProfileList({
  state,
  actions,
  onSearch,
  onOpen,
}: {
  readonly state: ProfilesState
  /** At the end of the title's line. */
  readonly actions: ReactNode
  readonly onSearch: (query: string) => void
  readonly onOpen: (key: string) => void
}) {
  const profiles = state.profiles ?? []
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set())
  const wanted = useDeferredValue(state.query)
  const rows = useMemo(() => profileRows(profiles, wanted, closed), [profiles, wanted, closed])
  const scroll = useRef<HTMLDivElement>(null)
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroll.current,
    estimateSize: (index) => (rows[index]?.kind === 'folder' ? headingHeight : rowHeight),
    getItemKey: (index) => {
      const row = rows[index]
      return row?.kind === 'profile' ? row.profile.id : `folder ${row?.name}`
    },
    overscan: 12,
  })
  const draft = state.edits[newProfileKey]
  const toggle = (name: string) => {
    const next = new Set(closed)
    if (!next.delete(name)) next.add(name)
    setClosed(next)
  }
  return (
    <Pane label="Profiles">
      <PaneBar title="Profiles" level={1} end={actions} />
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
      <div ref={scroll} className={styles.scroll}>
        {draft && (
          <div className={styles.draft}>
            <Row
              name={draft.name.trim() || 'New profile'}
              issuer={draft.issuer || 'not saved yet'}
              current={state.openKey === newProfileKey}
              unsaved
              onOpen={() => onOpen(newProfileKey)}
            />
          </div>
        )}
        <ul
          className={styles.list}
          aria-label="Profiles by folder"
          style={{ height: virtual.getTotalSize() }}
          onKeyDown={moveFocus}
        >
          {virtual.getVirtualItems().map(({ index, key, start, size }) => {
            const row = rows[index]
            if (row === undefined) return null
            return (
              <li
                key={key}
                className={styles.place}
                style={{ transform: `translateY(${start}px)`, height: size }}
              >
                {row.kind === 'folder' ? (
                  <Heading {...row} onToggle={() => toggle(row.name)} />
                ) : (
                  <ProfileLine profile={row.profile} state={state} onOpen={onOpen} />
                )}
              </li>
            )
          })}
        </ul>
        {profiles.length > 0 && rows.length === 0 && (
          <p className={styles.nothing}>No profile holds “{state.query.trim()}”.</p>
        )}
      </div>
    </Pane>
  )
}

/** Arrows walk from line to line, as far as they are drawn; the next ones are drawn as they come into sight. */
function moveFocus(event: KeyboardEvent<HTMLUListElement>) {
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
  if (step === 0) return
  const lines = [...event.currentTarget.querySelectorAll('button')].sort(
    (a, b) => a.getBoundingClientRect().top - b.getBoundingClientRect().top,
  )
  const next = lines[lines.indexOf(document.activeElement as HTMLButtonElement) + step]
  if (!next) return
  event.preventDefault()
  next.focus()
}

function Heading({
  name,
  count,
  isOpen,
  onToggle,
}: {
  readonly name: string
  readonly count: number
  readonly isOpen: boolean
  readonly onToggle: () => void
}) {
  return (
    <button type="button" className={styles.folder} aria-expanded={isOpen} title={name} onClick={onToggle}>
      {isOpen ? <ChevronDown size={13} aria-hidden /> : <ChevronRight size={13} aria-hidden />}
      <span className={styles.text}>
        <VisibleText text={name.replaceAll('/', ' / ')} />
      </span>
      <span className={styles.count}>{count.toLocaleString('en')}</span>
    </button>
  )
}

function ProfileLine({
  profile,
  state,
  onOpen,
}: {
  readonly profile: Profile
  readonly state: ProfilesState
  readonly onOpen: (key: string) => void
}) {
  return (
    <Row
      name={profile.name}
      issuer={issuerText(profile)}
      builtIn={profile.builtIn}
      favourite={profile.favourite}
      current={state.openKey === profile.id}
      unsaved={state.edits[profile.id] !== undefined}
      onOpen={() => onOpen(profile.id)}
    />
  )
}

function Row({
  name,
  issuer,
  builtIn = false,
  favourite = false,
  current,
  unsaved,
  onOpen,
}: {
  readonly name: string
  readonly issuer: string
  readonly builtIn?: boolean
  readonly favourite?: boolean
  readonly current: boolean
  readonly unsaved: boolean
  readonly onOpen: () => void
}) {
  return (
    <button type="button" className={styles.profile} aria-current={current} title={name} onClick={onOpen}>
      <span className={styles.name}>
        <span className={styles.text}>
          <VisibleText text={name} />
        </span>
        {favourite && <Star size={12} className={styles.star} aria-label="favourite" />}
        {unsaved && <Chip tone="warn">unsaved</Chip>}
        {builtIn && <Chip>built-in</Chip>}
      </span>
      <span className={styles.issuer}>
        <VisibleText text={issuer} />
      </span>
    </button>
  )
}
