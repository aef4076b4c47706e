import { Download, Ellipsis, KeyRound, Plus } from 'lucide-react'
import { useEffect } from 'react'
import { useStore } from 'zustand'
import { plainText } from '../../../../shared/oauth/plain-text.ts'
import type { AppActions } from '../../app-actions.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { InlineProblem } from '../../ui/inline-problem.tsx'
import { Menu } from '../../ui/menu.tsx'
import { Pane } from '../../ui/pane.tsx'
import { Select } from '../../ui/select.tsx'
import { Split } from '../../ui/split.tsx'
import { useMedia } from '../../ui/use-media.ts'
import { CheckView } from './check-view.tsx'
import { ConvertView } from './convert-view.tsx'
import { GenerateView } from './generate-view.tsx'
import { ImportView } from './import-view.tsx'
import { KeyDetail } from './key-detail.tsx'
import { KeyList, tools } from './key-list.tsx'
import { type KeysState, openKey } from './keys-state.ts'
import type { KeysActions, KeysStore } from './keys-store.ts'
import styles from './keys-view.module.css'
import { VaultNotice } from './vault-notice.tsx'
import { WhichView } from './which-view.tsx'

type Store = KeysState & KeysActions

/** Keys: the list at the left, one of them, or what can be done without one, at the right. */
export function KeysView({ store, actions }: { readonly store: KeysStore; readonly actions: AppActions }) {
  const state = useStore(store)
  const narrow = useMedia('(max-width: 1000px)')
  const { load, leave } = state
  useEffect(() => {
    void load()
    return leave
  }, [load, leave])
  const side = <Side state={state} actions={actions} />
  if (narrow) {
    return (
      <div className={styles.stacked}>
        <Strip state={state} />
        {side}
      </div>
    )
  }
  return (
    <Split
      id="keys"
      label="Width of the list"
      firstSize={290}
      firstMin={270}
      secondMin={480}
      first={<KeyList state={state} onSearch={state.search} onGo={state.go} />}
      second={side}
    />
  )
}

function Side({ state, actions }: { readonly state: Store; readonly actions: AppActions }) {
  const key = openKey(state)
  switch (state.place?.kind) {
    case 'generate':
      return <GenerateView state={state} />
    case 'import':
      return <ImportView state={state} />
    case 'convert':
      return <ConvertView state={state} now={Date.now} />
    case 'check':
      return <CheckView state={state} />
    case 'which':
      return <WhichView state={state} fromInspect={actions.inspectedToken()} />
    default:
      return key ? (
        <KeyDetail
          record={key}
          state={state}
          now={Date.now}
          onDelete={() => void removeWithUndo(state, actions)}
        />
      ) : (
        <NothingOpen state={state} />
      )
  }
}

/** The list of a narrow window: one line. */
function Strip({ state }: { readonly state: Store }) {
  const keys = state.keys ?? []
  const { place } = state
  const options = keys.map(({ id, name, keptIn }) => ({
    value: id,
    label: `${plainText(name)}${keptIn === 'memory' ? ' (not saved)' : ''}`,
  }))
  return (
    <div className={styles.strip}>
      <h1 className="visually-hidden">Keys</h1>
      {keys.length === 0 ? (
        <span />
      ) : (
        <Select
          aria-label="Key"
          options={[
            ...(place?.kind === 'key' ? [] : [{ value: '', label: 'Your keys', disabled: true }]),
            ...options,
          ]}
          value={place?.kind === 'key' ? place.id : ''}
          onValueChange={(id) => state.go({ kind: 'key', id })}
        />
      )}
      <Button icon={<Download size={14} aria-hidden />} onClick={() => state.go({ kind: 'import' })}>
        Import
      </Button>
      <Button icon={<Plus size={14} aria-hidden />} onClick={() => state.go({ kind: 'generate' })}>
        Generate
      </Button>
      <Menu
        label="Without keeping a key"
        trigger={<IconButton label="More with keys" icon={<Ellipsis size={16} aria-hidden />} />}
        items={tools.map(({ kind, label, icon: Icon }) => ({
          id: kind,
          label,
          icon: <Icon size={14} aria-hidden />,
          onSelect: () => state.go({ kind }),
        }))}
      />
    </div>
  )
}

function NothingOpen({ state }: { readonly state: Store }) {
  const { loadProblem } = state
  return (
    <Pane label="Keys explained">
      <div className={styles.empty}>
        <EmptyState
          icon={<KeyRound size={18} aria-hidden />}
          title="Your keys, ready to sign and verify with"
          actions={
            <>
              <Button
                variant="primary"
                icon={<Plus size={14} aria-hidden />}
                onClick={() => state.go({ kind: 'generate' })}
              >
                Generate a key
              </Button>
              <Button icon={<Download size={14} aria-hidden />} onClick={() => state.go({ kind: 'import' })}>
                Import a key
              </Button>
            </>
          }
        >
          <p>
            A key kept here signs tokens in Build and verifies them in Inspect. Its private half stays in this
            app; you see it only when you ask for it.
          </p>
          <p>Or look at a key or a key set without keeping it:</p>
          <div className={styles.tools}>
            {tools.map(({ kind, label, icon: Icon }) => (
              <Button
                key={kind}
                variant="ghost"
                icon={<Icon size={14} aria-hidden />}
                onClick={() => state.go({ kind })}
              >
                {label}
              </Button>
            ))}
          </div>
          <VaultNotice vault={state.vault} />
          {loadProblem && (
            <InlineProblem
              title="The keys could not be loaded"
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

async function removeWithUndo(state: Store, actions: AppActions): Promise<void> {
  const removed = await state.remove()
  if (!removed) return
  actions.notify(`Deleted “${plainText(removed.name)}”`, {
    run: () => void state.restore(removed.id),
  })
}
