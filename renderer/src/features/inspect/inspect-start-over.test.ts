import { describe, expect, it } from 'vitest'
import type { Answer, Bridge } from '../../../../shared/ipc/bridge.ts'
import type { VerifyResult } from '../../../../shared/verdict/verification.ts'
import { emptyComparing } from './compare/comparing.ts'
import { createInspectStore } from './inspect-store.ts'
import { emptyExpect, emptyKey } from './key-choice.ts'
import { currentOpened, emptyOpening } from './parts/opening.ts'
import { emptyAs } from './validate-as/as-form.ts'

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
const jws = (header: object, payload: object) => `${encode(header)}.${encode(payload)}.AAAA`
const acme = { iss: 'https://login.acme.test' }
const rs256 = jws({ alg: 'RS256' }, acme)
const ps384 = jws({ alg: 'PS384' }, { ...acme, sub: 'b' })
const es256 = jws({ alg: 'ES256' }, acme)
const hs256 = jws({ alg: 'HS256' }, acme)
const elsewhere = jws({ alg: 'RS256' }, { iss: 'https://other.test' })
const accessToken = jws({ alg: 'ES256', typ: 'at+jwt' }, acme)
const jwe = `${encode({ alg: 'RSA-OAEP', enc: 'A128GCM' })}.AAAA.AAAA.AAAA.AAAA`
const publicKey = '{"kty":"RSA","n":"AQ","e":"AQAB"}'

function setUp(answer?: VerifyResult) {
  const bridge = new Proxy({} as Bridge, {
    get: () => () => Promise.resolve({ ok: true, value: answer } as Answer<VerifyResult | undefined>),
  })
  const store = createInspectStore({ bridge, now: () => 1_795_445_000_000 })
  return () => store.getState()
}

const ways = {
  'a paste': (state: ReturnType<typeof setUp>, token: string) => state().paste(token),
  'a file': (state: ReturnType<typeof setUp>, token: string) => state().openFile(new File([token], 'a.txt')),
  'another token of the text': async (state: ReturnType<typeof setUp>, token: string) => {
    const { key, expect: expected, validate, opening } = state()
    state().paste(`${state().reading.token} ${token}`)
    // Pasting emptied the forms: they are filled again as they were.
    state().changeKey(key)
    state().changeExpect(expected)
    state().changeContext(validate.context)
    if (validate.chosen) state().validateAs(validate.as)
    state().changeOpening(opening)
    state().select(1)
  },
}

describe.each(Object.entries(ways))('with %s', (_name, next) => {
  it('what the token was taken for, and what came with it, ends', async () => {
    const state = setUp()
    state().paste(rs256)
    state().validateAs('dpop_proof')
    state().changeContext({ htm: 'POST', scope: 'a c' })
    await next(state, accessToken)
    expect(state().validate).toEqual({ ...emptyAs, as: 'access_token' })
  })

  it.each([hs256, rs256, elsewhere])('a shared secret and its encoding are emptied', async (token) => {
    const state = setUp()
    state().paste(hs256)
    state().changeKey({ kind: 'secret', secret: 'hunter2', encoding: 'hex' })
    await next(state, token)
    expect(state().key).toMatchObject({ secret: '', encoding: emptyKey.encoding, passphrase: '' })
    expect(state().key.kind).toBe(token === hs256 ? 'secret' : 'discovery')
    expect(JSON.stringify(state())).not.toContain('hunter2')
  })

  it.each([
    '{"kty":"RSA","n":"AQ","e":"AQAB","d":"hunter2"}',
    '-----BEGIN PRIVATE KEY-----\nhunter2\n-----END PRIVATE KEY-----',
    'hunter2',
  ])('the private key %j is emptied, also where all else fits', async (key) => {
    const state = setUp()
    state().paste(rs256)
    state().changeKey({ kind: 'key', key, passphrase: 'hunter2' })
    await next(state, ps384)
    expect(JSON.stringify(state())).not.toContain('hunter2')
    expect(state().carried).toBeNull()
  })

  it('the key that opens an encrypted token, and the payload of a detached one, are emptied', async () => {
    const state = setUp()
    state().paste(jwe)
    state().changeOpening({
      chosen: true,
      allowObsolete: true,
      payload: 'hunter2',
      key: { ...emptyKey, kind: 'key', key: 'hunter2', secret: 'hunter2' },
    })
    await next(state, hs256)
    expect(state().opening).toEqual(emptyOpening)
  })

  it('what was folded by hand is for the token before', async () => {
    const state = setUp()
    state().paste(rs256)
    const before = state().generation
    await next(state, es256)
    expect(state().generation).toBeGreaterThan(before)
  })
})

