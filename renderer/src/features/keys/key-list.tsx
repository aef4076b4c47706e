import { ArrowLeftRight, Download, type LucideIcon, Plus, SearchCheck, ShieldCheck } from 'lucide-react'
import { Button } from '../../ui/button.tsx'
import { Pane, PaneBar, PaneScroll } from '../../ui/pane.tsx'
import { TextInput } from '../../ui/text-input.tsx'
import styles from './key-list.module.css'
import { KeyRows } from './key-rows.tsx'
import { foundKeys, type KeysState, type Place } from './keys-state.ts'

type WithoutKey = Exclude<Place, { kind: 'key' }>['kind']

/** What can be done with a key that is not kept. */
export const tools: readonly {
  readonly kind: WithoutKey
  readonly label: string
  readonly icon: LucideIcon
}[] = [
  { kind: 'convert', label: 'Convert a key', icon: ArrowLeftRight },
  { kind: 'check', label: 'Check a key set', icon: ShieldCheck },
  { kind: 'which', label: 'Which key verifies this', icon: SearchCheck },
]

/** All keys, searchable, and below them what needs none of them. */
export function KeyList({
  state,
  onSearch,
  onGo,
}: {
  readonly state: KeysState
  readonly onSearch: (query: string) => void
  readonly onGo: (place: Place) => void
}) {
  const keys = state.keys ?? []
  const found = foundKeys(keys, state.query)
  const current = state.place
  return (
    <Pane label="Keys">
      <PaneBar
        title="Keys"
        level={1}
        end={
          <>
            <Button icon={<Download size={14} aria-hidden />} onClick={() => onGo({ kind: 'import' })}>
              Import
            </Button>
            <Button icon={<Plus size={14} aria-hidden />} onClick={() => onGo({ kind: 'generate' })}>
              Generate
            </Button>
          </>
        }
      />
      {keys.length > 5 && (
        <div className={styles.tools}>
          <TextInput
            type="search"
            aria-label="Search keys"
            placeholder="Search name, kind, kid, thumbprint"
            value={state.query}
            onChange={(event) => onSearch(event.target.value)}
          />
        </div>
      )}
      <PaneScroll>
        <KeyRows
          keys={found}
          marksMemory={state.vault?.kind === 'sealed'}
          currentId={current?.kind === 'key' ? current.id : null}
          onGo={onGo}
        />
        {state.keys !== null && keys.length === 0 && (
          <p className={styles.nothing}>No keys yet. They are listed here once you generate or import one.</p>
        )}
        {keys.length > 0 && found.length === 0 && (
          <p className={styles.nothing}>No key holds “{state.query.trim()}”.</p>
        )}
      </PaneScroll>
      <nav className={styles.without} aria-label="Without keeping a key">
        <p className={styles.title}>Without keeping anything</p>
        {tools.map(({ kind, label, icon: Icon }) => (
          <button
            key={kind}
            type="button"
            className={styles.place}
            aria-current={current?.kind === kind}
            onClick={() => onGo({ kind })}
          >
            <Icon size={14} aria-hidden />
            {label}
          </button>
        ))}
      </nav>
    </Pane>
  )
}
