import { createHash, createHmac, sign } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { KeySource, VerifyResult } from '../../../shared/verdict/verification.ts'
import { runJobHere } from '../crypto-jobs.ts'
import { ecKey, ed25519Key, encode, jws, rsaKey, signature } from '../test-tokens.ts'
import { verifyToken } from '../verify/verify-token.ts'

const rsa = rsaKey()
const other = rsaKey()
const small = rsaKey(1024)
const p256 = ecKey('P-256')
const secret = 'a shared secret with more than thirty-two bytes'
const claims = { iss: 'https://issuer.test', url: 'https://a/b', name: 'Zoë', exp: 2_000_000_000 }

const deps = {
  now: () => 1_800_000_000_000,
  run: runJobHere,
  fetch: () => Promise.reject(new Error('nothing may be fetched')),
}
const key = (value: object | string): KeySource => ({
  kind: 'key',
  text: typeof value === 'string' ? value : JSON.stringify(value),
})
const shared = (text: string, encoding: 'utf8' | 'base64' | 'base64url' | 'hex' = 'utf8'): KeySource => ({
  kind: 'secret',
  text,
  encoding,
})
const verify = (token: string, source: KeySource): Promise<VerifyResult> =>
  verifyToken({ token, source, expect: {} }, deps)
/** A token of these texts whose signature was made over something else. */
const over = (header: object, payload: string, input: string | Buffer, privateKey = rsa.privateKey) => {
  const bytes = sign('sha256', Buffer.from(input as string), privateKey)
  return `${encode(header)}.${encode(payload)}.${bytes.toString('base64url')}`
}
const head = { alg: 'RS256' }
const body = JSON.stringify(claims)
const signedAs = (payload: string, header = JSON.stringify(head)) =>
  over(head, body, `${encode(header)}.${encode(payload)}`)
const pem = rsa.publicKey.export({ format: 'pem', type: 'spki' }) as string
const hs = (macKey: string | Buffer, more: object = {}) => jws({ alg: 'HS256', ...more }, claims, macKey)
const r1 = { ...rsa.jwk, kid: 'r1' }
const r2 = { ...other.jwk, kid: 'r2' }

const graphHeader = { typ: 'JWT', nonce: 'abc/def', alg: 'RS256', kid: 'r1' }
const graphHash = createHash('sha256').update('abc/def').digest('base64url')
const graph = over(graphHeader, body, `${encode({ ...graphHeader, nonce: graphHash })}.${encode(body)}`)

