import { expect, test } from 'vitest'
import { assertionAlgs } from './assertion-algs.ts'

const values = (...input: Parameters<typeof assertionAlgs>) =>
  assertionAlgs(...input).map(({ value }) => value)

test('a secret and a key share no algorithm, and none is never offered', () => {
  const bySecret = values('client_secret_jwt', '')
  const byKey = values('private_key_jwt', '')
  expect(bySecret.filter((alg) => byKey.includes(alg))).toEqual([])
  expect([...bySecret, ...byKey]).not.toContain('none')
})

test('what is set is shown, and said to be unfit where it is', () => {
  expect(assertionAlgs('private_key_jwt', 'HS256').at(-1)).toEqual({
    value: 'HS256',
    label: 'HS256 (not for private_key_jwt)',
  })
  expect(assertionAlgs('client_secret_jwt', 'HS256').at(-1)).toEqual({ value: 'HS256', label: 'HS256' })
  expect(values('private_key_jwt', 'ES256')).toEqual(values('private_key_jwt', ''))
})
