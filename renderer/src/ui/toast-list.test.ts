import { expect, it } from 'vitest'
import { addToast, afterViewChange, type Toast, withoutMessage } from './toast-list.ts'

const undo = () => {}
const list = (...messages: readonly string[]) =>
  messages.reduce<readonly Toast[]>((all, message, id) => addToast(all, { id, message }), [])

it('never shows two of a kind, nor more than two', () => {
  expect(list('a', 'b', 'a').map(({ id, message }) => [id, message])).toEqual([
    [1, 'b'],
    [2, 'a'],
  ])
  expect(list('a', 'b', 'c').map(({ message }) => message)).toEqual(['b', 'c'])
})

it('keeps only what can be undone when the view changes', () => {
  const toasts = addToast(list('copied'), { id: 9, message: 'Profile deleted', undo })
  expect(afterViewChange(toasts).map(({ message }) => message)).toEqual(['Profile deleted'])
  expect(withoutMessage(toasts, 'Profile deleted').map(({ message }) => message)).toEqual(['copied'])
})
