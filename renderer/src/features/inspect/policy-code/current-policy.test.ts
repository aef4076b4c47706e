import { expect, it } from 'vitest'
import { readToken } from '../../../../../shared/token/read-token.ts'
import { exampleToken } from '../example-token.ts'
import { idle } from '../inspect-state.ts'
import { emptyExpect, emptyKey } from '../key-choice.ts'
import { currentPolicy } from './current-policy.ts'

const reading = readToken(exampleToken.token)

it.each([
  ['with a key', exampleToken.key],
  ['before a key is given', ''],
])('has exactly the accepted algorithms of the form, %s', (_, key) => {
  const state = { reading, key: { ...emptyKey, key }, verification: idle }
  const policy = (alg: string) => currentPolicy({ ...state, expect: { ...emptyExpect, alg } })
  expect(policy('PS256, EdDSA')?.algorithms).toEqual(['PS256', 'EdDSA'])
  expect(policy('')?.algorithms).toHaveLength(1)
})
