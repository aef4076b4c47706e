import { expect, it } from 'vitest'
import { readToken } from '../../../../shared/token/read-token.ts'
import type { Check } from '../../../../shared/verdict/check.ts'
import { otherNames } from './other-names.ts'

const encode = (text: string) => Buffer.from(text).toString('base64url')
const header = encode('{"alg":"HS256"}')
const payload = encode('{"a":1}')
const malformed: Check = { id: 'parsed', status: 'fail', code: 'MALFORMED', spec: 's' }

it.each([
  ['a segment missing', `${header}.${payload}`, 'names'],
  ['a foreign character', `${header}.${payload}.a*bc`, 'names'],
  ['JSON that breaks off', `${header}.${encode('{"a":')}.c2ln`, 'names'],
  ['bits that belong to no byte', `${header}.${payload}.c2l`, 'differs'],
  ['a member that stands twice', `${header}.${encode('{"a":1,"a":2}')}.c2ln`, 'differs'],
  ['no string as alg', `${encode('{"alg":1}')}.${payload}.c2ln`, 'differs'],
])('%s', (_name, token, kind) => {
  expect(otherNames(malformed, readToken(token).problems)?.kind).toBe(kind)
})

it('names only failures, and only those that have names', () => {
  expect(otherNames({ ...malformed, code: 'EXPIRED' }, [])).toMatchObject({ kind: 'names' })
  expect(otherNames({ ...malformed, code: 'INTERNAL' }, [])).toBeNull()
  expect(otherNames({ ...malformed, status: 'not_checked' }, [])).toBeNull()
})
