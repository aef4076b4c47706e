import { describe, expect, it } from 'vitest'
import { AppError } from '../../shared/error.ts'
import type { KeySource } from '../../shared/verdict/verification.ts'
import type { FetchLike } from '../net/limited-fetch.ts'
import { runJobHere } from './crypto-jobs.ts'
import { discoverIssuer } from './discover-issuer.ts'
import { discoverSnapshot } from './discover-snapshot.ts'
import { jws, rsaKey } from './test-tokens.ts'
import { verifyToken } from './verify/verify-token.ts'

const issuer = 'https://issuer.test/realms/a'
const openid = 'https://issuer.test/realms/a/.well-known/openid-configuration'
const oauth = 'https://issuer.test/.well-known/oauth-authorization-server/realms/a'
const jwksUri = 'https://keys.test/jwks'
const metadata = { issuer, jwks_uri: jwksUri, token_endpoint: 'https://issuer.test/token' }

type Answer = unknown | (() => Response | Promise<Response>)
/** A web of fixed answers; every address that was asked for is noted. */
function web(answers: Readonly<Record<string, Answer>>): { fetch: FetchLike; asked: string[] } {
  const asked: string[] = []
  return {
    asked,
    fetch: async (url) => {
      asked.push(url)
      const answer = answers[url]
      if (answer === undefined) return new Response('not here', { status: 404 })
      return typeof answer === 'function' ? answer() : Response.json(answer)
    },
  }
}

const failure = (promise: Promise<unknown>) =>
  promise.then(
    () => expect.unreachable('this must be refused'),
    (error: unknown) => (error instanceof AppError ? error : expect.unreachable(String(error))),
  )

describe('discoverIssuer', () => {
  it('asks the OpenID address first, then that of RFC 8414', async () => {
    const first = web({ [openid]: metadata })
    expect(await discoverIssuer(issuer, first)).toMatchObject({ metadata, url: openid, form: 'openid' })
    expect(first.asked).toEqual([openid])
    const second = web({ [oauth]: metadata })
    const found = await discoverIssuer(issuer, second)
    expect([found.url, found.form]).toEqual([oauth, 'oauth'])
    expect(found.requests.map(({ url, status }) => [url, status])).toEqual([
      [openid, 404],
      [oauth, 200],
    ])
  })

  it.each([
    ['a slash at the end', { ...metadata, issuer: `${issuer}/` }, 'ERR_METADATA_ISSUER'],
    ['another case', { ...metadata, issuer: 'https://ISSUER.test/realms/a' }, 'ERR_METADATA_ISSUER'],
    ['another issuer', { ...metadata, issuer: 'https://evil.test' }, 'ERR_METADATA_ISSUER'],
    ['a template', { ...metadata, issuer: 'https://issuer.test/{tenantid}' }, 'ERR_METADATA_ISSUER'],
    ['no issuer', { jwks_uri: jwksUri }, 'ERR_METADATA'],
    ['issuer a list', { ...metadata, issuer: [issuer] }, 'ERR_METADATA'],
    ['a list', [metadata], 'ERR_METADATA'],
    ['null', () => new Response('null'), 'ERR_METADATA'],
    ['jwks_uri over http', { ...metadata, jwks_uri: 'http://keys.test/' }, 'ERR_METADATA'],
    ['jwks_uri on this machine', { ...metadata, jwks_uri: 'http://127.0.0.1:8080/' }, 'ERR_METADATA'],
    ['jwks_uri a file', { ...metadata, jwks_uri: 'file:///etc/passwd' }, 'ERR_METADATA'],
    ['jwks_uri no URL', { ...metadata, jwks_uri: '/jwks' }, 'ERR_METADATA'],
    ['jwks_uri a number', { ...metadata, jwks_uri: 1 }, 'ERR_METADATA'],
    ['an endpoint that is a script', { ...metadata, token_endpoint: 'javascript:alert(1)' }, 'ERR_METADATA'],
    [
      'a web page',
      () => new Response('<html>Sign in</html>', { headers: { 'content-type': 'text/html' } }),
      'ERR_NOT_JSON',
    ],
    ['broken JSON', () => new Response('{"issuer":'), 'ERR_NOT_JSON'],
    ['a server error', () => new Response('', { status: 500 }), 'ERR_HTTP_STATUS'],
    [
      'a redirect',
      () => new Response(null, { status: 302, headers: { location: 'https://evil.test/' } }),
      'ERR_REDIRECTED',
    ],
    ['a megabyte and more', () => new Response('x'.repeat(1_000_001)), 'ERR_TOO_LARGE'],
  ] as const)('refuses %s', async (_name, answer, code) => {
    const error = await failure(discoverIssuer(issuer, web({ [openid]: answer })))
    expect(error.code).toBe(code)
  })

  it('shows both issuers where they differ, and what a page answered', async () => {
    const other = await failure(
      discoverIssuer(issuer, web({ [openid]: { ...metadata, issuer: `${issuer}/` } })),
    )
    expect(other.details).toMatchObject({ expected: issuer, found: `${issuer}/` })
    const page = await failure(
      discoverIssuer(
        issuer,
        web({ [openid]: () => new Response('<h1>Hi', { headers: { 'content-type': 'text/html' } }) }),
      ),
    )
    expect(page.details).toMatchObject({ status: 200, contentType: 'text/html', excerpt: '<h1>Hi' })
  })

  it.each([
    'http://issuer.test',
    'ftp://issuer.test',
    'file:///etc/passwd',
    'https://user:pw@issuer.test',
    'https://issuer.test?x=1',
    'https://issuer.test#x',
    'http://127.0.0.1.evil.test',
    'http://localhost.evil.test',
    'issuer.test',
    '',
  ])('fetches nothing for %j', async (bad) => {
    const { fetch, asked } = web({})
    expect((await failure(discoverIssuer(bad, { fetch }))).code).toBe('ERR_URL_REFUSED')
    expect(asked).toEqual([])
  })

  it.each(['http://127.0.0.1:4000', 'http://[::1]:4000', 'http://localhost:4000', 'http://127.8.8.8'])(
    'allows plain http on this machine: %s',
    async (local) => {
      const url = `${local}/.well-known/openid-configuration`
      const answer = { issuer: local, jwks_uri: `${local}/jwks` }
      expect((await discoverIssuer(local, web({ [url]: answer }))).metadata).toEqual(answer)
    },
  )

  it('allows plain http elsewhere only where the person did', async () => {
    const remote = 'http://idp.lan'
    const options = web({ [`${remote}/.well-known/openid-configuration`]: { issuer: remote } })
    expect((await failure(discoverIssuer(remote, options))).code).toBe('ERR_URL_REFUSED')
    expect((await discoverIssuer(remote, { ...options, allowHttp: true })).metadata.issuer).toBe(remote)
  })

  it('makes a snapshot of the members a profile keeps', async () => {
    const options = {
      ...web({ [openid]: { ...metadata, extra: 1, scopes_supported: ['openid'] } }),
      now: () => 7,
    }
    expect(await discoverSnapshot(issuer, options)).toEqual({
      edition: 2,
      fetchedAt: 7,
      url: openid,
      form: 'openid',
      jwks_uri: jwksUri,
      token_endpoint: 'https://issuer.test/token',
      scopes_supported: ['openid'],
    })
  })
})

