import type { AppActions } from '../../app-actions.ts'
import type { InspectStore } from './inspect-state.ts'

/** Empties the input; that can be undone until something else stands there. */
export function clearInput(store: InspectStore, actions: Pick<AppActions, 'notify'>): void {
  const run = store.getState().clear()
  actions.notify('Input cleared', {
    run,
    watch: (gone) =>
      store.subscribe(({ input }) => {
        if (input !== '') gone()
      }),
  })
}