const causes: readonly (readonly [cause: string, token: string, source: KeySource])[] = [
  ['OTHER_KEY_OF_SET', jws({ alg: 'RS256', kid: 'r2' }, claims, rsa.privateKey), key({ keys: [r1, r2] })],
  ['OTHER_KEY_OF_SET', jws({ alg: 'RS256', kid: 'old' }, claims, rsa.privateKey), key({ keys: [r1, r2] })],
  ['KEY_MARKED_OTHERWISE', jws(head, claims, rsa.privateKey), key({ ...rsa.jwk, use: 'enc' })],
  ['KEY_MARKED_OTHERWISE', jws(head, claims, rsa.privateKey), key({ ...rsa.jwk, alg: 'RS512' })],
  [
    'KEY_MARKED_OTHERWISE',
    jws({ ...head, kid: 'r1' }, claims, rsa.privateKey),
    key({ keys: [{ ...r1, use: 'enc' }] }),
  ],
  [
    'SECRET_ENCODING',
    hs(Buffer.from('c2VjcmV0IHNlY3JldCBzZWNyZXQgc2VjcmV0', 'base64')),
    shared('c2VjcmV0IHNlY3JldCBzZWNyZXQgc2VjcmV0'),
  ],
  [
    'SECRET_ENCODING',
    hs('00112233445566778899aabbccddeeff'),
    shared('00112233445566778899aabbccddeeff', 'hex'),
  ],
  ['SECRET_WHITESPACE', hs(`${secret}\n`), shared(secret)],
  ['SECRET_WHITESPACE', hs(secret), shared(`${secret}\n`)],
  ['SECRET_WHITESPACE', hs(secret), shared(` "${secret}" `.trim())],
  [
    'SECRET_WHITESPACE',
    hs(Buffer.from('c2VjcmV0IHNlY3JldCBzZWNyZXQgc2VjcmV0', 'base64')),
    shared('base64:c2VjcmV0IHNlY3JldCBzZWNyZXQgc2VjcmV0'),
  ],
  ['SECRET_WHITESPACE', hs(secret), shared(`JWT_SECRET=${secret}`)],
  ['PS_RS_MIXED', jws({ alg: 'PS256' }, claims, rsa.privateKey, 'RS256'), key(rsa.jwk)],
  ['PS_RS_MIXED', jws({ alg: 'RS256' }, claims, rsa.privateKey, 'PS256'), key(rsa.jwk)],
  ['HASH_MIXED', jws({ alg: 'RS384' }, claims, rsa.privateKey, 'RS256'), key(rsa.jwk)],
  ['HASH_MIXED', jws({ alg: 'HS512' }, claims, secret, 'HS256'), shared(secret)],
  [
    'DER_SIGNATURE',
    `${encode({ alg: 'ES256' })}.${encode(claims)}.${sign('sha256', Buffer.from(`${encode({ alg: 'ES256' })}.${encode(claims)}`), p256.privateKey).toString('base64url')}`,
    key(p256.jwk),
  ],
  ['GRAPH_NONCE', graph, key({ keys: [r1] })],
  ['PAYLOAD_REWRITTEN', signedAs(JSON.stringify(claims, null, 2)), key(rsa.jwk)],
  ['PAYLOAD_REWRITTEN', signedAs(body.replaceAll('/', '\\/')), key(rsa.jwk)],
  ['PAYLOAD_REWRITTEN', signedAs(body.replace('ë', '\\u00eb')), key(rsa.jwk)],
  [
    'PAYLOAD_REWRITTEN',
    signedAs(body.replaceAll(/([,:])(?=")/g, '$1 ').replace('"exp":', '"exp": ')),
    key(rsa.jwk),
  ],
  ['PAYLOAD_REWRITTEN', signedAs(`${body}\n`), key(rsa.jwk)],
  ['HEADER_REWRITTEN', signedAs(body, '{"alg": "RS256"}'), key(rsa.jwk)],
  [
    'OTHER_SIGNING_INPUT',
    over(
      head,
      `${body} `,
      `${Buffer.from(JSON.stringify(head)).toString('base64')}.${Buffer.from(`${body} `).toString('base64')}`,
    ),
    key(rsa.jwk),
  ],
  ['OTHER_SIGNING_INPUT', over(head, body, `${encode(head)}.${body}`), key(rsa.jwk)],
  ['OTHER_SIGNING_INPUT', over(head, body, body), key(rsa.jwk)],
  ['KEY_CONFUSION', hs(pem), key(pem)],
  ['KEY_CONFUSION', hs(pem.trim()), key(rsa.jwk)],
  ['KEY_CONFUSION', hs(pem, { kid: 'r1' }), key({ keys: [r1] })],
  ['KEY_CONFUSION', hs(rsa.publicKey.export({ format: 'der', type: 'pkcs1' })), key({ keys: [r1] })],
  ['KEY_CONFUSION', hs(p256.publicKey.export({ format: 'pem', type: 'spki' }) as string), key(p256.jwk)],
  [
    'CONTENT_CHANGED',
    `${encode(head)}.${encode({ ...claims, admin: true })}.${jws(head, claims, rsa.privateKey).split('.')[2]}`,
    key(rsa.jwk),
  ],
  ['OTHER_KEY_SIZE', jws(head, claims, small.privateKey), key(rsa.jwk)],
  ['TOKEN_CUT_OFF', jws({ alg: 'ES256' }, claims, p256.privateKey).slice(0, -10), key(p256.jwk)],
  ['TOKEN_CUT_OFF', jws(head, claims, rsa.privateKey).slice(0, -10).replace(/.$/, 'A'), key(rsa.jwk)],
]

describe('what went wrong is named, and nothing is accepted for it', () => {
  it.each(causes)('%s', async (cause, token, source) => {
    const result = await verify(token, source)
    expect(result.verdict).not.toBe('valid')
    expect(result.checks.find(({ id }) => id === 'signature')?.status).not.toBe('pass')
    expect(result.diagnosis?.[0]?.cause).toBe(cause)
  })

  it('the source it offers verifies, and there is one for secrets only', async () => {
    for (const [cause, token, source] of causes) {
      const [diagnosis] = (await verify(token, source)).diagnosis ?? []
      expect(diagnosis?.source !== undefined).toBe(cause.startsWith('SECRET_'))
      if (diagnosis?.source) expect((await verify(token, diagnosis.source)).verdict).toBe('valid')
    }
  })

  it('no sentence repeats the secret', async () => {
    for (const [, token, source] of causes) {
      if (source.kind !== 'secret') continue
      const [diagnosis] = (await verify(token, source)).diagnosis ?? []
      expect(`${diagnosis?.sentence} ${diagnosis?.advice}`).not.toContain(source.text.trim())
      expect(`${diagnosis?.sentence} ${diagnosis?.advice}`).not.toContain(secret)
    }
  })
})

describe('nothing is said', () => {
  it.each([
    ['of a token that verifies', jws(head, claims, rsa.privateKey), key(rsa.jwk)],
    ['of another key', jws(head, claims, other.privateKey), key(rsa.jwk)],
    ['of another secret', hs('another secret that is long enough, too'), shared(secret)],
    ['of another curve key', jws({ alg: 'EdDSA' }, claims, ed25519Key().privateKey), key(ed25519Key().jwk)],
    ['of alg none', `${encode({ alg: 'none' })}.${encode(claims)}.`, key(rsa.jwk)],
  ])('%s', async (_name, token, source) => {
    expect((await verify(token, source)).diagnosis).toBeUndefined()
  })

  it('where nobody waits for it', async () => {
    const [, token = '', source] = causes[0] ?? []
    const request = { token, source: source as KeySource, expect: {} }
    expect((await verifyToken(request, { ...deps, diagnose: false })).diagnosis).toBeUndefined()
  })
})

it.each([1, 2, 3, 5, 6, 7, 9])('a token without its last %i characters is cut off', async (count) => {
  for (const [token, source] of [
    [jws(head, claims, rsa.privateKey), key(rsa.jwk)],
    [hs(secret), shared(secret)],
  ] as const) {
    const result = await verify(token.slice(0, -count), source)
    expect(result.verdict).toBe('invalid')
    expect(result.diagnosis?.map(({ cause }) => cause)).toEqual(['TOKEN_CUT_OFF'])
  }
})

it('a published secret is not tried, whatever fits', async () => {
  const set = { keys: [{ kty: 'oct', kid: 'o1', k: Buffer.from(secret).toString('base64url') }] }
  const result = await verifyToken(
    {
      token: hs(secret, { kid: 'o2' }),
      source: { kind: 'jwks_url', url: 'https://keys.test/jwks' },
      expect: {},
    },
    { ...deps, fetch: () => Promise.resolve(Response.json(set)) },
  )
  expect(result.verdict).toBe('invalid')
  expect(result.diagnosis).toBeUndefined()
})

it('tenants of Entra ID are compared', async () => {
  const token = jws(
    { ...head, kid: 'x' },
    { ...claims, iss: 'https://sts.windows.net/1111/' },
    rsa.privateKey,
  )
  const issuer = 'https://login.microsoftonline.com/2222/v2.0'
  const answers: Record<string, unknown> = {
    [`${issuer}/.well-known/openid-configuration`]: { issuer, jwks_uri: `${issuer}/keys` },
    [`${issuer}/keys`]: { keys: [r2] },
  }
  const fetch = (url: string) => Promise.resolve(Response.json(answers[url]))
  const result = await verifyToken(
    { token, source: { kind: 'discovery', issuer }, expect: {} },
    { ...deps, fetch },
  )
  expect(result.diagnosis?.map(({ cause }) => cause)).toEqual(['ENTRA_TENANT'])
})

it('a large payload of many spellings ends', async () => {
  const payload = JSON.stringify({ list: Array.from({ length: 40_000 }, (_, index) => `é${index}`) })
  const token = `${encode({ alg: 'HS256' })}.${encode(payload)}.${createHmac('sha256', 'x').digest('base64url')}`
  expect((await verify(token, shared(secret))).code).toBe('SIGNATURE_INVALID')
})

it('signs in tests as the tests say', () => {
  expect(signature('HS256', 'a', 'b').length).toBe(32)
})
