import { useEffect, useRef } from 'react'
import type { Bridge } from '../../shared/ipc/bridge.ts'
import type { EventPayload } from '../../shared/ipc/contract.ts'
import type { AppActions, ViewId } from './app-actions.ts'
import type { Command } from './commands.ts'
import type { Features } from './features.tsx'
import { places } from './rail.tsx'

type AppInput = {
  readonly bridge: Bridge
  readonly features: Features
  readonly actions: AppActions
  readonly view: ViewId
  readonly commands: readonly Command[]
  readonly onPalette: () => void
}

/** What reaches the window as a whole: the menu's commands, shortcuts, and a paste outside of any field. */
export function useAppInput(input: AppInput): void {
  const latest = useRef(input)
  useEffect(() => {
    latest.current = input
  })
  const { bridge } = input
  useEffect(() => {
    const unsubscribe = bridge.on('app.command', (command) => obey(latest.current, command))
    const onKey = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return
      const place = places.find(({ keys }) => keys[1] === event.key)
      if (place) latest.current.actions.goTo(place.view)
      else if (event.key.toLowerCase() === 'k') latest.current.onPalette()
      else if (event.key.toLowerCase() === 'l') obey(latest.current, 'lock')
      else return
      event.preventDefault()
    }
    const onPaste = (event: ClipboardEvent) => {
      if (
        event.defaultPrevented ||
        isEditable(event.composedPath()[0]) ||
        document.querySelector('dialog[open]')
      )
        return
      const text = event.clipboardData?.getData('text/plain') ?? ''
      if (text === '') return
      event.preventDefault()
      const { features, actions } = latest.current
      features.inspect.getState().paste(text)
      actions.goTo('inspect')
    }
    window.addEventListener('keydown', onKey)
    document.addEventListener('paste', onPaste)
    return () => {
      unsubscribe()
      window.removeEventListener('keydown', onKey)
      document.removeEventListener('paste', onPaste)
    }
  }, [bridge])
}

function obey(
  { actions, features, commands, view, onPalette }: AppInput,
  command: EventPayload<'app.command'>,
) {
  switch (command) {
    case 'palette':
      return onPalette()
    case 'run':
      // The one primary action of the view in front.
      if (view === 'inspect') void features.inspect.getState().verify()
      else if (view === 'build') void features.build().then((store) => store.getState().build())
      else if (view === 'flows') void features.flows().then((store) => store.getState().start())
      return
    case 'lock':
    case 'new-profile':
    case 'clear':
      return commands.find(({ id }) => id === command)?.run()
    default:
      return actions.goTo(command)
  }
}

function isEditable(target: EventTarget | undefined): boolean {
  if (!(target instanceof HTMLElement)) return false
  return (
    target.isContentEditable || target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement
  )
}
