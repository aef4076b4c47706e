import { createContext, type ReactNode, useContext } from 'react'

/** What the small parts ask of the app: the window itself has neither the clipboard nor the network. */
export type UiActions = {
  /** Resolves to false where the text could not be copied. */
  readonly copy: (text: string) => Promise<boolean>
  /** Taken off the clipboard again after half a minute, at lock and at quit. */
  readonly copySecret: (text: string) => Promise<boolean>
  /** Asks the person where to save a text; the window never learns the path. */
  readonly saveFile: (suggestedName: string, text: string) => Promise<'saved' | 'cancelled' | 'failed'>
  /** Opens the page of a specification section by its label, for example `RFC 7519 §4.1.3`. */
  readonly openSpec: (spec: string) => void
}

const Actions = createContext<UiActions>({
  copy: () => Promise.resolve(false),
  copySecret: () => Promise.resolve(false),
  saveFile: () => Promise.resolve('failed'),
  openSpec: () => {},
})

export function UiActionsProvider({
  actions,
  children,
}: {
  readonly actions: UiActions
  readonly children: ReactNode
}) {
  return <Actions value={actions}>{children}</Actions>
}

export function useUiActions(): UiActions {
  return useContext(Actions)
}
