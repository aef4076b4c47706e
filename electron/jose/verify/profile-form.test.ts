import { expect, test } from 'vitest'
import { type ValidationProfile, validationProfile } from '../../../shared/verdict/verification.ts'
import { runJobHere } from '../crypto-jobs.ts'
import { encryptToken } from '../jwe/encrypt-token.ts'
import { ecKey, encode, jws, rsaKey } from '../test-tokens.ts'
import { verifyToken } from './verify-token.ts'

const now = 1_800_000_000
const noNetwork = () => Promise.reject(new Error('nothing may be fetched'))
const deps = { fetch: noNetwork, now: () => now * 1000, run: runJobHere }
const own = ecKey('P-256')
const other = ecKey('P-256')
const reader = rsaKey()
const source = { kind: 'key', text: JSON.stringify(own.jwk) } as const

function json(token: string): string {
  const [head, payload, signature] = token.split('.')
  return JSON.stringify({ protected: head, payload, signature })
}

const idClaims = { iss: 'i', sub: 's', aud: 'a', exp: now + 9, iat: now }
const idToken = jws({ alg: 'ES256' }, idClaims, own.privateKey)
const jwtProfiles = validationProfile.options.filter((as) => as !== 'generic' && as !== 'sd_jwt_vc')
const verify = (token: string, as: ValidationProfile) => verifyToken({ token, source, expect: {}, as }, deps)

test.each(jwtProfiles)('as %s a token in another form than the compact one fails', async (as) => {
  const proof = (header: object) =>
    jws(
      { alg: 'ES256', typ: 'dpop+jwt', ...header },
      { jti: '1', htm: 'GET', htu: 'https://api.test', iat: now },
      own.privateKey,
    )
  const tokens = [
    json(idToken),
    `${idToken}~`,
    json(proof({ jwk: own.jwk })),
    json(proof({})),
    `${proof({ jwk: own.jwk })}~`,
    `${proof({})}~`,
    `${proof({ jwk: other.jwk })}~`,
  ]
  for (const token of tokens) {
    const result = await verify(token, as)
    expect(result).toMatchObject({ verdict: 'invalid', code: 'MALFORMED' })
    expect(result.checks[0]).toMatchObject({ id: 'parsed', status: 'fail', spec: 'RFC 7519 §1' })
  }
})

test('as any JWT the same forms are judged by their signature', async () => {
  for (const token of [json(idToken), `${idToken}~`, idToken])
    expect(await verify(token, 'generic')).toMatchObject({ verdict: 'valid' })
  expect(await verify(idToken, 'id_token')).toMatchObject({ verdict: 'valid' })
})

test('inside an encrypted token the form must be right as well', async () => {
  const readerJwk = reader.privateKey.export({ format: 'jwk' })
  const seal = async (text: string) => {
    const sealed = await encryptToken({
      plaintext: { text, encoding: 'utf8' },
      enc: 'A128GCM',
      form: 'compact',
      header: { cty: 'JWT' },
      recipients: [
        {
          alg: 'RSA-OAEP-256',
          material: { kind: 'key', text: JSON.stringify(readerJwk), provenance: 'pasted' },
        },
      ],
    })
    if (!sealed.ok) throw new Error(sealed.reason)
    return sealed.token
  }
  const decrypt = { kind: 'key', text: JSON.stringify(readerJwk) } as const
  const judge = async (inner: string, as: ValidationProfile) =>
    (await verifyToken({ token: await seal(inner), source, decrypt, expect: {}, as }, deps)).code
  expect(await judge(idToken, 'id_token')).toBe('OK')
  expect(await judge(`${idToken}~`, 'id_token')).toBe('MALFORMED')
  expect(await judge(json(idToken), 'id_token')).toBe('MALFORMED')
  const claims = { jti: '1', htm: 'GET', htu: 'https://api.test', iat: now }
  const proof = jws({ alg: 'ES256', typ: 'dpop+jwt', jwk: own.jwk }, claims, own.privateKey)
  expect(await judge(proof, 'dpop_proof')).toBe('MALFORMED')
})

test('claims that travel beside the token make no JWT', async () => {
  const [head, , signature] = idToken.split('.')
  const payload = { text: encode(idClaims), encoding: 'base64url' } as const
  const request = { token: `${head}..${signature}`, source, expect: {}, payload } as const
  expect(await verifyToken({ ...request, as: 'generic' }, deps)).toMatchObject({ code: 'OK' })
  expect(await verifyToken({ ...request, as: 'id_token' }, deps)).toMatchObject({ code: 'MALFORMED' })
})
