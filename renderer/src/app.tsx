import { Suspense, useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { useStore } from 'zustand'
import type { Bridge } from '../../shared/ipc/bridge.ts'
import { describeInstant } from '../../shared/time/instant.ts'
import styles from './app.module.css'
import type { AppActions, ViewId } from './app-actions.ts'
import { buildCommands } from './app-commands.ts'
import { settle } from './bridge.ts'
import { CommandPalette } from './command-palette.tsx'
import { asOf } from './features/inspect/inspect-state.ts'
import { InspectView } from './features/inspect/inspect-view.tsx'
import { SettingsView } from './features/settings/settings-view.tsx'
import type { Features } from './features.tsx'
import type { FrameStore } from './frame-store.ts'
import { Rail } from './rail.tsx'
import { requestFact } from './request-fact.ts'
import { StatusLine } from './status-line.tsx'
import { Toaster } from './ui/toast.tsx'
import { addToast, afterViewChange, type Toast, type Undo } from './ui/toast-list.ts'
import { UiActionsProvider } from './ui/ui-actions.tsx'
import { useAppInput } from './use-app-input.ts'
import { useSelectedRun } from './use-selected-run.ts'

/** The window: rail, view, status line; and the only place where one feature's wish reaches another. */
export function App({
  bridge,
  features,
  frame,
}: {
  readonly bridge: Bridge
  readonly features: Features
  readonly frame: FrameStore
}) {
  const [view, setView] = useState<ViewId>('inspect')
  const [paletteOpen, setPaletteOpen] = useState(false)
  const [toasts, setToasts] = useState<readonly Toast[]>([])
  const nextToast = useRef(1)
  const main = useRef<HTMLElement>(null)
  const { vault, provider, profiles } = useStore(frame)

  const dismiss = useCallback((id: number) => setToasts((all) => all.filter((toast) => toast.id !== id)), [])
  const actions = useMemo((): AppActions => {
    const goTo = (target: ViewId) => {
      setView(target)
      main.current?.focus()
    }
    const notify = (message: string, undo?: Undo) => {
      const id = nextToast.current++
      setToasts((all) => addToast(all, { id, message, ...(undo ? { undo } : {}) }))
    }
    return {
      goTo,
      openInInspect(handover) {
        features.inspect.getState().open(handover)
        goTo('inspect')
      },
      openInBuild(token) {
        void features.build().then((store) => {
          const restore = store.getState().open(token)
          if (restore) notify('Your changes in Build were replaced by this token', restore)
        })
        goTo('build')
      },
      whichKey(token) {
        void features.keys().then((store) => store.getState().askWhich(token))
        goTo('keys')
      },
      inspectedToken: () => features.inspect.getState().reading.token,
      runProfile(profileId, variant) {
        void features.flows().then((store) => store.getState().run(profileId, variant))
        goTo('flows')
      },
      editProfile(profileId, field, variant) {
        void features.profiles().then((store) => store.getState().open(profileId, field, variant))
        goTo('profiles')
      },
      notify,
    }
  }, [features])
  const uiActions = useMemo(
    () => ({
      copy: async (text: string) => (await settle(bridge['clipboard.write']({ text }))).ok,
      copySecret: async (text: string) =>
        (await settle(bridge['clipboard.write']({ text, secret: true }))).ok,
      saveFile: async (suggestedName: string, text: string) => {
        const answer = await settle(bridge['files.save']({ suggestedName, text }))
        if (!answer.ok) return 'failed' as const
        return answer.value.saved ? ('saved' as const) : ('cancelled' as const)
      },
      openSpec: (spec: string) => void settle(bridge['app.openSpec']({ spec })),
    }),
    [bridge],
  )
  const commands = useMemo(
    () => buildCommands({ actions, features, bridge, profiles, provider, vault }),
    [actions, features, bridge, profiles, provider, vault],
  )
  useAppInput({ bridge, features, actions, view, commands, onPalette: () => setPaletteOpen(true) })
  useEffect(
    () =>
      bridge.on('redirects.ignored', ({ reason }) =>
        actions.notify(`An address that came from outside was ignored: ${reason}`),
      ),
    [bridge, actions],
  )
  // biome-ignore lint/correctness/useExhaustiveDependencies: a change of the view is what it waits for
  useEffect(() => setToasts(afterViewChange), [view])
  useEffect(() => {
    let idle = requestIdleCallback(
      () => {
        features.preloadInspect()
        idle = requestIdleCallback(() => features.preload(), { timeout: 4000 })
      },
      { timeout: 200 },
    )
    return () => cancelIdleCallback(idle)
  }, [features])

  const {
    build: Build,
    flows: Flows,
    sessions: Sessions,
    profiles: Profiles,
    keys: Keys,
    provider: Provider,
  } = features.views
  return (
    <UiActionsProvider actions={uiActions}>
      <div className={styles.app}>
        <Rail view={view} onGo={setView} />
        <main ref={main} className={styles.main} tabIndex={-1}>
          {view === 'inspect' && (
            <InspectView store={features.inspect} result={features.result} actions={actions} />
          )}
          <Suspense fallback={<div className={styles.loading} />}>
            {view === 'build' && <Build actions={actions} />}
            {view === 'flows' && <Flows actions={actions} />}
            {view === 'sessions' && <Sessions actions={actions} />}
            {view === 'profiles' && <Profiles actions={actions} />}
            {view === 'keys' && <Keys actions={actions} />}
            {view === 'provider' && <Provider actions={actions} />}
          </Suspense>
          {view === 'settings' && <SettingsView bridge={bridge} vault={vault} />}
        </main>
        <Toaster toasts={toasts} onDismiss={dismiss} />
        <FrameStatus
          view={view}
          features={features}
          frame={frame}
          onVault={() => actions.goTo('settings')}
          onLock={() => void settle(bridge['vault.lock']())}
          onProvider={() => actions.goTo('provider')}
          onCommands={() => setPaletteOpen(true)}
        />
      </div>
      {paletteOpen && <CommandPalette commands={commands} onClose={() => setPaletteOpen(false)} />}
    </UiActionsProvider>
  )
}

/** Follows Inspect's store by itself, so that typing there does not draw the whole window again. */
function FrameStatus({
  view,
  features,
  frame,
  ...rest
}: {
  readonly view: ViewId
  readonly features: Features
  readonly frame: FrameStore
  readonly onVault: () => void
  readonly onLock: () => void
  readonly onProvider: () => void
  readonly onCommands: () => void
}) {
  const { vault, provider } = useStore(frame)
  const sincePaste = useStore(features.inspect, (state) => state.requests)
  const run = useSelectedRun(features, view === 'flows')
  const at = useStore(features.inspect, (state) => (asOf(state).isNow ? null : asOf(state).seconds))
  return (
    <StatusLine
      vault={vault}
      provider={provider}
      requests={requestFact(view, sincePaste, run)}
      asOf={view !== 'inspect' || at === null ? null : (describeInstant(at, at)?.local ?? null)}
      {...rest}
    />
  )
}
