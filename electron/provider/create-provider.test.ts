import { createServer, request as rawRequest } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createRemoteJWKSet, decodeJwt, jwtVerify } from 'jose'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { type StartedProvider, startProvider } from './create-provider.ts'
import { createTestBrowser } from './test-browser.ts'
import { createTestFlow, type Json } from './test-flow.ts'

let provider: StartedProvider
let flow: ReturnType<typeof createTestFlow>
let said: unknown[]

beforeAll(async () => {
  said = []
  for (const method of ['log', 'info', 'warn', 'error'] as const) {
    vi.spyOn(console, method).mockImplementation((...words) => void said.push(words))
  }
  provider = await startProvider({ port: 0 })
  flow = createTestFlow(provider)
})
afterAll(() => provider.close())

it('says what it can do', async () => {
  const response = await fetch(`${provider.issuer}/.well-known/openid-configuration`)
  expect(await response.json()).toMatchObject({
    issuer: provider.issuer,
    authorization_response_iss_parameter_supported: true,
    code_challenge_methods_supported: ['S256'],
    response_types_supported: expect.arrayContaining(['code', 'id_token', 'code id_token token']),
    scopes_supported: expect.arrayContaining(['openid', 'profile', 'email', 'offline_access']),
    introspection_endpoint: expect.any(String),
    revocation_endpoint: expect.any(String),
    end_session_endpoint: expect.any(String),
    userinfo_endpoint: expect.any(String),
  })
})

it('publishes public keys only, one for each family', async () => {
  const { keys } = (await (await fetch(`${provider.issuer}/jwks`)).json()) as { keys: Json[] }
  expect(keys.map((key) => key.alg)).toEqual(['RS256', 'ES256', 'EdDSA', 'RSA-OAEP-256'])
  for (const key of keys) {
    expect(key.kid).toEqual(expect.any(String))
    for (const secret of ['d', 'p', 'q', 'dp', 'dq', 'qi', 'k']) expect(key).not.toHaveProperty(secret)
  }
})

