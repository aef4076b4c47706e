import type { AppActions } from '../../../app-actions.ts'
import type { BuildState } from '../build-store.ts'

/** A matrix of faulty tokens made from the one in Build. */
export function NegativeTab(_props: { readonly state: BuildState; readonly actions: AppActions }) {
  return null
}
