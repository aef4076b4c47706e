import { describe, expect, it } from 'vitest'
import type { Bridge } from '../../../../../shared/ipc/bridge.ts'
import { listTokens } from '../../../../../shared/token/scan/list-tokens.ts'
import type { TextScanner } from '../inspect-state.ts'
import { createInspectStore } from '../inspect-store.ts'
import { orderRows } from './token-rows.ts'

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
const make = (sub: string, iss = 'https://a.test') =>
  `${encode({ alg: 'RS256' })}.${encode({ iss, sub, exp: 100 })}.c2ln`

/** A search that the test drives; `stopped` counts how often it was told to stop. */
function setUp() {
  const searches: { readonly text: string; readonly on: Parameters<TextScanner>[1]; stopped: number }[] = []
  const scanText: TextScanner = (text, on) => {
    const search = { text, on, stopped: 0 }
    searches.push(search)
    return () => {
      search.stopped++
    }
  }
  const calls: string[] = []
  const bridge = new Proxy({} as Bridge, {
    get: (_target, name: string) => () => {
      calls.push(name)
      return name === 'tokens.verify'
        ? new Promise(() => {})
        : Promise.resolve({ ok: true, value: undefined })
    },
  })
  const store = createInspectStore({ bridge, now: () => 1_000_000, scanText })
  return { state: () => store.getState(), searches, calls }
}

const large = `${make('first')}\n${'x '.repeat(600_000)}\n${make('last', 'https://b.test')}`

describe('a text with several tokens', () => {
  it('reads the first one that can be read, and any other that is selected', () => {
    const { state, calls } = setUp()
    state().paste(
      `{"refresh_token":"8xLOxBtZp8kdj29dkjs92","id_token":"${make('ada')}","x":"${make('bob')}"}`,
    )
    expect(state().tokens.map(({ format }) => format)).toEqual(['opaque', 'jws', 'jws'])
    expect([state().selected, state().reading.token]).toEqual([1, make('ada')])
    state().select(2)
    expect(state().reading.token).toBe(make('bob'))
    expect(state().reading.input).toBe(state().input)
    for (const nowhere of [3, -1, 0.5]) state().select(nowhere)
    expect(state().selected).toBe(2)
    expect(calls).toEqual([])
  })

  it('ends the verdict with the selection, and stops what runs', () => {
    const { state, calls } = setUp()
    state().paste(`${make('ada')} ${make('bob', 'https://b.test')}`)
    state().changeKey({ kind: 'key', key: '{}' })
    void state().verify()
    expect(state().verification.kind).toBe('running')
    state().select(1)
    expect(state().verification.kind).toBe('idle')
    expect(calls.filter((name) => name === 'tokens.cancel')).toHaveLength(1)
    expect(state().key.issuer).toBe('https://b.test')
  })

  it('comes back with its selection when a clear is undone', () => {
    const { state } = setUp()
    state().paste(`${make('ada')} ${make('bob')}`)
    state().select(1)
    const undo = state().clear()
    expect(state().tokens).toEqual([])
    undo()
    expect([state().selected, state().reading.token]).toEqual([1, make('bob')])
  })
})

describe('a large text', () => {
  it('is searched elsewhere, and its first token is read as soon as it is there', () => {
    const { state, searches } = setUp()
    state().paste(large)
    expect(state()).toMatchObject({ large: true, tokens: [], scan: { kind: 'running', at: 0 } })
    for (const batch of listTokens(large, { batch: 1 })) searches[0]?.on.batch(batch)
    searches[0]?.on.done()
    expect(state().scan.kind).toBe('complete')
    expect(state().tokens).toHaveLength(2)
    expect(state().reading.token).toBe(make('first'))
    expect(state().key.issuer).toBe('https://a.test')
    state().select(1)
    expect(state().reading.token).toBe(make('last', 'https://b.test'))
  })

  it('stops with the next paste, and what it still says is dropped', () => {
    const { state, searches } = setUp()
    state().paste(large)
    state().paste(make('other'))
    expect(searches[0]?.stopped).toBe(1)
    for (const batch of listTokens(large)) searches[0]?.on.batch(batch)
    searches[0]?.on.done()
    expect(state().tokens).toHaveLength(1)
    expect(state().reading.token).toBe(make('other'))
  })

  it('keeps what was found when it is cancelled or fails, and says so', () => {
    for (const end of ['cancel', 'fail'] as const) {
      const { state, searches } = setUp()
      state().paste(large)
      const [batch] = listTokens(large, { batch: 1 })
      if (batch) searches[0]?.on.batch(batch)
      if (end === 'cancel') state().cancelScan()
      else searches[0]?.on.failed('it broke')
      expect(state().scan.kind).toBe(end === 'cancel' ? 'cancelled' : 'failed')
      expect(state().tokens).toHaveLength(1)
    }
  })

  it('beyond 100 MB is refused, and the former input stays', async () => {
    const { state, searches } = setUp()
    state().paste(make('ada'))
    await state().openFile({ size: 100_000_001, name: 'huge.log' } as File)
    expect(state().refused).toContain('100.1 MB')
    expect(state().reading.token).toBe(make('ada'))
    expect(searches).toEqual([])
  })

  it('that a file holds is named after it; one that cannot be read is refused', async () => {
    const { state } = setUp()
    await state().openFile(new File([`x ${make('filed')}`], 'a.log'))
    expect(state()).toMatchObject({ from: 'a.log', refused: null })
    expect(state().reading.token).toBe(make('filed'))
    const gone = { size: 1, name: 'gone', arrayBuffer: () => Promise.reject(new Error('gone')) }
    await state().openFile(gone as unknown as File)
    expect(state().refused).toContain('cannot be read')
    expect(state().reading.token).toBe(make('filed'))
  })
})

describe('the order of the list', () => {
  it('is that of the text, or of a column with the empty ones last, and a search keeps it', () => {
    const { state } = setUp()
    state().paste(`${make('c')} ghp_${'a1B2'.repeat(9)} ${make('a')} ${make('b', 'https://b.test')}`)
    const { tokens } = state()
    expect(orderRows(tokens, '', 'place')).toEqual([0, 1, 2, 3])
    expect(orderRows(tokens, '', 'subject')).toEqual([2, 3, 0, 1])
    expect(orderRows(tokens, 'A.TEST rs256', 'subject')).toEqual([2, 0])
    expect(orderRows(tokens, 'github', 'expiry')).toEqual([1])
    expect(orderRows(tokens, 'nothing', 'kind')).toEqual([])
  })
})
