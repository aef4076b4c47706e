import { describe, expect, test } from 'vitest'
import type { ErrorData } from '../../../../shared/error.ts'
import type { Answer, Bridge } from '../../../../shared/ipc/bridge.ts'
import type { KeyRecord } from '../../../../shared/key/key-record.ts'
import { foundKeys, importTitle, suggestName } from './keys-state.ts'
import { createKeysStore, revealMs } from './keys-store.ts'

type Answers = Record<string, (input: never) => Promise<Answer<unknown>>>

const ok = async <T>(value: T) => ({ ok: true as const, value })
const fail = async (code: ErrorData['code'], details = {}) => ({
  ok: false as const,
  error: { code, message: 'no', details },
})

function key(id: string, change: Partial<KeyRecord> = {}): KeyRecord {
  return {
    id,
    name: `Name ${id}`,
    note: '',
    kty: 'EC',
    description: 'EC P-256',
    crv: 'P-256',
    bits: null,
    alg: 'ES256',
    use: 'sig',
    kid: `kid-${id}`,
    thumbprint: null,
    hasPrivate: true,
    createdAt: 0,
    keptIn: 'vault',
    ...change,
  }
}

async function setUp(answers: Answers = {}) {
  const calls: (readonly [name: string, input: unknown])[] = []
  const listeners = new Map<string, (payload: never) => void>()
  const all: Answers = {
    'keys.list': () => ok([key('a'), key('b')]),
    'vault.status': () => ok({ kind: 'sealed', backend: 'gnome_libsecret', notice: null }),
    'keys.describe': () => ok({ publicForms: [] }),
    ...answers,
  }
  const bridge = new Proxy({} as Record<string, unknown>, {
    get: (_, name: string) =>
      name === 'on'
        ? (event: string, listener: (payload: never) => void) => {
            listeners.set(event, listener)
            return () => listeners.delete(event)
          }
        : (input: never) => {
            calls.push([name, input])
            return all[name]?.(input) ?? ok(undefined)
          },
  }) as unknown as Bridge
  const timers: { task: () => void; ms: number; calledOff: boolean }[] = []
  const store = createKeysStore({
    bridge,
    now: () => 0,
    schedule: (task, ms) => {
      const timer = { task, ms, calledOff: false }
      timers.push(timer)
      return () => {
        timer.calledOff = true
      }
    },
  })
  await store.getState().load()
  return {
    state: () => store.getState(),
    timers,
    emit: (event: string, payload: unknown) => listeners.get(event)?.(payload as never),
    sent: (name: string) => calls.filter(([called]) => called === name).map(([, input]) => input),
  }
}

function later<T>() {
  let settle: (answer: Answer<T>) => void = () => {}
  const promise = new Promise<Answer<T>>((resolve) => {
    settle = resolve
  })
  return { promise, settle }
}

describe('a revealed private key', () => {
  const revealed = { 'keys.reveal': () => ok({ text: 'PRIVATE' }) }

  test('is gone after its time', async () => {
    const { state, timers } = await setUp(revealed)
    await state().showPrivate('jwk')
    expect(state().reveal).toMatchObject({ kind: 'shown', of: 'a', text: 'PRIVATE' })
    expect(timers[0]?.ms).toBe(revealMs)
    timers[0]?.task()
    expect(JSON.stringify(state())).not.toContain('PRIVATE')
  })

  test.each<[what: string, act: (state: ReturnType<Awaited<ReturnType<typeof setUp>>['state']>) => void]>([
    ['another key is opened', (state) => state.go({ kind: 'key', id: 'b' })],
    ['the view is left', (state) => state.leave()],
    ['it is hidden', (state) => state.hide()],
  ])('is gone when %s, also where it comes late', async (_what, act) => {
    const slow = later<{ text: string }>()
    const { state } = await setUp({ 'keys.reveal': () => slow.promise })
    const asked = state().showPrivate('jwk')
    act(state())
    slow.settle({ ok: true, value: { text: 'PRIVATE' } })
    await asked
    expect(JSON.stringify(state())).not.toContain('PRIVATE')
  })
})

test('pasted key texts do not outlive the view', async () => {
  const { state } = await setUp()
  state().changeConvert({ text: 'PRIVATE', passphrase: 'PRIVATE' })
  state().changeImport({ text: 'PRIVATE', passphrase: 'PRIVATE' })
  state().leave()
  expect(JSON.stringify(state())).not.toContain('PRIVATE')
})

