import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import type { VerifyRequest } from '../../../shared/verdict/verification.ts'
import { runJobHere } from '../crypto-jobs.ts'
import { encryptToken } from '../jwe/encrypt-token.ts'
import { ecKey, encode, jws, rsaKey } from '../test-tokens.ts'
import { verifyToken } from './verify-token.ts'

const now = 1_800_000_000
const deps = {
  fetch: () => Promise.reject(new Error('nothing may be fetched')),
  now: () => now * 1000,
  run: runJobHere,
}
const signer = ecKey('P-256')
const text = JSON.stringify(rsaKey().privateKey.export({ format: 'jwk' }))
const claims = { iss: 'i', sub: 's', aud: ['a', 'b'], exp: now + 60 }
const signed = jws({ alg: 'ES256' }, claims, signer.privateKey)

async function seal(content: string, header: object): Promise<string> {
  const sealed = await encryptToken({
    plaintext: { text: content, encoding: 'utf8' },
    enc: 'A128GCM',
    form: 'compact',
    header: header as Readonly<Record<string, unknown>>,
    recipients: [{ alg: 'RSA-OAEP-256', material: { kind: 'key', text, provenance: 'pasted' } }],
  })
  if (!sealed.ok) throw new Error(sealed.reason)
  return sealed.token
}
async function verify(token: string) {
  const request: VerifyRequest = {
    token,
    source: { kind: 'key', text: JSON.stringify(signer.jwk) },
    decrypt: { kind: 'key', text },
    expect: {},
  }
  return verifyToken(request, deps)
}
const rung = ({ checks }: Awaited<ReturnType<typeof verify>>) =>
  checks.find(({ id }) => id === 'repeated_claims')

test('a header that repeats claims as they are inside changes nothing', async () => {
  const result = await verify(await seal(signed, { cty: 'JWT', iss: 'i', sub: 's', aud: ['a', 'b'] }))
  expect(result).toMatchObject({ verdict: 'valid' })
  expect(rung(result)).toMatchObject({ status: 'pass', spec: 'RFC 7519 §5.3' })
  expect(rung(await verify(await seal(signed, { cty: 'JWT' })))).toBeUndefined()
})

test.each([
  ['iss', { iss: 'other' }],
  ['sub', { iss: 'i', sub: 'other' }],
  ['aud', { aud: 'a' }],
  ['aud', { aud: ['b', 'a'] }],
  ['exp', { exp: now + 61 }],
  ['exp', { exp: String(now + 60) }],
])('%s said otherwise in the header fails', async (name, header) => {
  const result = await verify(await seal(signed, { cty: 'JWT', ...header }))
  expect(result).toMatchObject({ verdict: 'invalid', code: 'CLAIM_VALUE' })
  expect(rung(result)?.found).toContain(`${name} `)
})

test('a claim that only the header has is not checked', async () => {
  const inner = jws({ alg: 'ES256' }, { exp: now + 60 }, signer.privateKey)
  const result = await verify(await seal(inner, { cty: 'JWT', sub: 's' }))
  expect(result).toMatchObject({ verdict: 'valid' })
  expect(rung(result)).toMatchObject({ status: 'not_checked' })
})

test('content without a signature, an SD-JWT and a token two envelopes deep are compared as well', async () => {
  const other = { iss: 'other' }
  const tokens = [
    await seal(JSON.stringify(claims), other),
    await seal(`${signed}~`, { cty: 'JWT', ...other }),
    await seal(await seal(signed, { cty: 'JWT' }), { cty: 'JWT', ...other }),
    await seal(await seal(signed, { cty: 'JWT', ...other }), { cty: 'JWT', iss: 'i' }),
  ]
  for (const token of tokens)
    expect(await verify(token)).toMatchObject({ verdict: 'invalid', code: 'CLAIM_VALUE' })
  const fits = await verify(
    await seal(await seal(signed, { cty: 'JWT', iss: 'i' }), { cty: 'JWT', iss: 'i' }),
  )
  expect(fits).toMatchObject({ verdict: 'valid' })
})

test('claims that an SD-JWT inside discloses are compared, not only those that it signs in the open', async () => {
  const disclosure = encode(['salt', 'sub', 'victim'])
  const digest = createHash('sha256').update(disclosure).digest('base64url')
  const issued = jws({ alg: 'ES256', typ: 'dc+sd-jwt' }, { iss: 'i', _sd: [digest] }, signer.privateKey)
  const inside = `${issued}~${disclosure}~`
  const header = { cty: 'dc+sd-jwt', iss: 'i' }
  for (const [sub, verdict] of [
    ['victim', 'valid'],
    ['attacker', 'invalid'],
  ]) {
    const results = [
      await verify(await seal(inside, { ...header, sub })),
      await verify(await seal(await seal(inside, { cty: 'dc+sd-jwt' }), { cty: 'JWT', sub })),
    ]
    for (const result of results) {
      expect(result.verdict).toBe(verdict)
      expect(rung(result)?.status).toBe(verdict === 'valid' ? 'pass' : 'fail')
    }
  }
  // What is held back is not compared.
  expect(rung(await verify(await seal(`${issued}~`, { ...header, sub: 'victim' })))?.status).toBe(
    'not_checked',
  )
})
