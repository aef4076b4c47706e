import { describe, expect, it } from 'vitest'
import type { Bridge } from '../../../../../shared/ipc/bridge.ts'
import type { NegativeToken } from '../../../../../shared/negative/negative-token.ts'
import type { SendAnswer } from '../../../../../shared/negative/send-request.ts'
import { countVerdicts, filterRows, negativeRows, stoppedSentence } from './negative-rows.ts'
import { createNegativeStore } from './negative-store.ts'

const expired: NegativeToken = {
  id: 'expired',
  label: 'Expired',
  change: 'x.',
  expectation: 'refuse',
  spec: 'RFC 7519 §4.1.4',
  token: 'a.b.c',
}
const answer = (id: string, status: number): SendAnswer => ({
  id,
  status,
  error: null,
  problem: null,
  durationMs: 1,
})

function world(outcome: unknown = { kind: 'declined' }) {
  const sent: unknown[] = []
  const cancelled: unknown[] = []
  let listener: (event: { requestId: string; answer: SendAnswer }) => void = () => {}
  let hold: Promise<void> = Promise.resolve()
  const bridge = {
    'negative.make': async () => ({ ok: true, value: { tokens: [expired], skipped: [], timeFault: null } }),
    'negative.send': async (input: unknown) => {
      sent.push(input)
      await hold
      return { ok: true, value: outcome }
    },
    'tokens.cancel': async (input: unknown) => {
      cancelled.push(input)
      return { ok: true, value: undefined }
    },
    on: (_name: string, on: typeof listener) => {
      listener = on
      return () => {}
    },
  } as unknown as Bridge
  const store = createNegativeStore({ bridge })
  const ready = async () => {
    await store.getState().make('good', { kind: 'none' })
    store.getState().change({ url: 'https://api.test/' })
    store.getState().change({ isMine: true })
  }
  return {
    store,
    sent,
    cancelled,
    ready,
    tell: (event: Parameters<typeof listener>[0]) => listener(event),
    holdOn: (until: Promise<void>) => {
      hold = until
    },
  }
}

describe('sending', () => {
  it('does nothing before the endpoint is called one’s own', async () => {
    const { store, sent, ready } = world()
    await ready()
    store.getState().change({ isMine: false })
    await store.getState().send()
    expect(sent).toEqual([])
  })
  it('forgets that when the endpoint changes', async () => {
    const { store, ready } = world()
    await ready()
    store.getState().change({ url: 'https://other.test/' })
    expect(store.getState().form.isMine).toBe(false)
  })
  it('sends the good token first', async () => {
    const { store, sent, ready } = world()
    await ready()
    await store.getState().send()
    expect(sent).toMatchObject([
      { request: { tokens: [{ id: 'baseline', token: 'good' }, { id: 'expired' }], confirmed: true } },
    ])
    expect(store.getState().sending).toEqual({ kind: 'declined' })
  })
  it('fills the table while the answers come, and only with its own', async () => {
    const { store, ready, tell, holdOn } = world({
      kind: 'sent',
      answers: [answer('baseline', 200), answer('expired', 200)],
      cancelled: false,
      stopped: null,
    })
    await ready()
    let go = () => {}
    holdOn(
      new Promise((resolve) => {
        go = resolve
      }),
    )
    const sending = store.getState().send()
    tell({ requestId: 'another', answer: answer('expired', 401) })
    tell({ requestId: 'negative-1', answer: answer('baseline', 200) })
    expect(negativeRows(store.getState()).map(({ judgement }) => judgement?.verdict)).toEqual([
      'pass',
      undefined,
    ])
    go()
    await sending
    const rows = negativeRows(store.getState())
    expect(rows.map(({ judgement }) => judgement?.verdict)).toEqual(['pass', 'fail'])
    expect(countVerdicts(rows)).toEqual([{ verdict: 'fail', count: 1, words: 'wrong' }])
    expect(filterRows(rows, 'fail').map(({ token }) => token.id)).toEqual(['baseline', 'expired'])
    expect(filterRows(rows, 'pass').map(({ token }) => token.id)).toEqual(['baseline'])
    expect(filterRows(rows, null)).toEqual(rows)
  })
  it('cancels', async () => {
    const { store, ready, cancelled, holdOn } = world({
      kind: 'sent',
      answers: [],
      cancelled: true,
      stopped: null,
    })
    await ready()
    let go = () => {}
    holdOn(
      new Promise((resolve) => {
        go = resolve
      }),
    )
    const sending = store.getState().send()
    store.getState().cancel()
    go()
    await sending
    expect(cancelled).toEqual([{ requestId: 'negative-1' }])
    expect(store.getState().sending).toMatchObject({ kind: 'done', cancelled: true })
  })
  it('starts a new table without the answers of the old one', async () => {
    const { store, ready } = world({
      kind: 'sent',
      answers: [answer('baseline', 200)],
      cancelled: false,
      stopped: null,
    })
    await ready()
    await store.getState().send()
    await store.getState().make('other', { kind: 'none' })
    expect(store.getState().sending).toEqual({ kind: 'idle' })
    expect(negativeRows(store.getState())[0]).toMatchObject({ token: { token: 'other' }, answer: null })
  })
})

describe('another token in Build', () => {
  it('drops the table, the answers and the confirmation, and keeps the endpoint', async () => {
    const { store, sent, ready } = world()
    await ready()
    await store.getState().send()
    store.getState().follow('another')
    expect(store.getState()).toMatchObject({
      making: { kind: 'idle' },
      sending: { kind: 'idle' },
      form: { url: 'https://api.test/', isMine: false },
    })
    store.getState().change({ isMine: true })
    await store.getState().send()
    expect(sent).toHaveLength(1)
  })
  it('drops a table that is still being made', async () => {
    const { store } = world()
    const making = store.getState().make('good', { kind: 'none' })
    store.getState().follow('another')
    await making
    expect(store.getState().making).toEqual({ kind: 'idle' })
  })
  it('ends the run of the earlier one, whose answers no longer count', async () => {
    const { store, ready, cancelled, tell } = world({
      kind: 'sent',
      answers: [answer('baseline', 200)],
      cancelled: true,
      stopped: null,
    })
    await ready()
    const sending = store.getState().send()
    store.getState().follow('another')
    tell({ requestId: 'negative-1', answer: answer('baseline', 200) })
    await sending
    expect(cancelled).toEqual([{ requestId: 'negative-1' }])
    expect(store.getState().sending).toEqual({ kind: 'idle' })
  })
  it.each(['good', null])('keeps everything for %s', async (token) => {
    const { store, ready } = world()
    await ready()
    store.getState().follow(token)
    expect(store.getState()).toMatchObject({ making: { kind: 'made' }, form: { isMine: true } })
  })
  it('asks for the confirmation anew for a table made of another token', async () => {
    const { store, ready } = world()
    await ready()
    await store.getState().make('good', { kind: 'none' })
    expect(store.getState().form.isMine).toBe(true)
    await store.getState().make('other', { kind: 'none' })
    expect(store.getState().form.isMine).toBe(false)
  })
})

describe('stoppedSentence', () => {
  it.each([
    [
      { why: 'not_accepted', status: 500, retryAfter: null },
      /not accepted \(500\).*nothing can be concluded/,
    ],
    [{ why: 'not_accepted', status: null, retryAfter: null }, /no answer.*nothing can be concluded/],
    [{ why: 'busy', status: 429, retryAfter: '120' }, /429.*120 s/],
    [{ why: 'busy', status: 503, retryAfter: null }, /503/],
  ] as const)('%o', (stopped, words) => expect(stoppedSentence(stopped)).toMatch(words))
})