describe('a public key', () => {
  it.each([
    ['a token of the same issuer and kind of key', ps384, { kind: 'key', key: publicKey }],
    ['one of another issuer', elsewhere, { kind: 'discovery', key: '' }],
    ['one with another kind of key', es256, { kind: 'discovery', key: '' }],
    ['one with a shared secret', hs256, { kind: 'secret', key: '' }],
    ['one without an issuer', jws({ alg: 'RS256' }, {}), { kind: 'key', key: '' }],
  ])('with %s', (_what, token, key) => {
    const state = setUp()
    state().paste(rs256)
    state().changeKey({ kind: 'key', key: publicKey, url: 'https://keys.test/' })
    state().paste(token)
    expect(state().key).toMatchObject({ ...key, url: '' })
    expect(state().carried).toEqual(token === ps384 ? { what: ['the public key'] } : null)
  })

  it('that stayed is said, and can be dropped', () => {
    const state = setUp()
    state().paste(rs256)
    state().changeKey({ kind: 'jwks_url', url: 'https://keys.test/' })
    state().changeExpect({ aud: 'api', alg: 'PS384', nonce: 'n', at: '2026-01-01', skew: '5' })
    state().paste(ps384)
    expect(state().key).toMatchObject({ kind: 'jwks_url', url: 'https://keys.test/' })
    expect(state().expect).toEqual({ ...emptyExpect, aud: 'api', alg: 'PS384', skew: '5' })
    expect(state().carried?.what).toEqual([
      'the address of the key set',
      'the expected audience',
      'the accepted algorithms',
      'the clock tolerance',
    ])
    state().dropCarried()
    expect(state()).toMatchObject({ carried: null, expect: emptyExpect, input: ps384 })
    expect(state().key).toEqual({ ...emptyKey, kind: 'discovery', issuer: acme.iss })
  })

  it('of another issuer that the person typed does not stay for a token that names a third', () => {
    const state = setUp()
    state().paste(rs256)
    state().changeKey({ issuer: 'https://typed.test' })
    state().paste(elsewhere)
    expect(state().key.issuer).toBe('https://other.test')
  })
})

describe('an open comparison', () => {
  it.each(['a paste', 'a file'] as const)('ends with %s, which is about another token', async (way) => {
    const state = setUp()
    state().paste(rs256)
    state().changeComparing({ open: true, text: es256 })
    await ways[way](state, accessToken)
    expect(state().comparing).toEqual(emptyComparing)
  })

  it('stays for another token of the same text, and comes back on the way back from a token inside', () => {
    const state = setUp()
    state().paste(`${rs256} ${es256}`)
    state().changeComparing({ open: true })
    state().select(1)
    expect(state().comparing.open).toBe(true)
    state().openNested(hs256, 'somewhere', 'JWT')
    expect(state().comparing.open).toBe(false)
    state().goBack(0)
    expect(state().comparing.open).toBe(true)
  })
})

it('typing into the same token keeps the forms', () => {
  const state = setUp()
  state().paste(hs256)
  state().changeKey({ kind: 'secret', secret: 's' })
  state().validateAs('id_token')
  state().edit(`${hs256}A`)
  expect(state().key.secret).toBe('s')
  expect(state().validate.as).toBe('id_token')
})

it('the same encrypted token, pasted again, is closed again and can be opened anew', async () => {
  const state = setUp({
    verdict: 'unverified',
    code: 'NOT_VERIFIED',
    checks: [],
    key: null,
    requests: [],
    asOf: 0,
    decrypted: { text: 'x', base64url: 'eA', algorithms: 'RSA-OAEP, A128GCM' },
  })
  state().paste(jwe)
  state().changeOpening({ key: { ...emptyKey, kind: 'key', key: '{}' } })
  await state().verify()
  expect(currentOpened(state())).not.toBeNull()
  state().paste(jwe)
  expect(state().opened).toBeNull()
  expect(state().verification.kind).toBe('idle')
})
