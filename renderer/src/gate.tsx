import { type ReactNode, useEffect } from 'react'
import { useStore } from 'zustand'
import type { Bridge } from '../../shared/ipc/bridge.ts'
import type { FrameStore } from './frame-store.ts'
import { LockScreen } from './lock-screen.tsx'

/** The window, or the lock screen in its place. */
export function Gate({
  bridge,
  frame,
  children,
}: {
  readonly bridge: Bridge
  readonly frame: FrameStore
  readonly children: ReactNode
}) {
  const vault = useStore(frame, (state) => state.vault)
  useEffect(() => {
    void frame.getState().load()
  }, [frame])
  return vault?.kind === 'locked' ? <LockScreen bridge={bridge} backend={vault.backend} /> : children
}
