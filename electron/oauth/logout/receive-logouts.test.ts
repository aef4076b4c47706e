import { createHmac, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { createServer, request as httpRequest } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Run } from '../../../shared/oauth/run.ts'
import { defaultFlow } from '../../../shared/profile/flow-settings.ts'
import { testConnect } from '../../net/test-connection.ts'
import { createConfiguration } from '../create-configuration.ts'
import { createRunSession, type RunSession } from '../run-session.ts'
import { type LogoutReceiver, receiveLogouts } from './receive-logouts.ts'

const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const stranger = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey
const published = { ...publicKey.export({ format: 'jwk' }), kid: 'k1', alg: 'ES256', use: 'sig' }
const event = 'http://schemas.openid.net/event/backchannel-logout'
const now = 1_800_000_000

let issuer = ''
let fetched: string[] = []
const provider = createServer((request, response) => {
  fetched.push(request.url ?? '')
  response.setHeader('content-type', 'application/json')
  if (request.url === '/jwks') return response.end(JSON.stringify({ keys: [published] }))
  return response.end(JSON.stringify({ issuer, jwks_uri: `${issuer}/jwks` }))
})
let session: RunSession
let receiver: LogoutReceiver
beforeAll(async () => {
  await new Promise<void>((resolve) => provider.listen(0, '127.0.0.1', resolve))
  issuer = `http://127.0.0.1:${(provider.address() as AddressInfo).port}`
})
afterAll(() => {
  provider.close()
})
beforeEach(async () => {
  fetched = []
  session = createRunSession(
    'run',
    {
      profileId: null,
      profileName: 'Logout',
      issuer,
      client_id: 'app',
      token_endpoint_auth_method: 'none',
      secrets: {},
      scope: 'openid',
      flow: defaultFlow,
      redirect: { host: '127.0.0.1', port: 0, path: '/callback' },
      parameters: [],
      allowHttp: false,
    },
    { connect: testConnect, now: () => now * 1000, onChange: () => undefined },
  )
  const metadata = {
    issuer,
    jwks_uri: `${issuer}/jwks`,
    id_token_signing_alg_values_supported: ['ES256', 'none', 'HS256'],
  }
  session.provider = { metadata, configuration: createConfiguration(session, metadata) }
  session.claims = { iss: issuer, sub: 'ada', aud: 'app', sid: 's1' }
  receiver = await receiveLogouts(session, 0)
})
afterEach(() => receiver.close())

type Parts = {
  readonly header?: Readonly<Record<string, unknown>>
  readonly claims?: Readonly<Record<string, unknown>>
  readonly key?: KeyObject | string | null
}

const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
function logoutToken({ header, claims, key = privateKey }: Parts = {}): string {
  const input = `${part({ alg: 'ES256', kid: 'k1', typ: 'logout+jwt', ...header })}.${part({
    iss: issuer,
    aud: 'app',
    iat: now - 5,
    exp: now + 115,
    jti: 'j1',
    sub: 'ada',
    sid: 's1',
    events: { [event]: {} },
    ...claims,
  })}`
  if (key === null) return `${input}.`
  const signature =
    typeof key === 'string'
      ? createHmac('sha256', key).update(input).digest()
      : sign('sha256', Buffer.from(input), { key, dsaEncoding: 'ieee-p1363' })
  return `${input}.${signature.toString('base64url')}`
}

const backUri = () => session.recorder.run().receiver?.backchannelUri ?? ''
const frontUri = () => session.recorder.run().receiver?.frontchannelUri ?? ''
const post = (token: string, init: RequestInit = {}) =>
  fetch(backUri(), { method: 'POST', body: new URLSearchParams({ logout_token: token }), ...init })
const steps = (): Run['steps'] => session.recorder.run().steps
const checks = (prefix: string) =>
  session.recorder
    .run()
    .checks.filter(({ id }) => id.startsWith(prefix))
    .map(({ id, status, code }) => [id.slice(prefix.length), code ?? status])

test('a logout token of the issuer ends the session: proved, answered 200, not to be kept', async () => {
  const token = logoutToken()
  const response = await post(token)
  expect(response.status).toBe(200)
  expect(response.headers.get('cache-control')).toContain('no-store')
  expect(await response.text()).toBe('')
  expect(steps()).toMatchObject([
    {
      id: 'backchannel_logout',
      status: 'done',
      from: 'provider',
      note: '200 · proved: this session was ended',
    },
  ])
  expect(checks('backlogout_').filter(([, outcome]) => outcome !== 'pass')).toEqual([])
  const urls = steps()[0]?.exchanges.map(({ request }) => new URL(request.url).pathname)
  expect(urls).toEqual(['/.well-known/openid-configuration', '/jwks', '/backchannel-logout'])
  expect(steps()[0]?.exchanges.at(-1)?.response).toMatchObject({ status: 200, body: '' })
  expect(JSON.stringify(session.recorder.run())).not.toContain(token.split('.')[2])
})

