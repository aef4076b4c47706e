import { expect, test } from 'vitest'
import { commandFor, splitCommand } from './split-command.ts'

test.each([
  ['firefox', ['firefox']],
  ['  chromium   --new-window ', ['chromium', '--new-window']],
  ['"C:\\Program Files\\b.exe" -x', ['C:\\Program Files\\b.exe', '-x']],
  ["'a b' \"c 'd'\" e\\ f", ['a b', "c 'd'", 'e f']],
  ['a "" b', ['a', '', 'b']],
  ['firefox; rm -rf /', ['firefox;', 'rm', '-rf', '/']],
  ['a $(id) `id` | b > c', ['a', '$(id)', '`id`', '|', 'b', '>', 'c']],
])('%s', (text, words) => {
  expect(splitCommand(text)).toEqual(words)
})

test.each([[''], ['   '], ['"a'], ["a 'b"], ['"" x']])('no command: “%s”', (text) => {
  expect(splitCommand(text)).toBeNull()
})

const url = 'https://a.example/?x=$&y=%20;`id`'

test('the address is one argument: the last one, or where {url} stands', () => {
  expect(commandFor(['b'], url)).toEqual(['b', url])
  expect(commandFor(['b', '--app={url}', '-n'], url)).toEqual(['b', `--app=${url}`, '-n'])
  expect(commandFor(['b', '{url}', '{url}'], 'u{url}')).toEqual(['b', 'u{url}', 'u{url}'])
  // Never the program.
  expect(commandFor(['{url}'], url)).toEqual(['{url}', url])
})
