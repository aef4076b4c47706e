import { describe, expect, it } from 'vitest'
import { lintToken } from '../../../shared/lint/lint-token.ts'
import { readToken } from '../../../shared/token/read-token.ts'
import { runJobHere } from '../crypto-jobs.ts'
import { ecKey, jws, rsaKey } from '../test-tokens.ts'
import { readKeyFacts } from './read-key-facts.ts'

const rsa = rsaKey()
const claims = { iss: 'https://login.acme.test/', sub: 'user-1', aud: 'orders' }
const token = jws({ alg: 'RS256', kid: 'k1' }, claims, rsa.privateKey)
const pasted = (key: unknown) =>
  ({ kind: 'key', text: typeof key === 'string' ? key : JSON.stringify(key), provenance: 'pasted' }) as const
const rulesFor = (of: string, material: Parameters<typeof readKeyFacts>[0]['material']) =>
  lintToken(readToken(of), readKeyFacts({ token: of, material })).findings.map(({ rule }) => rule)

describe('readKeyFacts', () => {
  it('tells kind, size and bindings, and no key', async () => {
    const privateJwk = rsa.privateKey.export({ format: 'jwk' })
    const answer = await runJobHere('readKeyFacts', {
      token,
      material: pasted({ ...privateJwk, kid: 'k1', alg: 'RS256', use: 'sig' }),
    })
    expect(answer.key).toMatchObject({
      kty: 'RSA',
      bits: 2048,
      kid: 'k1',
      alg: 'RS256',
      use: 'sig',
      isPrivate: true,
    })
    const text = JSON.stringify(answer)
    for (const member of ['d', 'p', 'q', 'n'] as const)
      expect(text).not.toContain(privateJwk[member]?.slice(0, 20))
  })
  it('takes the key that the token names from a set', () => {
    const set = {
      keys: [
        { ...ecKey('P-256').jwk, kid: 'k0' },
        { ...rsa.jwk, kid: 'k1' },
      ],
    }
    const answer = readKeyFacts({ token, material: { ...pasted(set), provenance: 'issuer_metadata' } })
    expect(answer.key).toMatchObject({ kty: 'RSA', kid: 'k1' })
    expect(answer.jwks).toMatchObject({ isPublished: true, keys: [{ kty: 'EC' }, { kty: 'RSA' }] })
  })
  it.each([['nonsense'], ['{"kty":5}'], ['{"keys":{"__proto__":1}}'], ['']])('is empty for %j', (text) => {
    expect(readKeyFacts({ token, material: pasted(text) }).key).toBeUndefined()
  })
  it('lets the rules about keys run', () => {
    expect(rulesFor(token, pasted({ ...rsa.jwk, alg: 'PS256' }))).toContain('JWT-A05')
    expect(
      rulesFor(token, pasted({ keys: [{ ...rsa.privateKey.export({ format: 'jwk' }), kid: 'k2' }] })),
    ).toEqual(expect.arrayContaining(['JWT-K06', 'JWT-K11']))
    expect(rulesFor(token, pasted({ ...rsa.jwk, e: 'AQ' }))).toContain('JWT-K09')
  })
  it.each([
    ['', 'JWT-K07'],
    ['orders', 'JWT-K08'],
    ['supersecret', 'JWT-K08'],
    ['login.acme.test', 'JWT-K08'],
    ['correct horse battery staple and more words', 'JWT-K08'],
  ])('minds the secret %j', (secret, rule) => {
    const mac = jws({ alg: 'HS256' }, claims, 'x')
    expect(rulesFor(mac, { kind: 'secret', text: secret, encoding: 'utf8' })).toContain(rule)
  })
  it.each([
    'Zp3vK8qTn5Wc2RxYbL7mJd4HsGf9AeUo1iQ6tV0kNXw',
    '3f9a1c77e2b04d58a6c1f0937be4d2586f1c0e9ab37d45c2819fe06ab4d7c350',
    'rXbQ2m+Vw0ZkTn8/1sLhYc4pGq7EoJdU9iFaMxKzR3A=',
  ])('does not mind random bytes: %s', (secret) => {
    const mac = jws({ alg: 'HS256' }, claims, secret)
    expect(
      rulesFor(mac, { kind: 'secret', text: secret, encoding: 'utf8' }).filter((rule) => /K0[78]/.test(rule)),
    ).toEqual([])
  })
})