test('the same token again is a replay, also when both come at once, and what was proved stays', async () => {
  const token = logoutToken()
  const statuses = await Promise.all([post(token), post(token)]).then((all) =>
    all.map(({ status }) => status),
  )
  expect(statuses.toSorted()).toEqual([200, 400])
  expect(steps()[1]?.facts).toContainEqual(['Logout token: first time', expect.stringMatching(/^failed/)])
  expect(checks('backlogout_')).toContainEqual(['replay', 'pass'])
  // A new one of the same session is none.
  expect((await post(logoutToken({ claims: { jti: 'j2' } }))).status).toBe(200)
})

const hostile: readonly [what: string, parts: () => Parts, check: string, code: string][] = [
  ['not signed', () => ({ header: { alg: 'none' }, key: null }), 'signature', 'UNSECURED'],
  [
    'HMAC with the public key',
    () => ({ header: { alg: 'HS256' }, key: publicKey.export({ format: 'pem', type: 'spki' }) as string }),
    'signature',
    'KEY_TYPE_MISMATCH',
  ],
  [
    'HMAC with the JWK',
    () => ({ header: { alg: 'HS256' }, key: JSON.stringify(published) }),
    'signature',
    'KEY_TYPE_MISMATCH',
  ],
  ['signed by a stranger', () => ({ key: stranger }), 'signature', 'SIGNATURE_INVALID'],
  [
    'signed by a key that it brings',
    () => ({ key: stranger, header: { kid: undefined, jwk: published } }),
    'signature',
    'SIGNATURE_INVALID',
  ],
  ['an algorithm that is not announced', () => ({ header: { alg: 'ES384' } }), 'alg', 'ALG_NOT_ALLOWED'],
  ['another issuer', () => ({ claims: { iss: 'https://evil.example' } }), 'issuer', 'ISSUER'],
  ['another audience', () => ({ claims: { aud: 'other' } }), 'audience', 'AUDIENCE'],
  ['no audience', () => ({ claims: { aud: undefined } }), 'required_claims', 'CLAIM_MISSING'],
  ['no events', () => ({ claims: { events: undefined } }), 'required_claims', 'CLAIM_MISSING'],
  ['another event', () => ({ claims: { events: { other: {} } } }), 'events', 'CLAIM_VALUE'],
  ['an event that is no object', () => ({ claims: { events: { [event]: true } } }), 'events', 'CLAIM_VALUE'],
  ['a nonce', () => ({ claims: { nonce: 'n' } }), 'forbidden_claims', 'CLAIM_VALUE'],
  ['no jti', () => ({ claims: { jti: undefined } }), 'required_claims', 'CLAIM_MISSING'],
  ['no iat', () => ({ claims: { iat: undefined } }), 'required_claims', 'CLAIM_MISSING'],
  ['no exp', () => ({ claims: { exp: undefined } }), 'required_claims', 'CLAIM_MISSING'],
  ['expired', () => ({ claims: { exp: now - 60 } }), 'time', 'EXPIRED'],
  [
    'issued in the future',
    () => ({ claims: { iat: now + 600, exp: now + 700 } }),
    'time',
    'ISSUED_IN_FUTURE',
  ],
  ['neither sub nor sid', () => ({ claims: { sub: undefined, sid: undefined } }), 'subject', 'CLAIM_MISSING'],
  ['another person', () => ({ claims: { sub: 'eve' } }), 'session_subject', 'SUBJECT'],
  ['another session', () => ({ claims: { sid: 's2' } }), 'session', 'CLAIM_VALUE'],
  [
    'an ID token',
    () => ({ header: { typ: 'JWT' }, claims: { events: undefined, jti: undefined, nonce: 'n' } }),
    'forbidden_claims',
    'CLAIM_VALUE',
  ],
  ['another type', () => ({ header: { typ: 'at+jwt' } }), 'type', 'TYPE'],
  ['a critical extension', () => ({ header: { crit: ['x'], x: 1 } }), 'signature', 'CRIT'],
]
test.each(hostile)('%s is answered 400', async (_what, parts, check, code) => {
  const response = await post(logoutToken(parts()))
  expect(response.status).toBe(400)
  expect(response.headers.get('cache-control')).toContain('no-store')
  expect(await response.json()).toMatchObject({ error: 'invalid_request' })
  expect(steps()[0]).toMatchObject({ id: 'backchannel_logout', status: 'failed' })
  expect(checks('backlogout_').find(([id]) => id === check)?.[1]).toMatch(code)
})

