import { describe, expect, test } from 'vitest'
import { readToken } from '../../../../../shared/token/read-token.ts'
import type { ValidationProfile } from '../../../../../shared/verdict/verification.ts'
import {
  type AsForm,
  askedFields,
  emptyAs,
  emptyContext,
  followReading,
  formOfHandover,
  parseAsForm,
  suggestProfile,
} from './as-form.ts'

const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
const reading = (header: object, claims: object, tail = '') =>
  readToken(`${encode({ alg: 'ES256', ...header })}.${encode(claims)}.c2ln${tail}`)
const plain = reading({}, { sub: 'x' })
const sdJwt = reading({}, { sub: 'x' }, '~')

test.each([
  [reading({ typ: 'at+jwt' }, {}), 'access_token'],
  [reading({ typ: 'application/logout+jwt' }, {}), 'logout_token'],
  [reading({ typ: 'dpop+jwt' }, {}), 'dpop_proof'],
  [reading({ typ: 'oauth-authz-req+jwt' }, {}), 'request_object'],
  [reading({ typ: 'JWT' }, { nonce: 'n' }), 'id_token'],
  [reading({ typ: 'JWT' }, { sub: 'x', aud: 'y' }), 'generic'],
  [reading({ typ: 7 }, {}), 'generic'],
  [reading({ typ: 'dc+sd-jwt' }, {}, '~'), 'sd_jwt_vc'],
  [reading({}, { vct: 'x' }, '~'), 'sd_jwt_vc'],
  [sdJwt, 'generic'],
  [readToken(''), 'generic'],
] as const)('a token that says clearly what it is suggests that: %#', (token, as) => {
  expect(suggestProfile(token)).toBe(as)
})

test('a choice stays for the tokens that follow, a suggestion is made anew', () => {
  const proof = reading({ typ: 'dpop+jwt' }, {})
  expect(followReading(emptyAs, proof).as).toBe('dpop_proof')
  expect(followReading({ ...emptyAs, as: 'jarm', chosen: true }, proof).as).toBe('jarm')
  expect(followReading({ ...emptyAs, as: 'dpop_proof' }, plain).as).toBe('generic')
})

describe('the form as part of a request', () => {
  const form = (as: ValidationProfile, context: Partial<AsForm['context']>): AsForm => ({
    as,
    chosen: true,
    context: { ...emptyContext, ...context },
  })

  test('holds what the profile compares with, trimmed, and nothing of other profiles', () => {
    const filled = form('id_token', { client_id: ' app ', htm: 'GET', max_age: '60', kb_nonce: 'n' })
    expect(parseAsForm(filled, plain)).toEqual({
      ok: true,
      asked: { as: 'id_token', context: { client_id: 'app', max_age: 60 } },
    })
  })

  test('is empty for any JWT without context', () => {
    expect(parseAsForm(form('generic', { client_id: 'app' }), plain)).toEqual({ ok: true, asked: {} })
  })

  test('asks for the key binding only where there can be one', () => {
    expect(askedFields('generic', plain)).toEqual([])
    const required = form('generic', { kb_required: true, kb_aud: 'x' })
    expect(parseAsForm(required, plain)).toEqual({ ok: true, asked: {} })
    expect(parseAsForm(required, sdJwt)).toEqual({
      ok: true,
      asked: { context: { kb_aud: 'x', kb_required: true } },
    })
  })

  test.each([
    ['max_age', '1.5'],
    ['max_age', '-1'],
    ['client_id', 'x'.repeat(5000)],
  ] as const)('%s that cannot be compared is named', (field, text) => {
    expect(parseAsForm(form('id_token', { [field]: text }), plain)).toMatchObject({
      ok: false,
      problem: { field },
    })
  })

  test('an address that no DPoP proof can be compared with is named', () => {
    const outcome = (htu: string) => parseAsForm(form('dpop_proof', { htu }), plain)
    expect(outcome('api.test/me')).toMatchObject({ ok: false, problem: { field: 'htu' } })
    expect(outcome('https://api.test/me')).toMatchObject({ ok: true })
  })
})

test('a handover fills the form; without a kind the token decides', () => {
  const form = formOfHandover('id_token', { client_id: 'app', max_age: 60, access_token: 't' })
  expect(form).toMatchObject({ as: 'id_token', chosen: true })
  expect(form.context).toMatchObject({ client_id: 'app', max_age: '60', access_token: 't', code: '' })
  expect(formOfHandover(undefined, { client_id: 'app' })).toMatchObject({ chosen: false })
})
