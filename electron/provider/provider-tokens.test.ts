import { createRemoteJWKSet, decodeProtectedHeader, jwtVerify } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type StartedProvider, startProvider } from './create-provider.ts'
import { createTestBrowser } from './test-browser.ts'
import { createTestFlow, redirectUri } from './test-flow.ts'

let provider: StartedProvider
let flow: ReturnType<typeof createTestFlow>
beforeAll(async () => {
  provider = await startProvider({ port: 0 })
  flow = createTestFlow(provider)
})
afterAll(() => provider.close())

const client = (id: string) => provider.clients.find(({ client_id }) => client_id === id)!

describe('tokens', () => {
  it('tell who it is at userinfo', async () => {
    const { access_token } = await flow.tokens()
    const response = await flow.userinfo(access_token)
    expect(response.status).toBe(200)
    expect(await response.json()).toMatchObject({ name: 'Ada Lovelace', email: 'ada.lovelace@example.com' })
    expect((await flow.userinfo('nonsense')).status).toBe(401)
  })

  it('have no refresh token among them unless it was asked for', async () => {
    expect(await flow.tokens({ scope: 'openid' })).not.toHaveProperty('refresh_token')
  })

  it.each([undefined, 'login', 'consent', 'login consent'])(
    'are refreshed, and rotate (prompt %s)',
    async (prompt) => {
      const first = await flow.tokens({ prompt })
      const second = await flow.refresh(first.refresh_token)
      expect(second.status).toBe(200)
      expect(second.body.refresh_token).not.toBe(first.refresh_token)
      expect(second.body.access_token).not.toBe(first.access_token)
      // An old refresh token used again is a theft, and ends the new one too (RFC 9700 §4.14.2).
      expect(await flow.refresh(first.refresh_token)).toMatchObject({
        status: 400,
        body: { error: 'invalid_grant' },
      })
      expect((await flow.refresh(String(second.body.refresh_token))).status).toBe(400)
    },
  )

  it('are revoked, the others of the same sign-in with them (RFC 7009 §2.1), those of another not', async () => {
    const { access_token = '', refresh_token = '' } = await flow.tokens()
    const again = await flow.tokens()
    const revoke = (token: string) =>
      flow.post('/token/revocation', { token, client_id: 'claimscope-public' })
    expect((await revoke(access_token)).status).toBe(200)
    expect((await flow.userinfo(access_token)).status).toBe(401)
    expect((await flow.refresh(refresh_token)).status).toBe(400)
    expect((await flow.userinfo(again.access_token)).status).toBe(200)
    expect((await revoke(again.refresh_token!)).status).toBe(200)
    expect((await flow.refresh(again.refresh_token)).status).toBe(400)
  })

  it('are introspected by the client they belong to, and by no other', async () => {
    const { access_token = '' } = await flow.tokens()
    const introspect = (fields: Record<string, string>, headers = {}) =>
      flow.post('/token/introspection', { token: access_token, ...fields }, headers)
    expect((await introspect({ client_id: 'claimscope-public' })).body).toMatchObject({
      active: true,
      client_id: 'claimscope-public',
    })
    const { client_secret } = client('claimscope-post')
    const other = await introspect({ client_id: 'claimscope-post', client_secret: client_secret! })
    expect(other.body).toEqual({ active: false })
  })

  it('for a resource are JWTs after RFC 9068, with its audience and no claims of the person', async () => {
    const { access_token = '' } = await flow.tokens({
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
    expect((await flow.userinfo(access_token)).status).toBe(401)
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
      const { callback, verifier } = await flow.signIn({ client_id: id })
      const form = {
        grant_type: 'authorization_code',
        code: callback.get('code') ?? '',
        redirect_uri: redirectUri,
      }
      return (await flow.post('/token', { ...form, code_verifier: verifier, ...fields }, headers)).status
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
    const { callback, verifier, browser } = await flow.signIn({ scope: 'openid profile' })
    const { body } = await flow.exchange(callback.get('code'), verifier)
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
    expect((await flow.userinfo(String(body.access_token))).status).toBe(401)
    const next = await browser.follow(flow.authorizationUrl({ login_hint: undefined }).url)
    expect(await next.response?.text()).not.toContain('value="Ada')
  })

  it('without a session says so on a page of our own', async () => {
    const browser = createTestBrowser()
    const { response } = await browser.follow(`${provider.issuer}/session/end/success`)
    expect(response?.headers.get('content-security-policy')).toContain("default-src 'none'")
    expect(await response?.text()).toContain('Signed out')
  })
})
