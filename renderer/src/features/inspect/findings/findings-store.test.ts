import { describe, expect, it } from 'vitest'
import type { Answer, Bridge } from '../../../../../shared/ipc/bridge.ts'
import { bytes, es256, jws, plain } from '../../../../../shared/lint/test-cases/test-token.ts'
import type { WeakSecretAnswer } from '../../../../../shared/lint/weak-secret.ts'
import { listAllTokens } from '../../../../../shared/token/scan/list-tokens.ts'
import { createFindingsStore } from './findings-store.ts'
import { readSwitchedOff } from './switched-off.ts'

const found = { index: 12_345, masked: 's••••t (6 characters)', how: 'a common word' }

function world(answers: readonly WeakSecretAnswer[] = [], stored: string | null = null) {
  const asked: { from: number; count: number }[] = []
  const written: string[] = []
  let hold: Promise<void> = Promise.resolve()
  const bridge = {
    'lint.trySecrets': async (input: { from: number; count: number }): Promise<Answer<WeakSecretAnswer>> => {
      asked.push({ from: input.from, count: input.count })
      await hold
      const value = answers[asked.length - 1]
      return value ? { ok: true, value } : { ok: false, error: { code: 'ERR_INPUT', message: 'no MAC' } }
    },
    'lint.revealSecret': async () => ({ ok: true, value: { secret: 'secret', encoding: 'utf8' } }),
    'lint.certificates': async () => ({ ok: true, value: [{ header: 0, leaf: null }] }),
    'lint.keyFacts': async () => ({ ok: true, value: { key: { kty: 'RSA', isPrivate: false } } }),
  } as unknown as Bridge
  const storage = {
    getItem: () => stored,
    setItem: (_key: string, value: string) => void written.push(value),
  }
  const store = createFindingsStore({ bridge, storage, pause: async () => {} })
  return {
    store,
    asked,
    written,
    holdOn: (until: Promise<void>) => {
      hold = until
    },
  }
}

describe('switching rules off', () => {
  it('takes a reason, keeps it, and switches on again', () => {
    const { store, written } = world()
    store.getState().switchOff('JWT-C09', '  ')
    expect(store.getState().switchedOff).toEqual([])
    store.getState().switchOff('JWT-C09', ' one recipient ')
    store.getState().switchOff('JWT-C09', 'two')
    expect(store.getState().switchedOff).toEqual([{ rule: 'JWT-C09', reason: 'two' }])
    expect(JSON.parse(written.at(-1) ?? '')).toEqual([{ rule: 'JWT-C09', reason: 'two' }])
    store.getState().switchOn('JWT-C09')
    expect(store.getState().switchedOff).toEqual([])
  })
  it.each([
    ['nonsense', 'x'],
    ['another shape', '{"a":1}'],
    [
      'unknown rules',
      '[{"rule":"JWT-X1","reason":"a"},{"rule":"__proto__","reason":"a"},5,null,{"rule":"JWT-C09"}]',
    ],
  ])('starts over from %s', (_name, text) => expect(world([], text).store.getState().switchedOff).toEqual([]))
  it('lasts as long as the window where nothing can be stored', () => {
    const refuse = () => {
      throw new Error('no')
    }
    expect(readSwitchedOff({ getItem: refuse, setItem: refuse })).toEqual([])
    const store = createFindingsStore({ bridge: {} as Bridge, storage: { getItem: refuse, setItem: refuse } })
    store.getState().switchOff('JWT-C09', 'why')
    expect(store.getState().switchedOff).toHaveLength(1)
  })
})

describe('common secrets', () => {
  it('goes through the list in stretches, and holds only the masked secret until it is asked for', async () => {
    const { store, asked } = world([
      { tried: 10_000, total: 30_000, found: null },
      { tried: 12_346, total: 30_000, found },
    ])
    expect(asked).toEqual([])
    await store.getState().trySecrets('t')
    expect(asked.map(({ from }) => from)).toEqual([0, 10_000])
    expect(store.getState().search).toEqual({ kind: 'found', token: 't', found, revealed: null })
    await store.getState().reveal()
    expect(store.getState().search).toMatchObject({ revealed: 'secret' })
    store.getState().hide()
    expect(JSON.stringify(store.getState().search)).not.toContain('"secret"')
  })
  it('says honestly that none fitted', async () => {
    const { store } = world([{ tried: 500, total: 500, found: null }])
    await store.getState().trySecrets('t')
    expect(store.getState().search).toEqual({ kind: 'not_found', token: 't', total: 500 })
  })
  it('stops when cancelled, and drops the answer', async () => {
    const { store, asked, holdOn } = world([{ tried: 10_000, total: 30_000, found }])
    let go = () => {}
    holdOn(
      new Promise((resolve) => {
        go = resolve
      }),
    )
    const running = store.getState().trySecrets('t')
    store.getState().cancelSearch()
    go()
    await running
    expect(store.getState().search).toEqual({ kind: 'idle' })
    expect(asked).toHaveLength(1)
  })
  it('does not go on for ever where an answer makes no progress', async () => {
    const { store, asked } = world(Array.from({ length: 5 }, () => ({ tried: 0, total: 10, found: null })))
    await store.getState().trySecrets('t')
    expect(asked).toHaveLength(1)
  })
  it('tells why it could not', async () => {
    const { store } = world()
    await store.getState().trySecrets('t')
    expect(store.getState().search).toMatchObject({ kind: 'failed', error: { code: 'ERR_INPUT' } })
  })
})

it('asks for facts about a key only where no network is needed', async () => {
  const { store } = world()
  const request = (source: object) => ({ token: 't', source, expect: {} }) as never
  await store.getState().learnKey(request({ kind: 'discovery', issuer: 'https://a.test' }))
  await store.getState().learnKey(request({ kind: 'none' }))
  expect(store.getState().facts).toBeNull()
  const mine = request({ kind: 'key', text: '{}' })
  await store.getState().learnKey(mine)
  expect(store.getState().facts?.request).toBe(mine)
})

it('reads certificates of one token, for that token alone', async () => {
  const { store } = world()
  await store.getState().learnCertificates('t')
  expect(store.getState().certificates).toEqual({ token: 't', value: [{ header: 0, leaf: null }] })
})

describe('comparing the tokens of a text', () => {
  const text = [1, 2].map((sub) => jws(es256, { ...plain, sub }, bytes(64))).join(' ')
  const { tokens } = listAllTokens(text)
  it('finds what they share', async () => {
    const { store } = world()
    await store.getState().learnWorkspace(text, tokens)
    expect(store.getState().workspace).toMatchObject({ tokens, value: { ecdsa: [{}, {}], algorithms: [] } })
  })
  it('ends where another list is compared', async () => {
    const { store } = world()
    const many = Array.from({ length: 2000 }, () => tokens).flat()
    const first = store.getState().learnWorkspace(text, many)
    await Promise.all([first, store.getState().learnWorkspace(text, tokens)])
    expect(store.getState().workspace?.tokens).toBe(tokens)
  })
})
