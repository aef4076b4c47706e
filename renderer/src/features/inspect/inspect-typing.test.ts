import { expect, test, vi } from 'vitest'
import type { Bridge } from '../../../../shared/ipc/bridge.ts'
import { createInspectStore } from './inspect-store.ts'

const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
const token = (sub: string) =>
  `${encode({ alg: 'HS256' })}.${encode({ sub, more: 'm'.repeat(20_000) })}.${'A'.repeat(43)}`

function start() {
  const verify = vi.fn(() => new Promise<never>(() => {}))
  const cancel = vi.fn(async () => ({ ok: true, value: {} }))
  let rest: (() => void) | null = null
  const store = createInspectStore({
    bridge: { 'tokens.verify': verify, 'tokens.cancel': cancel } as unknown as Bridge,
    now: () => 1_700_000_000_000,
    afterTyping(work) {
      rest = work
      return () => {
        rest = null
      }
    },
  })
  store.getState().paste(token('ada'))
  return { store, verify, cancel, pause: () => rest?.(), waits: () => rest !== null }
}

test('a long text is read once the typing rests, the last of what was typed', () => {
  const { store, pause, waits } = start()
  store.getState().type(token('bob'))
  store.getState().type(token('eve'))
  expect(store.getState().input).toBe(token('ada'))
  pause()
  expect(store.getState().input).toBe(token('eve'))
  expect(store.getState().reading.token).toBe(token('eve'))
  expect(waits()).toBe(false)
})

test('a short text is read at once', () => {
  const { store, waits } = start()
  store.getState().type('abc')
  expect(store.getState().input).toBe('abc')
  expect(waits()).toBe(false)
})

test('a verification takes what stands in the editor, not what was read before', () => {
  const { store, verify } = start()
  store.getState().changeKey({ kind: 'secret', secret: 's' })
  store.getState().type(token('eve'))
  void store.getState().verify()
  expect(verify).toHaveBeenCalledWith(
    expect.objectContaining({ request: expect.objectContaining({ token: token('eve') }) }),
  )
})

test('a running verification ends with the first key, before the text is read', () => {
  const { store, cancel } = start()
  store.getState().changeKey({ kind: 'secret', secret: 's' })
  void store.getState().verify()
  expect(store.getState().verification.kind).toBe('running')
  store.getState().type(token('eve'))
  expect(store.getState().verification.kind).toBe('idle')
  expect(cancel).toHaveBeenCalledOnce()
})

test('what was typed before another paste never comes back', () => {
  const { store, pause, waits } = start()
  store.getState().type(token('eve'))
  store.getState().paste(token('bob'))
  expect(waits()).toBe(false)
  pause()
  expect(store.getState().input).toBe(token('bob'))
})

test('clearing keeps what was typed for its undo', () => {
  const { store } = start()
  store.getState().type(token('eve'))
  const undo = store.getState().clear()
  expect(store.getState().input).toBe('')
  undo()
  expect(store.getState().input).toBe(token('eve'))
})
