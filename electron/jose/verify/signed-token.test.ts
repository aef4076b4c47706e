import { expect, test } from 'vitest'
import { runJobHere } from '../crypto-jobs.ts'
import { ecKey, encode, jws, signature } from '../test-tokens.ts'
import { verifyToken } from './verify-token.ts'

const deps = {
  fetch: () => Promise.reject(new Error('nothing may be fetched')),
  now: () => 1_800_000_000_000,
  run: runJobHere,
}
const signer = ecKey('P-256')
const source = { kind: 'key', text: JSON.stringify(signer.jwk) } as const
const verify = (token: string) => verifyToken({ token, source, expect: {} }, deps)
const unsecured = `${encode({ alg: 'none' })}.${encode({ sub: 'admin' })}.`
const forged = jws({ alg: 'ES256' }, { sub: 'admin' }, ecKey('P-256').privateKey)
const genuine = jws({ alg: 'ES256' }, { sub: 'admin' }, signer.privateKey)
const wrap = (content: string, cty: string) => jws({ alg: 'ES256', cty }, content, signer.privateKey)

test.each([
  ['JWT', unsecured],
  ['JWT', forged],
  ['application/jwt', genuine],
  ['dc+sd-jwt', `${genuine}~`],
  ['JOSE', 'no token'],
])('a signature around a token (%s) says that the one inside was not judged: %#', async (cty, content) => {
  const head = encode({ alg: 'ES256', cty })
  const payload = encode(content)
  const made = signature('ES256', `${head}.${payload}`, signer.privateKey).toString('base64url')
  for (const token of [wrap(content, cty), JSON.stringify({ payload, protected: head, signature: made })]) {
    const result = await verify(token)
    expect(result).toMatchObject({ verdict: 'unverified', code: 'NOT_VERIFIED' })
    expect(result.checks.find(({ id }) => id === 'signature')?.status).toBe('pass')
    expect(result.checks.find(({ id }) => id === 'inner_token')?.note).toContain('not judged')
  }
})

test('claims and other content under a signature are what they are', async () => {
  expect(await verify(jws({ alg: 'ES256', cty: 'JWT' }, { sub: 's' }, signer.privateKey))).toMatchObject({
    verdict: 'valid',
  })
  expect(await verify(wrap('plain text', 'text/plain'))).toMatchObject({ verdict: 'valid' })
})