describe('importing', () => {
  test('asks for a passphrase only where one is needed, and forgets both afterwards', async () => {
    let answer: () => Promise<Answer<unknown>> = () => fail('ERR_PASSPHRASE', { given: false })
    const { state, sent } = await setUp({ 'keys.import': () => answer() })
    state().changeImport({ text: 'PEM' })
    expect(await state().importKeys()).toBeNull()
    expect(state().importing).toMatchObject({ asksPassphrase: true, text: 'PEM' })
    expect(sent('keys.import')).toEqual([{ text: 'PEM', name: 'Imported key', keep: true }])
    answer = () => ok({ added: [key('c')], present: [], weak: [] })
    state().changeImport({ passphrase: 'swordfish' })
    await state().importKeys()
    expect(state().importing).toMatchObject({ text: '', passphrase: '', asksPassphrase: false })
    expect(state().place).toEqual({ kind: 'key', id: 'c' })
  })

  test('another text is asked for no passphrase, and what was refused before is not said of it', async () => {
    const { state } = await setUp({ 'keys.import': () => fail('ERR_PASSPHRASE', { given: false }) })
    state().changeImport({ text: 'PEM' })
    await state().importKeys()
    state().changeImport({ passphrase: 'swordfish' })
    state().changeImport({ text: '{"kty":"oct"}' })
    expect(state().importing).toMatchObject({ passphrase: '', asksPassphrase: false })
    expect(state().attempt).toEqual({ kind: 'idle' })
  })

  test('a key that is there already is named and can be opened; what was new is open', async () => {
    let answer = { added: [] as KeyRecord[], present: [key('a')], weak: [] as object[] }
    const { state } = await setUp({ 'keys.import': () => ok(answer) })
    state().changeImport({ text: 'PEM' })
    await state().importKeys()
    expect(state().importing).toMatchObject({ text: 'PEM', present: [{ id: 'a' }] })
    answer = { added: [key('c')], present: [key('a')], weak: [{ id: 'c', reason: 'has 24 bits' }] }
    await state().importKeys()
    expect(state().place).toEqual({ kind: 'key', id: 'c' })
    expect(state().imported && importTitle(state().imported as never)).toBe(
      '1 key was imported; 1 was there already: “Name a”',
    )
    state().go({ kind: 'import' })
    expect(state().imported).toBeNull()
  })

  test('another mistake asks for none', async () => {
    const { state } = await setUp({ 'keys.import': () => fail('ERR_KEY') })
    state().changeImport({ text: 'x' })
    await state().importKeys()
    expect(state().importing.asksPassphrase).toBe(false)
    expect(state().attempt).toMatchObject({ kind: 'failed', error: { code: 'ERR_KEY' } })
  })
})

test('a new type brings its own algorithm, and the name is suggested', async () => {
  const { state, sent } = await setUp({ 'keys.generate': () => ok(key('c', { name: 'RSA 2048' })) })
  state().changeGenerate({ type: 'RSA-2048' })
  expect(state().generate.alg).toBe('RS256')
  state().changeGenerate({ alg: 'PS512' })
  await state().generateKey()
  expect(sent('keys.generate')).toEqual([
    { spec: { type: 'RSA-2048', alg: 'PS512' }, name: 'RSA 2048', keep: true },
  ])
  expect(state().place).toEqual({ kind: 'key', id: 'c' })
})

test('an answer to a text that was changed since is dropped', async () => {
  const slow = later<unknown>()
  const { state } = await setUp({ 'keys.checkSet': () => slow.promise })
  state().changeCheck({ text: 'one' })
  const asked = state().check()
  state().changeCheck({ text: 'two' })
  slow.settle({ ok: true, value: { findings: [], members: [] } })
  await asked
  expect(state().report.kind).toBe('idle')
})

test('an address is asked only when the check is asked for', async () => {
  const { state, sent } = await setUp()
  state().changeCheck({ from: 'url', url: 'https://a.test/jwks' })
  expect(sent('keys.checkSetAt')).toEqual([])
  await state().check()
  expect(sent('keys.checkSetAt')).toEqual([{ url: 'https://a.test/jwks' }])
})

test('a deleted key opens the next one, and comes back with undo', async () => {
  const { state } = await setUp({ 'keys.restore': () => ok(key('a')) })
  expect((await state().remove())?.id).toBe('a')
  expect(state().place).toEqual({ kind: 'key', id: 'b' })
  await state().restore('a')
  expect([state().place, state().keys?.map(({ id }) => id)]).toEqual([{ kind: 'key', id: 'a' }, ['a', 'b']])
})

test('a key that vanished elsewhere is not shown any more', async () => {
  const { state, emit } = await setUp()
  emit('keys.changed', [key('b')])
  expect(state().place).toEqual({ kind: 'key', id: 'b' })
})

test('every word of a search must be somewhere', () => {
  const keys = [key('a', { note: 'for orders' }), key('b', { alg: 'RS256' })]
  expect(foundKeys(keys, 'es256 ORDERS').map(({ id }) => id)).toEqual(['a'])
  expect(foundKeys(keys, '').length).toBe(2)
})

test('a suggested name is not taken yet', () => {
  expect(suggestName('RSA 2048', [key('a', { name: 'RSA 2048' }), key('b', { name: 'RSA 2048 2' })])).toBe(
    'RSA 2048 3',
  )
})
