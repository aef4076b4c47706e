import { expect, it } from 'vitest'
import { addToast, afterViewChange, type Toast } from './toast-list.ts'

const run = () => {}
const list = (...messages: readonly string[]) =>
  messages.reduce<readonly Toast[]>((all, message, id) => addToast(all, { id, message }), [])

it('never shows two of a kind, nor more than two', () => {
  expect(list('a', 'b', 'a').map(({ id, message }) => [id, message])).toEqual([
    [1, 'b'],
    [2, 'a'],
  ])
  expect(list('a', 'b', 'c').map(({ message }) => message)).toEqual(['b', 'c'])
})

it('keeps only what can be undone from anywhere when the room changes', () => {
  const toasts: readonly Toast[] = [
    { id: 1, message: 'Copied' },
    { id: 2, message: 'Profile deleted', undo: { run } },
    { id: 3, message: 'Back to the token as it came', undo: { run, watch: () => run } },
  ]
  expect(afterViewChange(toasts).map(({ message }) => message)).toEqual(['Profile deleted'])
})
