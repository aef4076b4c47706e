import type { ErrorData } from '../error.ts'
import type { CallInput, CallName, CallOutput, EventName, EventPayload } from './contract.ts'

/** What a call answers: errors cross as data, they are not thrown over the bridge. */
export type Answer<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: ErrorData }

/** One handler for each entry of the contract, no more, no fewer: the compiler holds it. */
export type Handlers = {
  readonly [N in CallName]: (input: CallInput<N>) => CallOutput<N> | Promise<CallOutput<N>>
}

/** `window.claimscope`: one named function for each call, `on` for events; nothing of Electron shines through. */
export type Bridge = {
  readonly [N in CallName]: (
    ...input: undefined extends CallInput<N> ? [] : [CallInput<N>]
  ) => Promise<Answer<CallOutput<N>>>
} & {
  /** Subscribes to an event; the answer unsubscribes. */
  readonly on: <N extends EventName>(name: N, listener: (payload: EventPayload<N>) => void) => () => void
}
