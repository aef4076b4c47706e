import { describe, expect, it } from 'vitest'
import { readToken } from '../token/read-token.ts'
import { checkForm, checkParsed } from './check-parsed.ts'

const encode = (value: unknown) =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url')
const payload = encode({ iss: 'https://issuer.test' })
const protectedHeader = encode({ alg: 'ES256' })
const jwt = `${protectedHeader}.${payload}.c2ln`
const flattened = { payload, protected: protectedHeader, signature: 'c2ln' }
const check = (text: string) => checkParsed(readToken(text))

describe('checkParsed', () => {
  it.each<[string, string, object]>([
    ['a JWT', jwt, { expected: 'a JWT in compact form', found: /^3 segments, / }],
    [
      'a JWS in JSON form',
      JSON.stringify(flattened),
      { expected: 'a JWS in JSON form', found: /^1 signature, /, spec: 'RFC 7515 §7.2' },
    ],
    [
      'an alg that is unprotected',
      JSON.stringify({ payload, header: { alg: 'HS256' }, signature: 'c2ln' }),
      { expected: 'a JWS in JSON form' },
    ],
    [
      'a JWE in JSON form',
      JSON.stringify({
        protected: encode({ enc: 'A128GCM' }),
        unprotected: { cty: 'text/plain' },
        recipients: [{ header: { alg: 'dir' } }, { header: { alg: 'A128KW' }, encrypted_key: 'a2V5' }],
        ciphertext: 'Y2lwaA',
      }),
      { expected: 'a JWE in JSON form', found: /^2 recipients, encrypted/ },
    ],
    [
      'an SD-JWT',
      `${jwt}~${encode(['salt', 'a', 1])}~`,
      { expected: 'an SD-JWT', found: /^1 disclosure, no key binding/ },
    ],
    [
      'an unencoded payload',
      `${encode({ alg: 'HS256', b64: false, crit: ['b64'] })}.text.c2ln`,
      { expected: 'a JWS in compact form with an unencoded payload', note: /no claims/ },
    ],
    [
      'a token in a token',
      `${encode({ alg: 'ES256', typ: 'JWT', cty: 'JWT' })}.${encode(jwt)}.c2ln`,
      { expected: 'a JWS in compact form', note: /a token itself/ },
    ],
    [
      'a payload that travels elsewhere',
      `${protectedHeader}..c2ln`,
      { found: /empty, or travels elsewhere/ },
    ],
  ])('passes %s and names its form', (_name, text, finding) => {
    const found = check(text)
    expect(found.status).toBe('pass')
    for (const [name, wanted] of Object.entries(finding)) {
      const value = found[name as keyof typeof found]
      if (wanted instanceof RegExp) expect(value).toMatch(wanted)
      else expect(value).toBe(wanted)
    }
  })

  it.each([
    [
      'one signature without alg',
      { payload, signatures: [flattened, { protected: encode({ kid: 'a' }), signature: 'c2ln' }] },
    ],
    ['one kid that is a number', { payload, signatures: [{ ...flattened, header: { kid: 1 } }] }],
    ['a protected header that is a list', { ...flattened, protected: encode('[]') }],
    ['a parameter in two places', { ...flattened, header: { alg: 'ES256' } }],
    ['two forms in one', { ...flattened, signatures: [] }],
    [
      'no payload that a JWT must have',
      { ...flattened, payload: encode('text'), protected: encode({ alg: 'ES256', typ: 'JWT' }) },
    ],
  ])('refuses a JWS in JSON form with %s', (_name, value) => {
    expect(check(JSON.stringify(value))).toMatchObject({ status: 'fail', code: 'MALFORMED' })
  })

  it.each([
    ['', 'opaque', 'v4.public.aaaa', '<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol">'],
  ])('refuses what is no token that can be verified', (...texts) => {
    for (const text of texts) expect(check(text)).toMatchObject({ status: 'fail', code: 'MALFORMED' })
  })

  it('takes white space inside for a fault, unless the text is still being edited', () => {
    const reading = readToken(`${jwt.slice(0, 30)}\n${jwt.slice(30)}`)
    expect(checkParsed(reading).status).toBe('fail')
    expect(checkForm(reading).status).toBe('pass')
    expect(checkParsed(readToken(`Bearer ${jwt}`)).status).toBe('pass')
    expect(checkParsed(readToken(`Bearer ${jwt}`), true).status).toBe('fail')
  })

  it('does not judge what is too large', () => {
    expect(check(`${jwt}${'a'.repeat(1_000_000)}`)).toMatchObject({
      status: 'not_checked',
      code: 'TOO_LARGE',
    })
  })
})

it.each([[null], [1], [{}], [[]], [true]])('a typ that is no string fails: %j', (typ) => {
  const token = `${encode({ alg: 'ES256', typ })}.${payload}.c2ln`
  expect(check(token)).toMatchObject({
    status: 'fail',
    code: 'MALFORMED',
    found: 'a typ that is not a string',
  })
})
