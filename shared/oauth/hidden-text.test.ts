import fc from 'fast-check'
import { expect, test } from 'vitest'
import { splitHidden } from './hidden-text.ts'

test.each([
  ['nothing here', ['nothing here']],
  ['code=‹hidden, 43 characters›&state=a', ['code=', ['hidden, 43 characters'], '&state=a']],
  ['"‹JWT RS256, 834 characters›"', ['"', ['JWT RS256, 834 characters'], '"']],
  [
    '?code=%E2%80%B9hidden%2C%2043%20characters%E2%80%BA&iss=x',
    ['?code=', ['hidden, 43 characters'], '&iss=x'],
  ],
  ['a=%E2%80%B9hidden%2C+9+characters%E2%80%BA', ['a=', ['hidden, 9 characters']]],
  ['‹not closed', ['‹not closed']],
  ['‹two\nlines›', ['‹two\nlines›']],
  ['%E2%80%B9hidden%FF%E2%80%BA', ['%E2%80%B9hidden%FF%E2%80%BA']],
  ['‹anything else›', ['‹anything else›']],
  ['‹JWT of unknown alg, 90 characters›', [['JWT of unknown alg, 90 characters']]],
  ['%E2%80%B9JWT%20ECDH-ES%2BA256KW%2C%209%20characters%E2%80%BA', [['JWT ECDH-ES+A256KW, 9 characters']]],
  ['', []],
])('%s', (text, expected) => {
  expect(splitHidden(text)).toEqual(
    expected.map((piece) =>
      typeof piece === 'string' ? { text: piece, hidden: false } : { text: piece[0], hidden: true },
    ),
  )
})

test('text without marks comes back unchanged, whatever it is', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      fc.pre(!/[‹›]/.test(text) && !/%E2%80%B9/i.test(text))
      expect(
        splitHidden(text)
          .map((piece) => piece.text)
          .join(''),
      ).toBe(text)
    }),
  )
})
