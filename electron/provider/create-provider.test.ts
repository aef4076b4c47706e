import { createServer, request as rawRequest } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createRemoteJWKSet, decodeJwt, decodeProtectedHeader, jwtVerify } from 'jose'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { type StartedProvider, startProvider } from './create-provider.ts'
import { createPkce, createTestBrowser } from './test-browser.ts'

const redirectUri = 'http://127.0.0.1:53682/callback'
let provider: StartedProvider
let said: unknown[]

beforeAll(async () => {
  said = []
  for (const method of ['log', 'info', 'warn', 'error'] as const) {
    vi.spyOn(console, method).mockImplementation((...words) => void said.push(words))
  }
  provider = await startProvider({ port: 0 })
})
afterAll(() => provider.close())

type Json = Record<string, unknown>
const client = (id: string) => provider.clients.find(({ client_id }) => client_id === id)!

function authorizationUrl(parameters: Record<string, string | undefined> = {}, pkce = createPkce()) {
  const url = new URL('/auth', provider.issuer)
  const defaults = {
    client_id: 'claimscope-public',
    response_type: 'code',
    redirect_uri: redirectUri,
    scope: 'openid profile email offline_access',
    state: 'state-1',
    nonce: 'nonce-1',
    code_challenge: pkce.challenge,
    code_challenge_method: 'S256',
  }
  for (const [name, value] of Object.entries({ ...defaults, ...parameters })) {
    if (value !== undefined) url.searchParams.set(name, value)
  }
  return { url: url.href, verifier: pkce.verifier }
}

async function signIn(
  parameters: Record<string, string | undefined> = {},
  fields: Record<string, string> = { name: 'Ada Lovelace', decision: 'allow' },
  browser = createTestBrowser(),
) {
  const { url, verifier } = authorizationUrl(parameters)
  const page = await browser.follow(url)
  const answer = await browser.submit(page.url, fields)
  return { callback: new URL(answer.url).searchParams, target: answer.url, verifier, page, browser, answer }
}

async function post(path: string, fields: Record<string, string>, headers: Record<string, string> = {}) {
  const response = await fetch(new URL(path, provider.issuer), {
    method: 'POST',
    body: new URLSearchParams(fields),
    headers,
  })
  const text = await response.text()
  return { status: response.status, body: (text ? JSON.parse(text) : {}) as Json }
}

function exchange(code: string | null, verifier: string, more: Record<string, string> = {}, headers = {}) {
  const fields = {
    grant_type: 'authorization_code',
    code: code ?? '',
    redirect_uri: redirectUri,
    code_verifier: verifier,
    client_id: 'claimscope-public',
    ...more,
  }
  return post('/token', fields, headers)
}

async function tokens(parameters: Record<string, string | undefined> = {}) {
  const { callback, verifier } = await signIn(parameters)
  const { body } = await exchange(callback.get('code'), verifier)
  return body as Record<string, string>
}

const refresh = (refreshToken = '') =>
  post('/token', { grant_type: 'refresh_token', refresh_token: refreshToken, client_id: 'claimscope-public' })
const userinfo = (token = '') =>
  fetch(new URL('/me', provider.issuer), { headers: { authorization: `Bearer ${token}` } })

it('says what it can do', async () => {
  const response = await fetch(`${provider.issuer}/.well-known/openid-configuration`)
  expect(await response.json()).toMatchObject({
    issuer: provider.issuer,
    authorization_response_iss_parameter_supported: true,
    code_challenge_methods_supported: ['S256'],
    response_types_supported: ['code'],
    scopes_supported: expect.arrayContaining(['openid', 'profile', 'email', 'offline_access']),
    introspection_endpoint: expect.any(String),
    revocation_endpoint: expect.any(String),
    end_session_endpoint: expect.any(String),
    userinfo_endpoint: expect.any(String),
  })
})

it('publishes public keys only, one for each family', async () => {
  const { keys } = (await (await fetch(`${provider.issuer}/jwks`)).json()) as { keys: Json[] }
  expect(keys.map((key) => key.alg)).toEqual(['RS256', 'ES256', 'EdDSA'])
  for (const key of keys) {
    expect(key.kid).toEqual(expect.any(String))
    for (const secret of ['d', 'p', 'q', 'dp', 'dq', 'qi', 'k']) expect(key).not.toHaveProperty(secret)
  }
})

