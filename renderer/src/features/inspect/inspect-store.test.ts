import { describe, expect, it } from 'vitest'
import type { Answer, Bridge } from '../../../../shared/ipc/bridge.ts'
import type { VerifyResult } from '../../../../shared/verdict/verification.ts'
import { exampleToken } from './example-token.ts'
import { asOf } from './inspect-state.ts'
import { createInspectStore } from './inspect-store.ts'

const result = (over: Partial<VerifyResult> = {}): VerifyResult => ({
  verdict: 'valid',
  code: 'OK',
  checks: [],
  key: null,
  requests: [],
  asOf: 1_795_445_220,
  ...over,
})
const oneRequest = { method: 'GET', url: 'https://login.acme.test/jwks', status: 200, durationMs: 4 }
const jws = (header: object, payload: object) =>
  [header, payload]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.')
    .concat('.AAAA')

/** A bridge that answers `tokens.verify` when the test says so; every call is recorded. */
function setUp() {
  const calls: { readonly name: string; readonly input: unknown }[] = []
  const waiting: ((answer: Answer<VerifyResult>) => void)[] = []
  const bridge = new Proxy({} as Bridge, {
    get: (_target, name: string) => (input: unknown) => {
      calls.push({ name, input })
      if (name !== 'tokens.verify') return Promise.resolve({ ok: true, value: undefined })
      return new Promise((resolve) => waiting.push(resolve))
    },
  })
  const store = createInspectStore({ bridge, now: () => 1_795_445_000_000 })
  const state = () => store.getState()
  const named = (name: string) => calls.filter((call) => call.name === name)
  return { state, calls, named, waiting }
}

describe('a paste', () => {
  it('makes no call at all', () => {
    const { state, calls } = setUp()
    state().paste(exampleToken.token)
    state().edit(`${exampleToken.token} `)
    expect(state().reading.format).toBe('jws')
    expect(calls).toEqual([])
  })

  it('suggests discovery at the issuer the token names, and contacts nobody', () => {
    const { state, calls } = setUp()
    state().paste(exampleToken.token)
    expect(state().key).toMatchObject({ kind: 'discovery', issuer: 'https://login.acme.test' })
    expect(calls).toEqual([])
  })

  it.each([
    [{ alg: 'HS256' }, { iss: 'https://login.acme.test' }, 'secret'],
    [{ alg: 'RS256' }, { sub: 'ada' }, 'key'],
    [{ alg: 'RS256' }, { iss: 'not an address' }, 'key'],
    [{ alg: 'RS256' }, { iss: 'javascript:alert(1)' }, 'key'],
    [{ alg: 'RS256' }, { iss: 'file:///etc/passwd' }, 'key'],
  ])('with header %j and claims %j suggests %s', (header, payload, kind) => {
    const { state } = setUp()
    state().paste(jws(header, payload))
    expect(state().key.kind).toBe(kind)
  })

  it('never expects the issuer only because the token names it', () => {
    const { state } = setUp()
    state().paste(exampleToken.token)
    expect(state().expect).toEqual({ iss: '', aud: '', typ: '', nonce: '', alg: '', skew: '30', at: '' })
  })

  it('drops what another screen expected of its own token', () => {
    const { state } = setUp()
    state().open({
      token: exampleToken.token,
      iss: 'https://a.test',
      aud: 'web',
      nonce: 'n',
      from: 'ID token',
    })
    expect(state().expect).toMatchObject({ iss: 'https://a.test', aud: 'web', nonce: 'n' })
    state().paste(jws({ alg: 'RS256' }, { iss: 'https://b.test' }))
    expect(state().expect).toMatchObject({ iss: '', aud: '', nonce: '' })
    expect(state().key.issuer).toBe('https://b.test')
    expect(state().from).toBeNull()
  })

  it('counts line ends as an editor does, so that positions agree', () => {
    const { state } = setUp()
    state().paste(`\r\n${exampleToken.token}\r\n`)
    expect(state().input).toBe(`\n${exampleToken.token}\n`)
    expect(state().reading.span.start).toBe(1)
  })

  it('says of a handed over token that it was edited', () => {
    const { state } = setUp()
    state().open({ token: exampleToken.token, from: 'ID token from Acme' })
    state().edit('x')
    state().edit('xy')
    expect(state().from).toBe('ID token from Acme, edited')
  })
})

