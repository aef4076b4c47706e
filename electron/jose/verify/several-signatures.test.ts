import { expect, test } from 'vitest'
import { runJobHere } from '../crypto-jobs.ts'
import { ecKey, encode, rsaKey, signature } from '../test-tokens.ts'
import { verifyToken } from './verify-token.ts'

const now = 1_800_000_000
const deps = {
  fetch: () => Promise.reject(new Error('nothing may be fetched')),
  now: () => now * 1000,
  run: runJobHere,
}
const ec = ecKey('P-256')
const other = ecKey('P-256')
const rsa = rsaKey()
const payload = encode({ iss: 'i', exp: now + 60 })

function part(alg: string, by: typeof ec, header: object = {}) {
  const head = encode({ alg, ...header })
  return {
    protected: head,
    signature: signature(alg, `${head}.${payload}`, by.privateKey).toString('base64url'),
  }
}
async function judge(signatures: readonly object[], keys: object) {
  const source = { kind: 'key', text: JSON.stringify(keys) } as const
  const token = JSON.stringify({ payload, signatures })
  const { verdict, code, parts } = await verifyToken({ token, source, expect: {} }, deps)
  const own = (parts ?? []).filter(({ id }) => id.startsWith('signature-'))
  return [`${verdict} ${code}`, ...own.map((one) => one.verdict)]
}
const both = { keys: [ec.jwk, rsa.jwk] }

for (const [form, unprotected] of [
  ['a JWS', {}],
  ['an SD-JWT', { header: { disclosures: [] } }],
] as const) {
  // The disclosures stand with the first signature (RFC 9901 §8.1).
  const verify = ([first, ...rest]: readonly object[], keys: object) =>
    judge([{ ...first, ...unprotected }, ...rest], keys)
  const es = part('ES256', ec)
  const rs = part('RS256', rsa)
  const altered = { ...rs, signature: part('RS256', rsaKey()).signature }

  test(`each signature of ${form} is judged by its key`, async () => {
    expect(await verify([es, rs], both)).toEqual(['valid OK', 'valid', 'valid'])
    expect(await verify([es, rs], ec.jwk)).toEqual(['valid OK', 'valid', 'unverified'])
    expect(await verify([es, rs], rsa.jwk)).toEqual(['valid OK', 'unverified', 'valid'])
    expect(await verify([es, rs], other.jwk)).toEqual(['invalid SIGNATURE_INVALID', 'invalid', 'unverified'])
  })

  test(`a signature of ${form} whose one key does not fit has failed, whatever else was proved`, async () => {
    for (const list of [
      [es, altered],
      [altered, es],
    ])
      expect((await verify(list, both))[0]).toBe('invalid SIGNATURE_INVALID')
    expect(await verify([es, altered], both)).toEqual(['invalid SIGNATURE_INVALID', 'valid', 'invalid'])
  })

  test(`a signature of ${form} that the one key there is does not fit has failed, though that key made another`, async () => {
    const foreign = part('ES256', other)
    for (const [list, keys] of [
      [[es, foreign], ec.jwk],
      [[foreign, es], ec.jwk],
      [[rs, altered], rsa.jwk],
      [[rs, { ...part('PS256', rsa), signature: rs.signature }], both],
    ] as const)
      expect((await verify(list, keys))[0]).toBe('invalid SIGNATURE_INVALID')
  })

  test(`beside a proved one, a signature of ${form} that names another key is not held against it`, async () => {
    const named = { ...ec.jwk, kid: 'mine' }
    const foreign = part('ES256', other, { kid: 'theirs' })
    expect(await verify([es, foreign], named)).toEqual(['valid OK', 'valid', 'unverified'])
    expect(await verify([foreign, es], named)).toEqual(['valid OK', 'unverified', 'valid'])
    expect((await verify([es, part('ES256', other, { kid: 'mine' })], named))[0]).toMatch(/^invalid/)
  })

  test(`a signature of ${form} that none of several keys fits may be made with another one`, async () => {
    const several = { keys: [ec.jwk, ecKey('P-256').jwk] }
    expect(await verify([es, part('ES256', other)], several)).toEqual(['valid OK', 'valid', 'unverified'])
  })

  test(`an unsecured signature of ${form} spoils the whole`, async () => {
    const none = { ...es, protected: encode({ alg: 'none' }), signature: 'AA' }
    expect(await verify([es, none], ec.jwk)).toEqual(['invalid UNSECURED', 'valid', 'invalid'])
  })
}
