import { describe, expect, it } from 'vitest'
import type { Bridge } from '../../../../shared/ipc/bridge.ts'
import { createInspectStore } from './inspect-store.ts'

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
const token = (claims: object) => `${encode({ alg: 'RS256' })}.${encode(claims)}.AAAA`
const inner = token({ iss: 'https://inner.test', sub: 'b' })
const outer = token({ iss: 'https://outer.test', sub: 'a', act_token: inner })

function createStore() {
  const never = () => new Promise<never>(() => {})
  const bridge = new Proxy({}, { get: () => never }) as Bridge
  return createInspectStore({ bridge, now: () => 1_800_000_000_000 })
}

describe('a token opened from inside another', () => {
  it('is read by itself and leads back to where it came from', () => {
    const store = createStore()
    store.getState().paste(outer)
    store.getState().changeExpect({ aud: 'outer-api', at: '2026-01-01' })
    store.getState().openNested(inner, '$.act_token of the JWT', 'JWT')
    expect(store.getState()).toMatchObject({
      input: inner,
      from: '$.act_token of the JWT',
      trail: [{ title: 'JWT' }],
      // What was expected of the outer token says nothing about this one; the clock is the same.
      expect: { aud: '', at: '2026-01-01' },
      key: { issuer: 'https://inner.test' },
      verification: { kind: 'idle' },
    })
    store.getState().goBack(0)
    expect(store.getState()).toMatchObject({
      input: outer,
      from: null,
      trail: [],
      expect: { aud: 'outer-api' },
      key: { issuer: 'https://outer.test' },
      verification: { kind: 'idle' },
    })
  })

  it('goes back over several steps at once, and nowhere where there is no such step', () => {
    const store = createStore()
    store.getState().paste(outer)
    store.getState().openNested(inner, 'x', 'one')
    store.getState().openNested(token({ sub: 'c' }), 'y', 'two')
    expect(store.getState().trail.map(({ title }) => title)).toEqual(['one', 'two'])
    store.getState().goBack(5)
    expect(store.getState().trail).toHaveLength(2)
    store.getState().goBack(0)
    expect(store.getState()).toMatchObject({ input: outer, trail: [] })
  })

  it('ends its trail where something else is pasted or everything is cleared', () => {
    const store = createStore()
    store.getState().paste(outer)
    store.getState().openNested(inner, 'x', 'one')
    store.getState().paste(outer)
    expect(store.getState().trail).toEqual([])
    store.getState().openNested(inner, 'x', 'one')
    store.getState().clear()
    expect(store.getState().trail).toEqual([])
  })
})
