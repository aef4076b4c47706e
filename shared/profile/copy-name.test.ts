import { expect, test } from 'vitest'
import { copyName } from './copy-name.ts'

test.each<[string, string[], string]>([
  ['Acme', [], 'Acme copy'],
  ['Acme', ['Acme', 'Acme copy'], 'Acme copy 2'],
  ['Acme copy', ['Acme', 'Acme copy'], 'Acme copy 2'],
  ['Acme copy 2', ['Acme copy', 'Acme copy 2'], 'Acme copy 3'],
  ['Acme', ['Acme copy', 'Acme copy 3'], 'Acme copy 2'],
  ['Carbon copy', [], 'Carbon copy'],
  ['photocopy', [], 'photocopy copy'],
])('a copy of “%s” beside %j is “%s”', (name, taken, expected) => {
  expect(copyName(name, taken)).toBe(expected)
})

test('is never longer than a name may be, also when it has to be told apart', () => {
  const long = '\u{1F511}'.repeat(100)
  const first = copyName(long, [])
  const second = copyName(long, [first])
  expect(second).toMatch(/ copy 2$/)
  for (const name of [first, second]) {
    expect(name.length).toBeLessThanOrEqual(200)
    // Half a surrogate pair would throw.
    expect(() => encodeURIComponent(name)).not.toThrow()
  }
})
