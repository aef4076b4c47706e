import type { AppActions } from '../../app-actions.ts'
import { Pane } from '../../ui/pane.tsx'
import type { BuildStore } from './build-store.ts'

export function BuildView(_props: { readonly store: BuildStore; readonly actions: AppActions }) {
  return <Pane label="Build">{null}</Pane>
}
