import { EventEmitter } from 'node:events'
import { expect, it } from 'vitest'
import { watchForLock } from './auto-lock.ts'

function setUp(minutes: number) {
  const state = { idle: 0, locks: 0, tick: () => {} }
  const monitor = Object.assign(new EventEmitter(), { getSystemIdleTime: () => state.idle })
  watchForLock({
    monitor,
    idleMinutes: () => minutes,
    lock: () => {
      state.locks += 1
    },
    every: (work) => {
      state.tick = work
      return () => {}
    },
  })
  return { state, monitor }
}

it.each(['suspend', 'lock-screen'])('locks at %s', (event) => {
  const { state, monitor } = setUp(0)
  monitor.emit(event)
  expect(state.locks).toBe(1)
})

it.each([
  [5, 299, 0],
  [5, 300, 1],
  [0, 100_000, 0],
])('with %d minutes and %d idle seconds: %d', (minutes, idle, locks) => {
  const { state } = setUp(minutes)
  state.idle = idle
  state.tick()
  expect(state.locks).toBe(locks)
})
