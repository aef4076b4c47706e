import type { Bridge } from '../../../../shared/ipc/bridge.ts'
import type { ApiRequest } from '../../../../shared/oauth/api-request.ts'
import { settle } from '../../bridge.ts'

/** What a person enters for a run that has its tokens. */
export type AfterPanel = 'api' | 'receiver'

/** A call as it is entered; headers as the lines of a text. */
export type ApiDraft = Pick<ApiRequest, 'method' | 'url' | 'body' | 'scheme'> & {
  readonly headers: string
  /** Headers and body are shown. */
  readonly more: boolean
}

const emptyApiDraft: ApiDraft = {
  method: 'GET',
  url: '',
  body: '',
  headers: '',
  scheme: 'as_issued',
  more: false,
}

/** The part of the flows screen for what is done with tokens and needs something to be entered. */
export type AfterTokens = {
  /** Of which run something is being entered; null: of none. */
  readonly panel: { readonly runId: string; readonly kind: AfterPanel } | null
  /** Kept here, so that it survives another layout; emptied with every panel that opens, so that no token follows it. */
  readonly apiDraft: ApiDraft
  /** Opens it, or closes it where it is open. */
  togglePanel(runId: string, kind: AfterPanel): void
  closePanel(): void
  editApi(change: Partial<ApiDraft>): void
  /** Null where it was sent, otherwise why it was not. */
  callApi(runId: string, request: ApiRequest): Promise<string | null>
  /** Null where it listens, otherwise why it does not. */
  receiveLogouts(runId: string, port: number): Promise<string | null>
  stopReceiving(runId: string): Promise<void>
}

type ChangeState = (change: Partial<AfterTokens> & { stepKey?: null; tab?: 'timeline' }) => void

export function createAfterTokens(
  bridge: Bridge,
  set: ChangeState,
  get: () => Pick<AfterTokens, 'panel' | 'apiDraft'>,
): AfterTokens {
  return {
    panel: null,
    apiDraft: emptyApiDraft,
    togglePanel(runId, kind) {
      const { panel } = get()
      const isOpen = panel?.runId === runId && panel.kind === kind
      set({ panel: isOpen ? null : { runId, kind }, apiDraft: emptyApiDraft })
    },
    closePanel: () => set({ panel: null }),
    editApi: (change) => set({ apiDraft: { ...get().apiDraft, ...change } }),
    async callApi(runId, request) {
      set({ stepKey: null, tab: 'timeline' })
      const answer = await settle(bridge['flows.callApi']({ runId, request }))
      return answer.ok ? null : answer.error.message
    },
    async receiveLogouts(runId, port) {
      const answer = await settle(bridge['flows.receiveLogouts']({ runId, port }))
      return answer.ok ? null : answer.error.message
    },
    async stopReceiving(runId) {
      await settle(bridge['flows.stopReceiving']({ runId }))
    },
  }
}
