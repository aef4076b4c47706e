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
  ['a foreign character, which each finds at another moment', `${header}.${payload}.a*bc`, 'unknown'],
  ['JSON that breaks off', `${header}.${encode('{"a":')}.c2ln`, 'unknown'],
  ['bits that belong to no byte', `${header}.${payload}.c2l`, 'differs'],
  ['a member that stands twice', `${header}.${encode('{"a":1,"a":2}')}.c2ln`, 'differs'],
  ['no string as alg, which all refuse', `${encode('{"alg":1}')}.${payload}.c2ln`, 'unknown'],
])('%s', (_name, token, kind) => {
  expect(otherNames(malformed, readToken(token).problems)?.kind).toBe(kind)
})

it('names only failures, and only those that have names', () => {
  expect(otherNames({ ...malformed, code: 'EXPIRED' }, [])).toMatchObject({ kind: 'names' })
  expect(otherNames({ ...malformed, code: 'INTERNAL' }, [])).toBeNull()
  expect(otherNames({ ...malformed, status: 'not_checked' }, [])).toBeNull()
})

it('says of which libraries nothing is known, rather than nothing', () => {
  const crit: Check = { id: 'crit', status: 'fail', code: 'CRIT', found: 'x is not understood', spec: 's' }
  expect(otherNames(crit, [])).toMatchObject({ kind: 'names', unknown: ['.NET', 'Go'] })
  const misfit: Check = { id: 'disclosures', status: 'fail', code: 'DISCLOSURE', spec: 's' }
  expect(otherNames(misfit, [])).toEqual({ kind: 'unknown' })
})

it('says of a library that accepts it that it does', () => {
  const future: Check = { id: 'time', status: 'fail', code: 'ISSUED_IN_FUTURE', spec: 's' }
  expect(otherNames(future, [])).toMatchObject({
    names: expect.arrayContaining([
      {
        library: 'jose',
        text: 'accepts it by default (JWTClaimValidationFailed with maxTokenAge)',
        accepts: true,
      },
    ]),
  })
})
