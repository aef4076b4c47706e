import type { StartedProvider } from './create-provider.ts'
import { createPkce, createTestBrowser } from './test-browser.ts'

export const redirectUri = 'http://127.0.0.1:53682/callback'

export type Json = Record<string, unknown>

/** The steps of a flow against one provider, as a client and a person take them. */
export function createTestFlow(provider: Pick<StartedProvider, 'issuer'>) {
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
    post('/token', {
      grant_type: 'refresh_token',
      refresh_token: refreshToken,
      client_id: 'claimscope-public',
    })
  const userinfo = (token = '') =>
    fetch(new URL('/me', provider.issuer), { headers: { authorization: `Bearer ${token}` } })

  return { authorizationUrl, signIn, post, exchange, tokens, refresh, userinfo }
}
