import { expect, test } from 'vitest'
import { createStore } from 'zustand/vanilla'
import type { Bridge } from '../../../../shared/ipc/bridge.ts'
import type { ApiRequest } from '../../../../shared/oauth/api-request.ts'
import { type AfterTokens, createAfterTokens } from './after-tokens.ts'

const storeWith = (bridge: Partial<Bridge>) =>
  createStore<AfterTokens>()((set, get) => createAfterTokens(bridge as Bridge, set, get))

test('what was entered for one run is gone when another panel opens', () => {
  const store = storeWith({})
  store.getState().togglePanel('one', 'api')
  store.getState().editApi({ url: 'https://api.example/', headers: 'x-key: 1' })
  store.getState().togglePanel('two', 'api')
  expect(store.getState()).toMatchObject({ panel: { runId: 'two' }, apiDraft: { url: '', headers: '' } })
  store.getState().togglePanel('two', 'api')
  expect(store.getState().panel).toBeNull()
})

test('why a call was not sent is answered', async () => {
  const store = storeWith({
    'flows.callApi': async () => ({ ok: false, error: { code: 'ERR_INPUT', message: 'not so' } }),
  })
  const request: ApiRequest = { method: 'GET', url: 'x', headers: [], body: '', scheme: 'as_issued' }
  expect(await store.getState().callApi('one', request)).toBe('not so')
})
