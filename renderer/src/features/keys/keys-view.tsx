import type { AppActions } from '../../app-actions.ts'
import { Pane } from '../../ui/pane.tsx'
import type { KeysStore } from './keys-store.ts'

export function KeysView(_props: { readonly store: KeysStore; readonly actions: AppActions }) {
  return <Pane label="Keys">{null}</Pane>
}