describe('a sign-in', () => {
  it('answers code, state and iss, and verified claims for the name that was typed', async () => {
    const { callback, verifier } = await signIn()
    expect(callback.get('state')).toBe('state-1')
    expect(callback.get('iss')).toBe(provider.issuer)
    const { status, body } = await exchange(callback.get('code'), verifier)
    expect(status).toBe(200)
    expect(body).toMatchObject({
      token_type: 'Bearer',
      expires_in: 300,
      scope: 'openid profile email offline_access',
    })
    const { payload, protectedHeader } = await jwtVerify(
      String(body.id_token),
      createRemoteJWKSet(new URL(`${provider.issuer}/jwks`)),
      { issuer: provider.issuer, audience: 'claimscope-public' },
    )
    expect(protectedHeader.alg).toBe('RS256')
    expect(payload).toMatchObject({
      nonce: 'nonce-1',
      name: 'Ada Lovelace',
      given_name: 'Ada',
      family_name: 'Lovelace',
      preferred_username: 'ada.lovelace',
      email: 'ada.lovelace@example.com',
      email_verified: true,
    })
    expect(payload).not.toHaveProperty('phone_number')
    expect(Number(payload.exp) - Number(payload.iat)).toBe(600)
  })

  it('gives the same sub for the same name, and another for another', async () => {
    const subOf = async (name: string) => {
      const { callback, verifier } = await signIn({}, { name, decision: 'allow' })
      return decodeJwt(String((await exchange(callback.get('code'), verifier)).body.id_token)).sub
    }
    const ada = await subOf('Ada')
    expect(await subOf(' ada ')).toBe(ada)
    expect(await subOf('Grace')).not.toBe(ada)
  })

  it.each(['山田 太郎', 'O’Brien', '<script>alert(1)</script>', '"><img src=x>', 'a'.repeat(100), '🦉'])(
    'works under the name %s',
    async (name) => {
      const { callback, verifier } = await signIn({}, { name, decision: 'allow' })
      const { body } = await exchange(callback.get('code'), verifier)
      const claims = decodeJwt(String(body.id_token))
      expect(claims.name).toBe(name)
      expect(claims.email).toMatch(/^[a-z0-9.-]+@example\.com$/)
    },
  )

  it('that is refused comes back as access_denied, with state and iss', async () => {
    const { callback } = await signIn({}, { decision: 'refuse' })
    expect(callback.get('error')).toBe('access_denied')
    expect(callback.get('state')).toBe('state-1')
    expect(callback.get('iss')).toBe(provider.issuer)
    expect(callback.has('code')).toBe(false)
  })

  it.each([
    ['', 'Enter a name'],
    ['   ', 'Enter a name'],
    ['a'.repeat(101), 'longer than 100'],
    ['a\u0000b', 'cannot be shown'],
  ])('without a usable name (%j) asks again', async (name, words) => {
    const { answer, page } = await signIn({}, { name, decision: 'allow' })
    expect(answer.response?.status).toBe(400)
    expect(answer.url).toBe(page.url)
    expect(await answer.response?.text()).toContain(words)
  })

  it('without PKCE is refused to the public client, and allowed to a confidential one', async () => {
    const bare = { code_challenge: undefined, code_challenge_method: undefined }
    const { url } = authorizationUrl(bare)
    const refused = await createTestBrowser().follow(url)
    expect(new URL(refused.url).searchParams.get('error')).toBe('invalid_request')
    const allowed = await createTestBrowser().follow(
      authorizationUrl({ ...bare, client_id: 'claimscope-basic' }).url,
    )
    expect(allowed.response?.status).toBe(200)
  })

  it.each([
    'http://127.0.0.1:1/callback',
    'http://127.0.0.1:65535/callback',
    'http://[::1]:4000/callback',
    'http://127.0.0.1/callback',
  ])('may return to %s', async (redirect_uri) => {
    const { target } = await signIn({ redirect_uri })
    expect(target.startsWith(`${new URL(redirect_uri).href}?`)).toBe(true)
  })

  it.each([
    'https://evil.example/callback',
    'http://127.0.0.1.evil.example/callback',
    'http://localhost:4000/callback',
    'http://127.0.0.1:4000/other',
    'http://127.0.0.1:4000/callback?x=1',
    'javascript:alert(1)',
  ])('may not return to %s', async (redirect_uri) => {
    const { url, response } = await createTestBrowser().follow(authorizationUrl({ redirect_uri }).url)
    expect(new URL(url).origin).toBe(provider.issuer)
    expect(response?.status).toBe(400)
    expect(await response?.text()).toContain('invalid_redirect_uri')
  })

  it('of a second client in the same browser offers the name, and can be made under another', async () => {
    const browser = createTestBrowser()
    await signIn({}, { name: 'Ada', decision: 'allow' }, browser)
    const second = await browser.follow(authorizationUrl({ client_id: 'claimscope-post' }).url)
    expect(await second.response?.text()).toContain('value="Ada"')
    const { url, verifier } = authorizationUrl()
    const page = await browser.follow(url)
    const handover = await browser.submit(page.url, { name: 'Grace', decision: 'allow' })
    // The session of the first name ends before the second begins: a page that submits itself.
    const text = (await handover.response?.text()) ?? ''
    const field = (pattern: RegExp) => pattern.exec(text)?.[1] ?? ''
    const done = await browser.submit(field(/action="([^"]+)"/), {
      xsrf: field(/name="xsrf" value="([^"]+)"/),
      logout: 'yes',
    })
    const { body } = await exchange(new URL(done.url).searchParams.get('code'), verifier)
    expect(decodeJwt(String(body.id_token)).name).toBe('Grace')
  })

  it('fills in the login_hint, escaped', async () => {
    const { response } = await createTestBrowser().follow(authorizationUrl({ login_hint: '"><b>Ada' }).url)
    expect(await response?.text()).toContain('value="&quot;&gt;&lt;b&gt;Ada"')
  })
})

