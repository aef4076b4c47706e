import { contextBridge, ipcRenderer } from 'electron'
import type { Bridge } from '../shared/ipc/bridge.ts'
import { callNames, eventNames } from '../shared/ipc/names.ts'

/**
 * The bridge: one named function for each call of the contract and one way to listen to its events.
 * The window never sees ipcRenderer, a channel it could choose, or an event object.
 */
const methods = Object.fromEntries(
  callNames.map((name) => [name, (input: unknown) => ipcRenderer.invoke(name, input)]),
)

const known: ReadonlySet<string> = new Set(eventNames)

function on(name: string, listener: (payload: unknown) => void): () => void {
  if (!known.has(name)) throw new Error(`there is no event ${JSON.stringify(name)}`)
  const forward = (_event: unknown, payload: unknown) => listener(payload)
  ipcRenderer.on(name, forward)
  return () => ipcRenderer.off(name, forward)
}

contextBridge.exposeInMainWorld('claimscope', { ...methods, on } as unknown as Bridge)
