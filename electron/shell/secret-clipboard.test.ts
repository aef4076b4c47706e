import { setImmediate } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { createSecretClipboard, secretStaysMs } from './secret-clipboard.ts'

function setUp() {
  const state = { text: 'before', timers: new Map<number, () => void>(), delay: 0 }
  const clipboard = createSecretClipboard({
    read: () => state.text,
    write: (text) => {
      state.text = text
    },
    empty: () => {
      state.text = ''
    },
    later: (work, milliseconds) => {
      const id = state.timers.size + 1
      state.delay = milliseconds
      state.timers.set(id, work)
      return () => state.timers.delete(id)
    },
  })
  const pass = async () => {
    for (const work of state.timers.values()) work()
    // Reading the clipboard is a turn of the event loop.
    await setImmediate()
  }
  return { state, clipboard, pass }
}

it('takes a secret away after half a minute', async () => {
  const { state, clipboard, pass } = setUp()
  clipboard.copySecret('swordfish')
  expect([state.text, state.delay, secretStaysMs]).toEqual(['swordfish', 30_000, 30_000])
  await pass()
  expect(state.text).toBe('')
})

it('leaves what the person copied since, and what is no secret', async () => {
  const { state, clipboard, pass } = setUp()
  clipboard.copySecret('swordfish')
  state.text = 'a shopping list'
  await pass()
  await clipboard.clear()
  expect(state.text).toBe('a shopping list')
  clipboard.copy('an issuer')
  await clipboard.clear()
  expect(state.text).toBe('an issuer')
})

it('clears at once at lock and quit; a text copied after a secret is not taken for it', async () => {
  const { state, clipboard } = setUp()
  clipboard.copySecret('swordfish')
  await clipboard.clear()
  expect([state.text, state.timers.size]).toEqual(['', 0])
  clipboard.copySecret('swordfish')
  clipboard.copy('swordfish is a fish')
  expect(state.timers.size).toBe(0)
  await clipboard.clear()
  expect(state.text).toBe('swordfish is a fish')
})
