import { type ComponentType, type ReactNode, useSyncExternalStore } from 'react'

/** A component whose code is fetched when it is first wanted, or before. */
export type OnDemand<P> = {
  readonly View: ComponentType<P & { readonly meanwhile?: ReactNode }>
  /** Fetches the code; safe to call again. */
  readonly load: () => Promise<void>
}

/**
 * Like React's `lazy`, but what is loaded already stands there at once, and what comes later is shown as soon as it is
 * there: a Suspense boundary shows its fallback first in either case, and then holds the content back for 300 ms.
 */
export function onDemand<P extends object>(fetchView: () => Promise<ComponentType<P>>): OnDemand<P> {
  let loaded: ComponentType<P> | null = null
  let loading: Promise<void> | null = null
  const waiting = new Set<() => void>()
  const load = () => {
    loading ??= fetchView().then(
      (view) => {
        loaded = view
        for (const tell of waiting) tell()
      },
      () => {
        // The next one who wants it tries again.
        loading = null
      },
    )
    return loading
  }
  const subscribe = (tell: () => void) => {
    waiting.add(tell)
    void load()
    return () => waiting.delete(tell)
  }
  return {
    load,
    View({ meanwhile = null, ...props }) {
      const Loaded = useSyncExternalStore(subscribe, () => loaded)
      return Loaded ? <Loaded {...(props as unknown as P)} /> : meanwhile
    },
  }
}
