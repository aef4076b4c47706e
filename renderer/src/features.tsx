import { type ComponentType, type LazyExoticComponent, lazy } from 'react'
import type { Bridge } from '../../shared/ipc/bridge.ts'
import type { AppActions } from './app-actions.ts'
import type { BuildStore } from './features/build/build-store.ts'
import type { FlowsStore } from './features/flows/flows-store.ts'
import { loadInputParts } from './features/inspect/input-pane.tsx'
import type { InspectStore } from './features/inspect/inspect-state.ts'
import { createInspectStore } from './features/inspect/inspect-store.ts'
import type { ResultProps } from './features/inspect/result-side.tsx'
import { scanInWorker } from './features/inspect/tokens/scan-in-worker.ts'
import type { KeysStore } from './features/keys/keys-store.ts'
import type { ProfilesStore } from './features/profiles/profiles-store.ts'
import { afterTyping } from './ui/after-typing.ts'
import { type OnDemand, onDemand } from './ui/on-demand.tsx'

type ViewProps = { readonly actions: AppActions }
type LazyView = LazyExoticComponent<ComponentType<ViewProps>>

/** Every feature's store and view. Inspect is there at once; the others are loaded when they are first wanted. */
export type Features = {
  readonly inspect: InspectStore
  readonly build: () => Promise<BuildStore>
  readonly flows: () => Promise<FlowsStore>
  readonly keys: () => Promise<KeysStore>
  readonly profiles: () => Promise<ProfilesStore>
  readonly views: Readonly<
    Record<'build' | 'flows' | 'sessions' | 'profiles' | 'keys' | 'provider', LazyView>
  >
  /** What Inspect shows of a token; the window starts without one. */
  readonly result: OnDemand<ResultProps>
  /** Fetches what Inspect needs for a token, for the moment after the first picture. */
  readonly preloadInspect: () => void
  /** Fetches the code of all features, for an idle moment. */
  readonly preload: () => void
}

export function createFeatures(deps: { readonly bridge: Bridge; readonly now: () => number }): Features {
  const build = once(async () => {
    const { createBuildStore } = await import('./features/build/build-store.ts')
    return createBuildStore(deps)
  })
  const negative = once(async () => {
    const { createNegativeStore } = await import('./features/build/negative/negative-store.ts')
    return createNegativeStore(deps)
  })
  const keys = once(async () => {
    const { createKeysStore } = await import('./features/keys/keys-store.ts')
    return createKeysStore(deps)
  })
  const flows = once(async () => {
    const { createFlowsStore } = await import('./features/flows/flows-store.ts')
    return createFlowsStore(deps)
  })
  const whatIf = once(async () => {
    const { createWhatIfStore } = await import('./features/flows/what-if/what-if-store.ts')
    return createWhatIfStore(deps)
  })
  const history = once(async () => {
    const { createHistoryStore } = await import('./features/flows/history-store.ts')
    return createHistoryStore(deps)
  })
  const profiles = once(async () => {
    const { createProfilesStore } = await import('./features/profiles/profiles-store.ts')
    return createProfilesStore(deps)
  })
  const sessions = once(async () => {
    const { createSessionsStore } = await import('./features/sessions/sessions-store.ts')
    return createSessionsStore(deps)
  })
  const profileTransfer = once(async () => {
    const [{ createImportStore }, { createExportStore }] = await Promise.all([
      import('./features/profiles/import-store.ts'),
      import('./features/profiles/export-store.ts'),
    ])
    return { imports: createImportStore(deps), exports: createExportStore(deps) }
  })
  const provider = once(async () => {
    const { createProviderStore } = await import('./features/provider/provider-store.ts')
    return createProviderStore(deps)
  })
  const result = onDemand<ResultProps>(async () => {
    const [{ createFindingsStore }, { ResultPane }] = await Promise.all([
      import('./features/inspect/findings/findings-store.ts'),
      import('./features/inspect/result-pane.tsx'),
    ])
    const findings = createFindingsStore({ bridge: deps.bridge, storage: localStorage })
    return (props) => <ResultPane {...props} findings={findings} />
  })
  const loadBuildView = () => import('./features/build/build-view.tsx')
  const loadKeysView = () => import('./features/keys/keys-view.tsx')
  const loadFlowsView = () => import('./features/flows/flows-view.tsx')
  const loadProfilesView = () => import('./features/profiles/profiles-view.tsx')
  const loadSessionsView = () => import('./features/sessions/sessions-view.tsx')
  const loadProviderView = () => import('./features/provider/provider-view.tsx')
  return {
    inspect: createInspectStore({ ...deps, scanText: scanInWorker, afterTyping }),
    result,
    build,
    flows,
    keys,
    profiles,
    views: {
      build: lazy(async () => {
        const [store, negativeStore, { BuildView }] = await Promise.all([
          build(),
          negative(),
          loadBuildView(),
        ])
        return {
          default: ({ actions }: ViewProps) => (
            <BuildView store={store} negative={negativeStore} actions={actions} />
          ),
        }
      }),
      keys: lazy(async () => {
        const [store, { KeysView }] = await Promise.all([keys(), loadKeysView()])
        return { default: ({ actions }: ViewProps) => <KeysView store={store} actions={actions} /> }
      }),
      flows: lazy(async () => {
        const [store, whatIfStore, historyStore, { FlowsView }] = await Promise.all([
          flows(),
          whatIf(),
          history(),
          loadFlowsView(),
        ])
        return {
          default: ({ actions }: ViewProps) => (
            <FlowsView store={store} whatIf={whatIfStore} history={historyStore} actions={actions} />
          ),
        }
      }),
      profiles: lazy(async () => {
        const [store, transfer, { createRegistrationStore }, { createIssuerFinderStore }, { ProfilesView }] =
          await Promise.all([
            profiles(),
            profileTransfer(),
            import('./features/profiles/registration/registration-store.ts'),
            import('./features/profiles/issuer-finder-store.ts'),
            loadProfilesView(),
          ])
        const registration = createRegistrationStore({ ...deps, profiles: store })
        const finder = createIssuerFinderStore({ ...deps, profiles: store })
        return {
          default: ({ actions }: ViewProps) => (
            <ProfilesView
              store={store}
              transfer={transfer}
              registration={registration}
              finder={finder}
              actions={actions}
            />
          ),
        }
      }),
      sessions: lazy(async () => {
        const [store, { SessionsView }] = await Promise.all([sessions(), loadSessionsView()])
        return { default: ({ actions }: ViewProps) => <SessionsView store={store} actions={actions} /> }
      }),
      provider: lazy(async () => {
        const [store, { ProviderView }] = await Promise.all([provider(), loadProviderView()])
        return { default: ({ actions }: ViewProps) => <ProviderView store={store} actions={actions} /> }
      }),
    },
    preloadInspect() {
      void Promise.all([result.load(), loadInputParts()])
    },
    preload() {
      void Promise.all([
        loadBuildView(),
        loadKeysView(),
        loadFlowsView(),
        loadSessionsView(),
        loadProfilesView(),
        loadProviderView(),
      ])
    },
  }
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | null = null
  return () => {
    made ??= make()
    return made
  }
}
