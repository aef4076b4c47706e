import { createStore, type StoreApi } from 'zustand/vanilla'
import type { SigningKey } from '../../../../../shared/build/sign-request.ts'
import type { ErrorData } from '../../../../../shared/error.ts'
import type { Bridge } from '../../../../../shared/ipc/bridge.ts'
import type { NegativeSet } from '../../../../../shared/negative/negative-token.ts'
import type { SendAnswer, SendRequest, SentAnswers } from '../../../../../shared/negative/send-request.ts'
import { settle } from '../../../bridge.ts'

/** The table; it belongs to the token it was made from. */
export type Making =
  | { readonly kind: 'idle' }
  | { readonly kind: 'making'; readonly from: string }
  | { readonly kind: 'made'; readonly from: string; readonly set: NegativeSet }
  | { readonly kind: 'failed'; readonly from: string; readonly error: ErrorData }

/** What the server answered; it belongs to the table. */
export type Sending =
  | { readonly kind: 'idle' }
  | {
      readonly kind: 'running'
      readonly requestId: string
      readonly answers: readonly SendAnswer[]
      readonly total: number
    }
  | ({ readonly kind: 'done' } & SentAnswers)
  | { readonly kind: 'declined' }
  | { readonly kind: 'failed'; readonly error: ErrorData }

export type EndpointForm = {
  readonly url: string
  readonly method: SendRequest['method']
  readonly headerName: string
  readonly template: string
  /** Ticked anew for each endpoint. */
  readonly isMine: boolean
}

export type NegativeState = {
  readonly making: Making
  readonly sending: Sending
  readonly form: EndpointForm
  make(token: string, key: SigningKey): Promise<void>
  /** The token that stands in Build now: what belongs to another one is dropped. Null where there is none yet. */
  follow(token: string | null): void
  change(change: Partial<EndpointForm>): void
  send(): Promise<void>
  cancel(): void
}
export type NegativeStore = StoreApi<NegativeState>

/** The good token goes first: without it a refusal proves nothing. */
export const baselineId = 'baseline'

export function createNegativeStore({ bridge }: { readonly bridge: Bridge }): NegativeStore {
  let sequence = 0
  const store = createStore<NegativeState>()((set, get) => ({
    making: { kind: 'idle' },
    sending: { kind: 'idle' },
    form: { url: '', method: 'GET', headerName: 'Authorization', template: 'Bearer {token}', isMine: false },

    async make(token, key) {
      get().follow(token)
      get().cancel()
      const mine = { kind: 'making', from: token } as const
      set({ making: mine, sending: { kind: 'idle' } })
      const answer = await settle(bridge['negative.make']({ token, key }))
      if (get().making !== mine) return
      set({
        making: answer.ok
          ? { kind: 'made', from: token, set: answer.value }
          : { kind: 'failed', from: token, error: answer.error },
      })
    },
    follow(token) {
      const { making, form, cancel } = get()
      if (token === null || making.kind === 'idle' || making.from === token) return
      cancel()
      // The confirmation was given to the table that was seen, and so to its token.
      set({ making: { kind: 'idle' }, sending: { kind: 'idle' }, form: { ...form, isMine: false } })
    },
    change(change) {
      const { form } = get()
      // Whoever confirmed one endpoint has said nothing about the next.
      const moved = change.url !== undefined && change.url !== form.url
      // What went wrong was about the form as it stood.
      const failed = get().sending.kind === 'failed'
      set({
        form: { ...form, ...(moved ? { isMine: false } : {}), ...change },
        ...(failed ? { sending: { kind: 'idle' } } : {}),
      })
    },
    async send() {
      const { making, sending, form } = get()
      if (making.kind !== 'made' || sending.kind === 'running' || !form.isMine) return
      sequence += 1
      const requestId = `negative-${sequence}`
      const tokens = [
        { id: baselineId, token: making.from },
        ...making.set.tokens.map(({ id, token }) => ({ id, token })),
      ]
      set({ sending: { kind: 'running', requestId, answers: [], total: tokens.length } })
      const answer = await settle(
        bridge['negative.send']({
          requestId,
          request: {
            url: form.url.trim(),
            method: form.method,
            header: { name: form.headerName.trim(), template: form.template },
            tokens,
            confirmed: true,
          },
        }),
      )
      const current = get().sending
      if (current.kind !== 'running' || current.requestId !== requestId) return
      if (!answer.ok) return set({ sending: { kind: 'failed', error: answer.error } })
      const { value } = answer
      set({
        sending:
          value.kind === 'declined'
            ? { kind: 'declined' }
            : {
                kind: 'done',
                answers: value.answers,
                cancelled: value.cancelled,
                stopped: value.stopped,
              },
      })
    },
    cancel() {
      const { sending } = get()
      if (sending.kind === 'running') void settle(bridge['tokens.cancel']({ requestId: sending.requestId }))
    },
  }))
  bridge.on('negative.answered', ({ requestId, answer }) => {
    const { sending } = store.getState()
    if (sending.kind !== 'running' || sending.requestId !== requestId) return
    store.setState({ sending: { ...sending, answers: [...sending.answers, answer] } })
  })
  return store
}
