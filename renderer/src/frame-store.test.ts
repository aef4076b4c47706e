import { describe, expect, it } from 'vitest'
import type { Bridge } from '../../shared/ipc/bridge.ts'
import { createFrameStore } from './frame-store.ts'

function setUp(answers: Readonly<Record<string, () => Promise<unknown>>>) {
  const listeners = new Map<string, (payload: unknown) => void>()
  const bridge = {
    ...answers,
    on(name: string, listener: (payload: unknown) => void) {
      listeners.set(name, listener)
      return () => listeners.delete(name)
    },
  } as unknown as Bridge
  const store = createFrameStore({ bridge })
  return { store, listeners, emit: (name: string, payload: unknown) => listeners.get(name)?.(payload) }
}
const ok = (value: unknown) => () => Promise.resolve({ ok: true, value })
const memory = { kind: 'memory', backend: 'basic_text', reason: 'no key store', notice: null }
const sealed = { kind: 'sealed', backend: 'keychain', notice: null }

describe('the frame', () => {
  it('shows what it was told, and does not let an older answer replace a newer event', async () => {
    const { store, emit } = setUp({
      'vault.status': ok(sealed),
      'provider.status': ok({ kind: 'stopped' }),
      'profiles.list': ok([]),
    })
    const loading = store.getState().load()
    emit('vault.changed', memory)
    await loading
    expect(store.getState().vault).toEqual(memory)
    expect(store.getState().provider).toEqual({ kind: 'stopped' })
  })

  it('says nothing of what it could not learn', async () => {
    const refused = () => Promise.reject(new Error('gone'))
    const { store } = setUp({ 'vault.status': refused, 'provider.status': refused, 'profiles.list': refused })
    await store.getState().load()
    expect(store.getState()).toMatchObject({ vault: null, provider: null, profiles: [] })
  })

  it('ends its subscriptions', () => {
    const { store, listeners } = setUp({})
    expect(listeners.size).toBe(3)
    store.getState().close()
    expect(listeners.size).toBe(0)
  })
})