describe('a verdict', () => {
  it('comes from one call with the token without its wrapping', async () => {
    const { state, named, waiting } = setUp()
    state().showExample()
    state().edit(`Bearer ${exampleToken.token}\n`)
    const done = state().verify()
    expect(state().verification.kind).toBe('running')
    waiting[0]?.({ ok: true, value: result() })
    await done
    expect(state().verification).toMatchObject({ kind: 'done', result: { verdict: 'valid' } })
    expect(named('tokens.verify')).toHaveLength(1)
    expect(named('tokens.verify')[0]?.input).toMatchObject({
      request: {
        token: exampleToken.token,
        source: { kind: 'key' },
        expect: { iss: exampleToken.iss, aud: exampleToken.aud, at: 1_795_445_220, skew: 30 },
      },
    })
  })

  const edits = {
    'the token': (state: ReturnType<typeof setUp>['state']) => state().edit(`${exampleToken.token}x`),
    'a paste': (state: ReturnType<typeof setUp>['state']) => state().paste(exampleToken.token),
    'the key': (state: ReturnType<typeof setUp>['state']) => state().changeKey({ key: '{}' }),
    'the kind of key': (state: ReturnType<typeof setUp>['state']) => state().changeKey({ kind: 'jwks_url' }),
    'the expected issuer': (state: ReturnType<typeof setUp>['state']) =>
      state().changeExpect({ iss: 'https://b.test' }),
    'the expected audience': (state: ReturnType<typeof setUp>['state']) =>
      state().changeExpect({ aud: 'other' }),
    'the tolerance': (state: ReturnType<typeof setUp>['state']) => state().changeExpect({ skew: '5' }),
    'the time': (state: ReturnType<typeof setUp>['state']) => state().changeExpect({ at: '' }),
    clearing: (state: ReturnType<typeof setUp>['state']) => state().clear(),
    'another token': (state: ReturnType<typeof setUp>['state']) =>
      state().open({ token: 'a.b.c', from: 'x' }),
    'the example': (state: ReturnType<typeof setUp>['state']) => state().showExample(),
  }

  it.each(Object.entries(edits))('ends with a change of %s', async (_what, change) => {
    const { state, waiting } = setUp()
    state().showExample()
    const done = state().verify()
    waiting[0]?.({ ok: true, value: result() })
    await done
    expect(state().verification.kind).toBe('done')
    change(state)
    expect(state().verification.kind).toBe('idle')
  })

  it.each(Object.entries(edits))(
    'that arrives after a change of %s is dropped, and the work is stopped',
    async (_what, change) => {
      const { state, named, waiting } = setUp()
      state().showExample()
      const done = state().verify()
      change(state)
      expect(named('tokens.cancel')).toHaveLength(1)
      const { requestId } = named('tokens.verify')[0]!.input as { requestId: string }
      expect(named('tokens.cancel')[0]?.input).toEqual({ requestId })
      waiting[0]?.({ ok: true, value: result() })
      await done
      expect(state().verification.kind).toBe('idle')
    },
  )

  it('of an older request never takes the place of a newer one', async () => {
    const { state, waiting } = setUp()
    state().showExample()
    const first = state().verify()
    state().changeExpect({ aud: 'other' })
    const second = state().verify()
    waiting[1]?.({ ok: true, value: result({ verdict: 'invalid', code: 'AUDIENCE' }) })
    await second
    waiting[0]?.({ ok: true, value: result() })
    await first
    expect(state().verification).toMatchObject({ kind: 'done', result: { verdict: 'invalid' } })
  })

  it('does not come back with an undone clear', async () => {
    const { state, waiting } = setUp()
    state().showExample()
    const done = state().verify()
    waiting[0]?.({ ok: true, value: result() })
    await done
    const undo = state().clear()
    expect(state().input).toBe('')
    undo()
    expect(state().input).toBe(exampleToken.token)
    expect(state().key.key).toBe(exampleToken.key)
    expect(state().verification.kind).toBe('idle')
  })
})