describe('verifying through the network', () => {
  const now = 1_800_000_000
  const rsa = rsaKey()
  const jwk = { ...rsa.jwk, kid: 'k1', use: 'sig', alg: 'RS256' }
  const token = jws({ alg: 'RS256', kid: 'k1' }, { iss: issuer, exp: now + 60 }, rsa.privateKey)
  const discovery: KeySource = { kind: 'discovery', issuer }
  const verify = async (
    answers: Readonly<Record<string, Answer>>,
    {
      source = discovery,
      expect = {},
      text = token,
    }: { source?: KeySource; expect?: object; text?: string } = {},
  ) => {
    const { fetch, asked } = web(answers)
    const deps = { fetch, now: () => now * 1000, run: runJobHere }
    return { ...(await verifyToken({ token: text, source, expect }, deps)), asked }
  }
  const good = { [openid]: metadata, [jwksUri]: { keys: [jwk] } }

  it('proves a token by its issuer, and tells of each request', async () => {
    const result = await verify(good)
    expect([result.verdict, result.key?.provenance]).toEqual(['valid', 'issuer_metadata'])
    expect(result.requests.map(({ url, status }) => [url, status])).toEqual([
      [openid, 200],
      [jwksUri, 200],
    ])
    expect(result.checks.find(({ id }) => id === 'issuer')?.status).toBe('pass')
    expect(result.checks.find(({ id }) => id === 'key')?.note).toMatch(/another host, keys\.test/)
  })

  it('expects the discovered issuer of the token without being asked', async () => {
    const text = jws({ alg: 'RS256', kid: 'k1' }, { iss: 'https://other.test' }, rsa.privateKey)
    expect(await verify(good, { text })).toMatchObject({ verdict: 'invalid', code: 'ISSUER' })
  })

  it('does not let one issuer’s keys vouch for another issuer', async () => {
    const text = jws({ alg: 'RS256', kid: 'k1' }, { iss: 'https://other.test' }, rsa.privateKey)
    const result = await verify(good, { text, expect: { iss: 'https://other.test' } })
    expect(result).toMatchObject({ verdict: 'invalid', code: 'KEY_UNTRUSTED' })
  })

  it.each([
    [
      'a wrong issuer in the metadata',
      { [openid]: { ...metadata, issuer: 'https://x.test' } },
      'invalid',
      'METADATA_ISSUER',
    ],
    ['nothing there', {}, 'unverified', 'HTTP_STATUS'],
    [
      'a page instead of keys',
      { ...good, [jwksUri]: () => new Response('<html>') },
      'unverified',
      'NOT_JSON',
    ],
    [
      'a redirect instead of keys',
      { ...good, [jwksUri]: () => new Response(null, { status: 301, headers: { location: '/' } }) },
      'unverified',
      'REDIRECTED',
    ],
    ['metadata without keys', { [openid]: { issuer } }, 'unverified', 'METADATA_INVALID'],
    ['one key instead of a set', { ...good, [jwksUri]: jwk }, 'unverified', 'JWKS_INVALID'],
    ['no set at all', { ...good, [jwksUri]: { keys: 'x' } }, 'unverified', 'JWKS_INVALID'],
    ['an empty set', { ...good, [jwksUri]: { keys: [] } }, 'invalid', 'KEY_NOT_FOUND'],
    [
      'no connection',
      { [openid]: () => Promise.reject(new TypeError('fetch failed')) },
      'unverified',
      'NETWORK',
    ],
  ] as const)('%s', async (_name, answers, verdict, code) => {
    expect(await verify(answers)).toMatchObject({ verdict, code })
  })

  it('names the keys there are when the one it needs is missing, and asks once only', async () => {
    const result = await verify({ ...good, [jwksUri]: { keys: [{ ...jwk, kid: 'other' }] } })
    expect(result.checks[1]).toMatchObject({ code: 'KEY_NOT_FOUND', found: 'other' })
    expect(result.asked).toEqual([openid, jwksUri])
  })

  it('never takes a published symmetric key, and warns of published private keys', async () => {
    const secret = Buffer.alloc(32, 7)
    const oct = { kty: 'oct', kid: 's', k: secret.toString('base64url') }
    const text = jws({ alg: 'HS256', kid: 's' }, { iss: issuer }, secret)
    const bare = jws({ alg: 'HS256' }, { iss: issuer }, secret)
    const answers = { ...good, [jwksUri]: { keys: [oct, jwk] } }
    expect(await verify(answers, { text })).toMatchObject({ verdict: 'invalid', code: 'KEY_INVALID' })
    expect(await verify(answers, { text: bare })).toMatchObject({ verdict: 'invalid', code: 'KEY_NOT_FOUND' })
    const leaked = { ...rsa.privateKey.export({ format: 'jwk' }), kid: 'k1' }
    const result = await verify({ ...good, [jwksUri]: { keys: [leaked] } })
    expect(result.verdict).toBe('valid')
    expect(result.checks[2]?.note).toMatch(/publishes private key members/)
    expect(JSON.stringify(result)).not.toContain(leaked.d)
  })

  it('fetches nothing when the header already decides, or when only a key was given', async () => {
    const none = `${Buffer.from('{"alg":"none"}').toString('base64url')}.e30.`
    expect((await verify(good, { text: none })).asked).toEqual([])
    expect((await verify(good, { text: 'x.y.z' })).asked).toEqual([])
    const source: KeySource = { kind: 'key', text: JSON.stringify(jwk) }
    expect((await verify(good, { source })).asked).toEqual([])
  })

  it('reads a key set from an address, https or this machine only', async () => {
    const source: KeySource = { kind: 'jwks_url', url: jwksUri }
    expect(await verify(good, { source })).toMatchObject({
      verdict: 'valid',
      key: { provenance: 'jwks_url' },
    })
    for (const url of [
      'http://keys.test/jwks',
      'file:///etc/passwd',
      'keys.test',
      'data:application/json,{}',
    ]) {
      const refused = await verify(good, { source: { kind: 'jwks_url', url } })
      expect([refused.code, refused.verdict, refused.asked]).toEqual(['URL_REFUSED', 'unverified', []])
    }
  })

  it('ends when it is cancelled', async () => {
    const cancel = new AbortController()
    const fetch: FetchLike = (_url, init) => {
      cancel.abort()
      return Promise.reject(init.signal?.reason)
    }
    const deps = { fetch, now: () => now * 1000, run: runJobHere }
    const error = await failure(verifyToken({ token, source: discovery, expect: {} }, deps, cancel.signal))
    expect(error.code).toBe('ERR_CANCELLED')
  })
})