describe('a sign-in', () => {
  it('answers code, state and iss, and verified claims for the name that was typed', async () => {
    const { callback, verifier } = await flow.signIn()
    expect(callback.get('state')).toBe('state-1')
    expect(callback.get('iss')).toBe(provider.issuer)
    const { status, body } = await flow.exchange(callback.get('code'), verifier)
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
      const { callback, verifier } = await flow.signIn({}, { name, decision: 'allow' })
      return decodeJwt(String((await flow.exchange(callback.get('code'), verifier)).body.id_token)).sub
    }
    const ada = await subOf('Ada')
    expect(await subOf(' ada ')).toBe(ada)
    expect(await subOf('Grace')).not.toBe(ada)
  })

  it.each(['山田 太郎', 'O’Brien', '<script>alert(1)</script>', '"><img src=x>', 'a'.repeat(100), '🦉'])(
    'works under the name %s',
    async (name) => {
      const { callback, verifier } = await flow.signIn({}, { name, decision: 'allow' })
      const { body } = await flow.exchange(callback.get('code'), verifier)
      const claims = decodeJwt(String(body.id_token))
      expect(claims.name).toBe(name)
      expect(claims.email).toMatch(/^[a-z0-9.-]+@example\.com$/)
    },
  )

  it('that is refused comes back as access_denied, with state and iss', async () => {
    const { callback } = await flow.signIn({}, { decision: 'refuse' })
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
    const { answer, page } = await flow.signIn({}, { name, decision: 'allow' })
    expect(answer.response?.status).toBe(400)
    expect(answer.url).toBe(page.url)
    expect(await answer.response?.text()).toContain(words)
  })

  it('without PKCE is refused to the public client, and allowed to a confidential one', async () => {
    const bare = { code_challenge: undefined, code_challenge_method: undefined }
    const { url } = flow.authorizationUrl(bare)
    const refused = await createTestBrowser().follow(url)
    expect(new URL(refused.url).searchParams.get('error')).toBe('invalid_request')
    const allowed = await createTestBrowser().follow(
      flow.authorizationUrl({ ...bare, client_id: 'claimscope-basic' }).url,
    )
    expect(allowed.response?.status).toBe(200)
  })

  it.each([
    'http://127.0.0.1:1/callback',
    'http://127.0.0.1:65535/callback',
    'http://[::1]:4000/callback',
    'http://localhost:4000/callback',
    'http://127.0.0.1/callback',
  ])('may return to %s', async (redirect_uri) => {
    const { target } = await flow.signIn({ redirect_uri })
    expect(target.startsWith(`${new URL(redirect_uri).href}?`)).toBe(true)
  })

  it.each([
    'https://evil.example/callback',
    'http://127.0.0.1.evil.example/callback',
    'http://localhost.evil.example:4000/callback',
    'http://127.0.0.1:4000/other',
    'http://127.0.0.1:4000/callback?x=1',
    'javascript:alert(1)',
  ])('may not return to %s', async (redirect_uri) => {
    const { url, response } = await createTestBrowser().follow(flow.authorizationUrl({ redirect_uri }).url)
    expect(new URL(url).origin).toBe(provider.issuer)
    expect(response?.status).toBe(400)
    expect(await response?.text()).toContain('invalid_redirect_uri')
  })

  it('of a second client in the same browser offers the name, and can be made under another', async () => {
    const browser = createTestBrowser()
    await flow.signIn({}, { name: 'Ada', decision: 'allow' }, browser)
    const second = await browser.follow(flow.authorizationUrl({ client_id: 'claimscope-post' }).url)
    expect(await second.response?.text()).toContain('value="Ada"')
    const { url, verifier } = flow.authorizationUrl()
    const page = await browser.follow(url)
    const handover = await browser.submit(page.url, { name: 'Grace', decision: 'allow' })
    // The session of the first name ends before the second begins: a page that submits itself.
    const text = (await handover.response?.text()) ?? ''
    const field = (pattern: RegExp) => pattern.exec(text)?.[1] ?? ''
    const done = await browser.submit(field(/action="([^"]+)"/), {
      xsrf: field(/name="xsrf" value="([^"]+)"/),
      logout: 'yes',
    })
    const { body } = await flow.exchange(new URL(done.url).searchParams.get('code'), verifier)
    expect(decodeJwt(String(body.id_token)).name).toBe('Grace')
  })

  it('fills in the login_hint, escaped', async () => {
    const { response } = await createTestBrowser().follow(
      flow.authorizationUrl({ login_hint: '"><b>Ada' }).url,
    )
    expect(await response?.text()).toContain('value="&quot;&gt;&lt;b&gt;Ada"')
  })
})

describe('the sign-in page', () => {
  it('loads nothing, runs nothing, is framed by nobody', async () => {
    const { response } = await createTestBrowser().follow(flow.authorizationUrl().url)
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
      flow.authorizationUrl({ resource: 'https://api.example/<script>alert(1)</script>' }).url,
    )
    expect(await response?.text()).not.toContain('<script')
  })

  it('is of no use in another browser', async () => {
    const { page } = await flow.signIn()
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
    const page = await browser.follow(flow.authorizationUrl().url)
    const answer = await browser.submit(page.url, { name: 'Mallory', decision: 'allow' }, headers as never)
    expect(answer.response?.status).toBe(400)
  })

  it('takes no large form and no other method', async () => {
    const browser = createTestBrowser()
    const page = await browser.follow(flow.authorizationUrl().url)
    const large = await browser.submit(page.url, { name: 'a'.repeat(20_000), decision: 'allow' })
    expect(large.response?.status).toBe(400)
    expect((await browser.visit(page.url, { method: 'PUT' })).status).toBe(405)
  })
})

it('answers mistakes on a page of our own, escaped', async () => {
  const { response } = await createTestBrowser().follow(
    flow.authorizationUrl({ client_id: '<b>nobody</b>' }).url,
  )
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
  expect(before).toHaveLength(9)
  expect(after.filter((value) => before.includes(value))).toEqual([])
  await other.close()
})

it('prints nothing', () => {
  expect(said).toEqual([])
})