describe('the sign-in page', () => {
  it('loads nothing, runs nothing, is framed by nobody', async () => {
    const { response } = await createTestBrowser().follow(authorizationUrl().url)
    const policy = response?.headers.get('content-security-policy') ?? ''
    expect(policy).toMatch(
      /^default-src 'none'; style-src 'sha256-[\w+/=]+'; form-action 'self' http:\/\/127\.0\.0\.1:53682; base-uri 'none'; frame-ancestors 'none'$/,
    )
    expect(response?.headers.get('cache-control')).toBe('no-store')
    const text = (await response?.text()) ?? ''
    expect(text).not.toMatch(/<script|<link|<img|\bsrc=|https?:\/\/(?!127\.0\.0\.1)/)
    expect(text).toContain('claimscope-public')
    for (const scope of ['openid', 'profile', 'email', 'offline_access'])
      expect(text).toContain(`<code>${scope}</code>`)
  })

  it('escapes what the request brought', async () => {
    const { response } = await createTestBrowser().follow(
      authorizationUrl({ resource: 'https://api.example/<script>alert(1)</script>' }).url,
    )
    expect(await response?.text()).not.toContain('<script')
  })

  it('is of no use in another browser', async () => {
    const { page } = await signIn()
    const stranger = createTestBrowser()
    expect((await stranger.visit(page.url)).status).toBe(400)
    const answer = await stranger.submit(page.url, { name: 'Mallory', decision: 'allow' })
    expect(answer.response?.status).toBe(400)
  })

  it.each([
    [{ origin: 'https://evil.example' }],
    [{ origin: 'null' }],
    [{ 'sec-fetch-site': 'cross-site' }],
    [{ 'sec-fetch-site': 'same-site' }],
    [{ 'content-type': 'text/plain' }],
  ])('takes no form from elsewhere: %o', async (headers) => {
    const browser = createTestBrowser()
    const page = await browser.follow(authorizationUrl().url)
    const answer = await browser.submit(page.url, { name: 'Mallory', decision: 'allow' }, headers as never)
    expect(answer.response?.status).toBe(400)
  })

  it('takes no large form and no other method', async () => {
    const browser = createTestBrowser()
    const page = await browser.follow(authorizationUrl().url)
    const large = await browser.submit(page.url, { name: 'a'.repeat(20_000), decision: 'allow' })
    expect(large.response?.status).toBe(400)
    expect((await browser.visit(page.url, { method: 'PUT' })).status).toBe(405)
  })
})

