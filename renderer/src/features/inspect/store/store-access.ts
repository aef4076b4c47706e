import type { InspectState } from '../inspect-state.ts'

/** The parts of a zustand store that its actions work with. */
export type StoreAccess = {
  readonly get: () => InspectState
  readonly set: (change: Partial<InspectState> | ((state: InspectState) => Partial<InspectState>)) => void
}
