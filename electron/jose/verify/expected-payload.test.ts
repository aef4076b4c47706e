import { expect, test } from 'vitest'
import type { VerifyRequest } from '../../../shared/verdict/verification.ts'
import { runJobHere } from '../crypto-jobs.ts'
import { encryptToken } from '../jwe/encrypt-token.ts'
import { ecKey, encode, jws, rsaKey, signature } from '../test-tokens.ts'
import { verifyToken } from './verify-token.ts'

const now = 1_800_000_000
const deps = {
  fetch: () => Promise.reject(new Error('nothing may be fetched')),
  now: () => now * 1000,
  run: runJobHere,
}
const own = ecKey('P-256')
const reader = rsaKey()
const readerText = JSON.stringify(reader.privateKey.export({ format: 'jwk' }))
const source = { kind: 'key', text: JSON.stringify(own.jwk) } as const
const claims = { jti: '1', htm: 'GET', htu: 'https://api.test', iat: now }
const written = JSON.stringify(claims)
const signed = jws({ alg: 'ES256' }, claims, own.privateKey)
const [head, body, sign] = signed.split('.')
const proof = jws({ alg: 'ES256', typ: 'dpop+jwt', jwk: own.jwk }, claims, own.privateKey)

async function seal(text: string, header: object): Promise<string> {
  const sealed = await encryptToken({
    plaintext: { text, encoding: 'utf8' },
    enc: 'A128GCM',
    form: 'compact',
    header: header as Readonly<Record<string, unknown>>,
    recipients: [{ alg: 'RSA-OAEP-256', material: { kind: 'key', text: readerText, provenance: 'pasted' } }],
  })
  if (!sealed.ok) throw new Error(sealed.reason)
  return sealed.token
}
const decrypt = { kind: 'key', text: readerText } as const
const verify = (request: Partial<VerifyRequest> & { readonly token: string }, text: string) =>
  verifyToken({ source, decrypt, expect: {}, payload: { text, encoding: 'utf8' }, ...request }, deps)

test.each<readonly [string, Partial<VerifyRequest> & { readonly token: string }]>([
  ['a compact JWS', { token: signed }],
  ['a JWS in JSON form', { token: JSON.stringify({ protected: head, payload: body, signature: sign }) }],
  ['an SD-JWT', { token: `${signed}~` }],
  [
    'an SD-JWT in JSON form',
    {
      token: JSON.stringify({
        protected: head,
        payload: body,
        signature: sign,
        header: { disclosures: [] },
      }),
    },
  ],
  ['a DPoP proof', { token: proof, as: 'dpop_proof' }],
  ['a signed token in an encrypted one', { token: await seal(signed, { cty: 'JWT' }) }],
  ['an SD-JWT in an encrypted token', { token: await seal(`${signed}~`, { cty: 'JWT' }) }],
])('the payload that was expected is the one %s must hold', async (_, request) => {
  expect(await verify(request, written)).toMatchObject({ verdict: 'valid' })
  const other = await verify(request, '{"other":true}')
  expect(other).toMatchObject({ verdict: 'invalid', code: 'SIGNATURE_INVALID' })
  expect(other.checks.find(({ id }) => id === 'signature')).toMatchObject({
    found: 'another payload inside the token',
  })
})

test('content without a signature is compared too', async () => {
  const token = await seal(written, {})
  expect(await verify({ token }, written)).toMatchObject({ code: 'NOT_AUTHENTICATED' })
  expect(await verify({ token }, 'other')).toMatchObject({ verdict: 'invalid', code: 'SIGNATURE_INVALID' })
})

test('text without a UTF-8 form is nobody’s payload', async () => {
  // U+FFFD is what a lone surrogate becomes on the way to bytes.
  const protectedHeader = encode({ alg: 'ES256', b64: false, crit: ['b64'] })
  const made = signature('ES256', `${protectedHeader}.a\ufffd`, own.privateKey).toString('base64url')
  const json = (payload?: string) => JSON.stringify({ protected: protectedHeader, payload, signature: made })
  const plain = { source, expect: {} }
  expect(await verifyToken({ ...plain, token: json('a\ufffd') }, deps)).toMatchObject({ code: 'OK' })
  const inside = await verifyToken({ ...plain, token: json('a\ud800') }, deps)
  expect(inside).toMatchObject({ verdict: 'invalid', code: 'MALFORMED' })
  for (const token of [json(), `${protectedHeader}..${made}`]) {
    expect(await verify({ token }, 'a\ufffd')).toMatchObject({ code: 'OK' })
    expect(await verify({ token }, 'a\ud800')).toMatchObject({ verdict: 'invalid', code: 'MALFORMED' })
  }
})
