import { expect, test } from 'vitest'
import type { Answer, Bridge } from '../../../../shared/ipc/bridge.ts'
import { createProviderStore } from './provider-store.ts'

const running = { kind: 'running', issuer: 'http://127.0.0.1:9000', clients: [] }

function setUp(answers: Record<string, () => Promise<Answer<unknown>>> = {}) {
  const calls: string[] = []
  const listeners = new Map<string, (payload: never) => void>()
  const bridge = new Proxy({} as Record<string, unknown>, {
    get: (_, name: string) =>
      name === 'on'
        ? (event: string, listener: (payload: never) => void) => {
            listeners.set(event, listener)
            return () => listeners.delete(event)
          }
        : () => {
            calls.push(name)
            return answers[name]?.() ?? Promise.resolve({ ok: true, value: { kind: 'stopped' } })
          },
  }) as unknown as Bridge
  const store = createProviderStore({ bridge })
  return { calls, listeners, state: () => store.getState() }
}

test('knows its status and the profile that points at it', async () => {
  const { state } = setUp({
    'provider.status': async () => ({ ok: true, value: running }),
    'profiles.list': async () => ({
      ok: true,
      value: [
        { id: 'x', builtIn: false },
        { id: 'y', builtIn: true },
      ],
    }),
  })
  await state().load()
  expect(state()).toMatchObject({ status: running, profileId: 'y', problem: null })
})

test('starts once, however often it is asked', async () => {
  const { state, calls } = setUp({ 'provider.start': async () => ({ ok: true, value: running }) })
  const first = state().start()
  expect(state().pending).toBe('start')
  await Promise.all([first, state().start(), state().stop()])
  expect(calls).toEqual(['provider.start'])
  expect(state()).toMatchObject({ status: running, pending: null })
})

test('a start that fails says why and can be tried again', async () => {
  const error = { code: 'ERR_PROVIDER' as const, message: 'the port is taken' }
  const { state, calls } = setUp({ 'provider.start': async () => ({ ok: false, error }) })
  await state().start()
  expect(state()).toMatchObject({ status: { kind: 'stopped' }, pending: null, problem: error })
  await state().start()
  expect(calls).toHaveLength(2)
})

test('follows events until it is closed', () => {
  const { state, listeners } = setUp()
  listeners.get('provider.changed')?.({ kind: 'failed', message: 'it stopped by itself' } as never)
  expect(state().status).toEqual({ kind: 'failed', message: 'it stopped by itself' })
  state().close()
  expect(listeners.size).toBe(0)
})