describe('verifying', () => {
  it('is not started twice', async () => {
    const { state, named, waiting } = setUp()
    state().showExample()
    const first = state().verify()
    await state().verify()
    expect(named('tokens.verify')).toHaveLength(1)
    waiting[0]?.({ ok: true, value: result() })
    await first
  })

  it('can be cancelled, says so, and drops the answer', async () => {
    const { state, named, waiting } = setUp()
    state().showExample()
    const done = state().verify()
    state().cancel()
    expect(state().verification).toEqual({ kind: 'idle', cancelled: true })
    expect(named('tokens.cancel')).toHaveLength(1)
    waiting[0]?.({ ok: true, value: result() })
    await done
    expect(state().verification).toEqual({ kind: 'idle', cancelled: true })
  })

  it('keeps an error as data', async () => {
    const { state, waiting } = setUp()
    state().showExample()
    const done = state().verify()
    waiting[0]?.({ ok: false, error: { code: 'ERR_INTERNAL', message: 'the worker stopped' } })
    await done
    expect(state().verification).toEqual({
      kind: 'failed',
      error: { code: 'ERR_INTERNAL', message: 'the worker stopped' },
    })
  })

  it('survives a bridge that throws', async () => {
    const bridge = new Proxy({} as Bridge, { get: () => () => Promise.reject(new Error('gone')) })
    const store = createInspectStore({ bridge, now: () => 0 })
    store.getState().showExample()
    await store.getState().verify()
    expect(store.getState().verification).toMatchObject({ kind: 'failed', error: { code: 'ERR_INTERNAL' } })
  })

  it.each([
    ['key', { kind: 'key', key: ' ' }, {}],
    ['secret', { kind: 'secret', secret: '' }, {}],
    ['issuer', { kind: 'discovery', issuer: 'login' }, {}],
    ['issuer', { kind: 'discovery', issuer: 'file:///etc/passwd' }, {}],
    ['url', { kind: 'jwks_url', url: '' }, {}],
    ['skew', { kind: 'key', key: '{}' }, { skew: '-1' }],
    ['skew', { kind: 'key', key: '{}' }, { skew: '1e9' }],
    ['at', { kind: 'key', key: '{}' }, { at: 'tomorrow' }],
    ['nonce', { kind: 'key', key: '{}' }, { nonce: 'n'.repeat(5000) }],
  ] as const)('is refused before any call where %s is wrong', async (field, key, expected) => {
    const { state, calls } = setUp()
    state().paste(exampleToken.token)
    state().changeKey(key)
    state().changeExpect(expected)
    await state().verify()
    expect(state().formProblem?.field).toBe(field)
    expect(state().verification.kind).toBe('idle')
    expect(calls).toEqual([])
  })

  it.each(['', 'opaque', 'a.b', `${exampleToken.token}.x.y`, 'eyJhbGciOiJub25lIn0.e30.'])(
    'does nothing for %j, which has no signature to verify',
    async (text) => {
      const { state, calls } = setUp()
      state().paste(text)
      state().changeKey({ kind: 'key', key: '{}' })
      await state().verify()
      expect(calls).toEqual([])
    },
  )
})

describe('the number of requests', () => {
  it('counts those of every verdict, starts over with a paste, and not with an edit', async () => {
    const { state, waiting } = setUp()
    state().showExample()
    for (const index of [0, 1]) {
      const done = state().verify()
      waiting[index]?.({ ok: true, value: result({ requests: [oneRequest, oneRequest] }) })
      await done
    }
    expect(state().requests).toBe(4)
    state().edit(`${exampleToken.token} `)
    expect(state().requests).toBe(4)
    state().paste('x')
    expect(state().requests).toBe(0)
  })

  it('counts what a cancelled verification had sent, and keeps it through clear and undo', async () => {
    const { state, waiting } = setUp()
    state().paste(exampleToken.token)
    state().changeKey({ kind: 'jwks_url', url: 'https://keys.test/' })
    const verifying = state().verify()
    state().cancel()
    const undo = state().clear()
    waiting[0]?.({
      ok: false,
      error: { code: 'ERR_CANCELLED', message: 'cancelled', details: { requests: 1 } },
    })
    await verifying
    expect(state().requests).toBe(0)
    undo()
    expect(state().requests).toBe(1)
  })

  it('counts requests whose answer was cancelled, but not for a later paste', async () => {
    const { state, waiting } = setUp()
    state().showExample()
    const first = state().verify()
    state().cancel()
    waiting[0]?.({ ok: true, value: result({ requests: [oneRequest] }) })
    await first
    expect(state().requests).toBe(1)
    const second = state().verify()
    state().paste('x')
    waiting[1]?.({ ok: true, value: result({ requests: [oneRequest] }) })
    await second
    expect(state().requests).toBe(0)
  })
})

describe('asOf', () => {
  it('is now, the time typed, or now again where that is no time', () => {
    const { state } = setUp()
    expect(asOf(state())).toEqual({ seconds: 1_795_445_000, isNow: true })
    state().changeExpect({ at: '2026-11-23T14:47:00Z' })
    expect(asOf(state())).toEqual({ seconds: 1_795_445_220, isNow: false })
    state().changeExpect({ at: 'soon' })
    expect(asOf(state()).isNow).toBe(true)
  })
})