describe('tokens', () => {
  it('tell who it is at userinfo', async () => {
    const { access_token } = await tokens()
    const response = await userinfo(access_token)
    expect(response.status).toBe(200)
    expect(await response.json()).toMatchObject({ name: 'Ada Lovelace', email: 'ada.lovelace@example.com' })
    expect((await userinfo('nonsense')).status).toBe(401)
  })

  it('have no refresh token among them unless it was asked for', async () => {
    expect(await tokens({ scope: 'openid' })).not.toHaveProperty('refresh_token')
  })

  it.each([undefined, 'login', 'consent', 'login consent'])(
    'are refreshed, and rotate (prompt %s)',
    async (prompt) => {
      const first = await tokens({ prompt })
      const second = await refresh(first.refresh_token)
      expect(second.status).toBe(200)
      expect(second.body.refresh_token).not.toBe(first.refresh_token)
      expect(second.body.access_token).not.toBe(first.access_token)
      // An old refresh token used again is a theft, and ends the new one too (RFC 9700 §4.14.2).
      expect(await refresh(first.refresh_token)).toMatchObject({
        status: 400,
        body: { error: 'invalid_grant' },
      })
      expect((await refresh(String(second.body.refresh_token))).status).toBe(400)
    },
  )

  it('are revoked, the others of the same sign-in with them (RFC 7009 §2.1), those of another not', async () => {
    const { access_token = '', refresh_token = '' } = await tokens()
    const again = await tokens()
    const revoke = (token: string) => post('/token/revocation', { token, client_id: 'claimscope-public' })
    expect((await revoke(access_token)).status).toBe(200)
    expect((await userinfo(access_token)).status).toBe(401)
    expect((await refresh(refresh_token)).status).toBe(400)
    expect((await userinfo(again.access_token)).status).toBe(200)
    expect((await revoke(again.refresh_token!)).status).toBe(200)
    expect((await refresh(again.refresh_token)).status).toBe(400)
  })

  it('are introspected by the client they belong to, and by no other', async () => {
    const { access_token = '' } = await tokens()
    const introspect = (fields: Record<string, string>, headers = {}) =>
      post('/token/introspection', { token: access_token, ...fields }, headers)
    expect((await introspect({ client_id: 'claimscope-public' })).body).toMatchObject({
      active: true,
      client_id: 'claimscope-public',
    })
    const { client_secret } = client('claimscope-post')
    const other = await introspect({ client_id: 'claimscope-post', client_secret: client_secret! })
    expect(other.body).toEqual({ active: false })
  })

  it('for a resource are JWTs after RFC 9068, with its audience and no claims of the person', async () => {
    const { access_token = '' } = await tokens({
      resource: 'https://api.example/orders',
      scope: 'openid orders:read',
    })
    expect(decodeProtectedHeader(access_token)).toMatchObject({ typ: 'at+jwt', alg: 'RS256' })
    const { payload } = await jwtVerify(access_token, createRemoteJWKSet(new URL(`${provider.issuer}/jwks`)))
    expect(payload).toMatchObject({
      iss: provider.issuer,
      aud: 'https://api.example/orders',
      client_id: 'claimscope-public',
      scope: 'orders:read',
      sub: expect.any(String),
      jti: expect.any(String),
    })
    expect(payload).not.toHaveProperty('name')
    expect((await userinfo(access_token)).status).toBe(401)
  })
})