test('no key is fetched for what is not for this client', async () => {
  await post(logoutToken({ claims: { aud: 'other' } }))
  await post('garbage')
  expect(fetched).toEqual([])
})

test('a token that names nobody of this run proves nothing here', async () => {
  session.claims = null
  expect((await post(logoutToken())).status).toBe(400)
})

const malformed: readonly [what: string, send: () => Promise<{ readonly status: number }>, status: number][] =
  [
    [
      'no form',
      () =>
        post('', {
          body: JSON.stringify({ logout_token: logoutToken() }),
          headers: { 'content-type': 'application/json' },
        }),
      400,
    ],
    ['no token', () => post('', { body: new URLSearchParams({ other: 'x' }) }), 400],
    [
      'two tokens',
      () =>
        post('', {
          body: new URLSearchParams([
            ['logout_token', logoutToken()],
            ['logout_token', logoutToken()],
          ]),
        }),
      400,
    ],
    ['garbage', () => post('a.b.c'), 400],
    ['too large', () => post('x'.repeat(40_000)), 413],
    ['GET', () => fetch(`${backUri()}?logout_token=${logoutToken()}`), 405],
    ['POST to the frame', () => fetch(frontUri(), { method: 'POST' }), 405],
    ['elsewhere', () => fetch(backUri().replace('/backchannel-logout', '/')), 404],
    [
      'a token in the query beside the form',
      () =>
        fetch(`${backUri()}?logout_token=x`, {
          method: 'POST',
          body: new URLSearchParams({ logout_token: logoutToken() }),
        }),
      400,
    ],
    ['another host', () => rebound(backUri()), 400],
  ]
test.each(malformed)('%s is refused', async (_what, send, status) => {
  expect((await send()).status).toBe(status)
  expect(steps().every((step) => step.status === 'failed')).toBe(true)
  expect(checks('backlogout_').filter(([id, outcome]) => id === 'signature' && outcome === 'pass')).toEqual(
    [],
  )
})

test('strangers cannot fill the run', async () => {
  const statuses = []
  for (let count = 0; count < 60; count++) statuses.push((await post('a.b.c')).status)
  expect(statuses.every((status) => status === 400)).toBe(true)
  expect(steps()).toHaveLength(50)
})

test.each([
  ['?iss=ISSUER&sid=s1', 200, ['pass', 'pass']],
  ['?iss=ISSUER&sid=s2', 400, ['pass', 'CLAIM_VALUE']],
  ['?iss=https%3A%2F%2Fevil.example&sid=s1', 400, ['ISSUER', 'pass']],
  ['?sid=s1', 400, ['ISSUER', 'pass']],
  ['?iss=ISSUER', 400, ['pass', 'CLAIM_VALUE']],
  ['?iss=ISSUER&iss=ISSUER&sid=s1', 400, ['ISSUER', 'pass']],
  ['', 200, ['NOT_VERIFIED', 'NOT_VERIFIED']],
])('in a frame: %s', async (query, status, outcomes) => {
  const response = await fetch(`${frontUri()}${query.replaceAll('ISSUER', encodeURIComponent(issuer))}`)
  expect(response.status).toBe(status)
  expect(response.headers.get('cache-control')).toContain('no-store')
  // It has to be framed, and can do nothing there.
  expect(response.headers.get('x-frame-options')).toBeNull()
  expect(response.headers.get('content-security-policy')).toContain("default-src 'none'")
  expect(checks('frontlogout_').map(([, outcome]) => outcome)).toEqual(outcomes)
  expect(steps().at(-1)).toMatchObject({ id: 'frontchannel_logout', from: 'browser' })
})

test('nothing listens afterwards', async () => {
  const uri = backUri()
  await receiver.close()
  expect(session.recorder.run().receiver).toBeNull()
  await expect(fetch(uri)).rejects.toThrow()
})

test('a taken port is said', async () => {
  const port = Number(new URL(backUri()).port)
  await expect(receiveLogouts(session, port)).rejects.toMatchObject({ code: 'ERR_PORT_IN_USE' })
})

/** As a page whose name was pointed at loopback would ask. */
function rebound(uri: string): Promise<{ readonly status: number }> {
  const body = new URLSearchParams({ logout_token: logoutToken() }).toString()
  const headers = { host: 'evil.example', 'content-type': 'application/x-www-form-urlencoded' }
  return new Promise((resolve, reject) => {
    const request = httpRequest(uri, { method: 'POST', headers }, ({ statusCode = 0 }) =>
      resolve({ status: statusCode }),
    )
    request.on('error', reject)
    request.end(body)
  })
}