describe('a confidential client', () => {
  const basic = (id: string, secret: string) => ({
    authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`,
  })

  it.each([
    ['claimscope-basic', (secret: string) => [{}, basic('claimscope-basic', secret)]],
    ['claimscope-post', (secret: string) => [{ client_id: 'claimscope-post', client_secret: secret }, {}]],
  ] as const)('%s gets tokens with its secret, and none without or with another', async (id, present) => {
    const attempt = async ([fields = {}, headers = {}]: readonly Record<string, string>[]) => {
      const { callback, verifier } = await signIn({ client_id: id })
      const form = {
        grant_type: 'authorization_code',
        code: callback.get('code') ?? '',
        redirect_uri: redirectUri,
      }
      return (await post('/token', { ...form, code_verifier: verifier, ...fields }, headers)).status
    }
    const secret = client(id).client_secret!
    expect(await attempt(present(secret) as Record<string, string>[])).toBe(200)
    expect(await attempt(present(`${secret}x`) as Record<string, string>[])).toBe(401)
    expect(await attempt([{ client_id: id }])).toBe(401)
    const other = provider.clients.find(({ client_secret }) => client_secret && client_secret !== secret)!
    expect(await attempt(present(other.client_secret!) as Record<string, string>[])).toBe(401)
  })
})

describe('a logout', () => {
  it('asks, ends the session, and returns to a registered address', async () => {
    const { callback, verifier, browser } = await signIn({ scope: 'openid profile' })
    const { body } = await exchange(callback.get('code'), verifier)
    const url = new URL('/session/end', provider.issuer)
    url.searchParams.set('id_token_hint', String(body.id_token))
    url.searchParams.set('post_logout_redirect_uri', 'http://127.0.0.1:4711/callback')
    url.searchParams.set('state', 'bye')
    const page = await browser.follow(url.href)
    const text = (await page.response?.text()) ?? ''
    expect(text).toContain('Sign out?')
    expect(page.response?.headers.get('content-security-policy')).toContain(
      "form-action 'self' http://127.0.0.1:4711;",
    )
    const xsrf = /name="xsrf" value="([^"]+)"/.exec(text)?.[1] ?? ''
    const forged = await browser.submit(`${provider.issuer}/session/end/confirm`, {
      xsrf: 'forged',
      logout: 'yes',
    })
    expect(forged.response?.status).toBe(400)
    const done = await browser.submit(`${provider.issuer}/session/end/confirm`, { xsrf, logout: 'yes' })
    expect(done.url).toBe('http://127.0.0.1:4711/callback?state=bye')
    expect((await userinfo(String(body.access_token))).status).toBe(401)
    const next = await browser.follow(authorizationUrl({ login_hint: undefined }).url)
    expect(await next.response?.text()).not.toContain('value="Ada')
  })

  it('without a session says so on a page of our own', async () => {
    const browser = createTestBrowser()
    const { response } = await browser.follow(`${provider.issuer}/session/end/success`)
    expect(response?.headers.get('content-security-policy')).toContain("default-src 'none'")
    expect(await response?.text()).toContain('Signed out')
  })
})

it('answers mistakes on a page of our own, escaped', async () => {
  const { response } = await createTestBrowser().follow(authorizationUrl({ client_id: '<b>nobody</b>' }).url)
  expect(response?.status).toBe(400)
  expect(response?.headers.get('content-security-policy')).toContain("default-src 'none'")
  const text = (await response?.text()) ?? ''
  expect(text).toContain('invalid_client')
  expect(text).not.toContain('<b>')
})

it.each(['localhost', 'evil.example', '127.0.0.1', '[::1]'])('refuses the host %s', async (name) => {
  const port = new URL(provider.issuer).port
  for (const path of ['/.well-known/openid-configuration', '/jwks', '/interaction/x']) {
    const status = await new Promise((resolve, reject) => {
      const host = name === '127.0.0.1' ? name : `${name}:${port}`
      rawRequest({ host: '127.0.0.1', port, path, headers: { host } }, (response) => {
        response.resume()
        resolve(response.statusCode)
      })
        .on('error', reject)
        .end()
    })
    expect(status).toBe(421)
  }
})

it('takes the port it is given, and a free one when that is taken', async () => {
  const holder = createServer()
  const port = await new Promise<number>((resolve) => {
    holder.listen(0, '127.0.0.1', () => resolve((holder.address() as AddressInfo).port))
  })
  const elsewhere = await startProvider({ port })
  expect(elsewhere.issuer).not.toBe(`http://127.0.0.1:${port}`)
  await elsewhere.close()
  await new Promise((resolve) => holder.close(resolve))
  const there = await startProvider({ port })
  expect(there.issuer).toBe(`http://127.0.0.1:${port}`)
  await there.close()
})

it('has other keys and secrets after a restart, and knows nothing of before', async () => {
  const read = async ({ issuer, clients }: StartedProvider) => {
    const { keys } = (await (await fetch(`${issuer}/jwks`)).json()) as { keys: Json[] }
    return [...keys.map((key) => key.kid), ...clients.map((each) => each.client_secret)].filter(Boolean)
  }
  const other = await startProvider({ port: 0 })
  const [before, after] = [await read(provider), await read(other)]
  expect(before).toHaveLength(5)
  expect(after.filter((value) => before.includes(value))).toEqual([])
  await other.close()
})

it('prints nothing', () => {
  expect(said).toEqual([])
})
