import { createHash } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { decodeJwt } from 'jose'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { ApiRequest } from '../../shared/oauth/api-request.ts'
import { defaultFlow } from '../../shared/profile/flow-settings.ts'
import { testConnect } from '../net/test-connection.ts'
import { type StartedProvider, startProvider } from '../provider/create-provider.ts'
import { signInByScript } from '../provider/test-sign-in.ts'
import { createFlowEngine, type FlowEngine } from './flow-engine.ts'

type Seen = Pick<IncomingMessage, 'method' | 'url' | 'headers'> & { readonly body: string }

let provider: StartedProvider
let api = ''
let seen: Seen[] = []
let answer: (response: ServerResponse, request: Seen) => void = () => undefined
const server = createServer((request, response) => {
  let body = ''
  request.on('data', (chunk) => {
    body += chunk
  })
  request.on('end', () => {
    const { method, url, headers } = request
    seen.push({ method, url, headers, body })
    answer(response, { method, url, headers, body })
  })
})
const engines: FlowEngine[] = []
beforeAll(async () => {
  provider = await startProvider({ port: 0 })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  api = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
beforeEach(() => {
  seen = []
  answer = (response) => response.setHeader('content-type', 'application/json').end('{"orders":[]}')
})
afterAll(async () => {
  await Promise.all(engines.map((engine) => engine.close()))
  server.close()
  await provider.close()
})

async function signedIn(dpop: boolean) {
  const engine = createFlowEngine({
    connect: testConnect,
    now: Date.now,
    onChange: () => undefined,
    openExternal: (url) => signInByScript(url),
  })
  engines.push(engine)
  const { id } = await engine.start({
    profileId: null,
    profileName: 'API',
    issuer: provider.issuer,
    client_id: 'claimscope-public',
    token_endpoint_auth_method: 'none',
    secrets: {},
    scope: 'openid',
    flow: { ...defaultFlow, dpop },
    redirect: { host: '127.0.0.1', port: 0, path: '/callback' },
    parameters: [],
    allowHttp: false,
  })
  await engine.finished(id)
  const call = async (change: Partial<ApiRequest> = {}) => {
    await engine.callApi(id, {
      method: 'GET',
      url: `${api}/orders`,
      headers: [],
      body: '',
      scheme: 'as_issued',
      ...change,
    })
    return engine.get(id)
  }
  return { call, token: engine.token(id, 'access_token').token, engine, id }
}

test('as a bearer token, with headers and a body, recorded without the token', async () => {
  const { call, token } = await signedIn(false)
  answer = (response, { headers }) =>
    response.setHeader('echo', headers.authorization ?? '').end(headers.authorization)
  const run = await call({
    method: 'POST',
    url: `${api}/orders?page=2#part`,
    headers: [
      { name: 'content-type', value: 'application/json' },
      { name: 'x-api-key', value: 'marked-api-key' },
    ],
    body: '{"item":1}',
  })
  expect(seen).toHaveLength(1)
  expect(seen[0]).toMatchObject({
    method: 'POST',
    url: '/orders?page=2',
    body: '{"item":1}',
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      'x-api-key': 'marked-api-key',
    },
  })
  expect(run).toMatchObject({ busy: null, actionProblem: null })
  expect(run.steps.at(-1)).toMatchObject({ id: 'api', status: 'done', to: 'api' })
  expect(run.steps.at(-1)?.exchanges[0]?.request).toMatchObject({
    method: 'POST',
    url: `${api}/orders?page=2`,
  })
  expect(JSON.stringify(run)).not.toContain(token)
  expect(JSON.stringify(run)).not.toContain('marked-api-key')
})

test('with a DPoP proof over the token, again with the nonce that the API asks for', async () => {
  const { call, token } = await signedIn(true)
  answer = (response, { headers }) => {
    const nonce = headers.dpop === undefined ? 'from-the-api' : decodeJwt(String(headers.dpop)).nonce
    if (nonce === 'from-the-api') return response.end('ok')
    response
      .writeHead(401, { 'www-authenticate': 'DPoP error="use_dpop_nonce"', 'dpop-nonce': 'from-the-api' })
      .end()
  }
  const run = await call()
  expect(seen).toHaveLength(2)
  const proof = decodeJwt(String(seen[1]?.headers.dpop))
  expect(proof).toMatchObject({
    htm: 'GET',
    htu: `${api}/orders`,
    ath: createHash('sha256').update(token).digest('base64url'),
    nonce: 'from-the-api',
  })
  expect(seen[1]?.headers.authorization).toBe(`DPoP ${token}`)
  expect(run.actionProblem).toBeNull()
  expect(run.steps.at(-1)?.exchanges.map(({ response }) => response?.status)).toEqual([401, 200])
  // On purpose without the binding, which a good API refuses.
  await call({ scheme: 'bearer' })
  expect(seen[2]?.headers).toMatchObject({ authorization: `Bearer ${token}` })
  expect(seen[2]?.headers.dpop).toBeUndefined()
})

test.each([
  [
    401,
    'Bearer error="invalid_token", error_description="too old"',
    'invalid_token',
    /expired, revoked.*too old/,
  ],
  [
    403,
    'Bearer error="insufficient_scope", scope="orders.write"',
    'insufficient_scope',
    /scope does not reach/,
  ],
  [
    401,
    'Bearer error="insufficient_user_authentication", acr_values="gold", max_age="60"',
    'insufficient_user_authentication',
    /step-up/,
  ],
  [401, 'DPoP error="invalid_dpop_proof", algs="ES256"', 'invalid_dpop_proof', /proof does not fit/],
  [401, 'Basic realm="x"', undefined, /asks for Basic; the token was sent as Bearer/],
  [401, '', undefined, /does not say why/],
  [401, 'Bearer error="\u0007odd"', 'odd', /API refused: odd/],
])('%s %s is explained', async (status, challenge, error, message) => {
  const { call } = await signedIn(false)
  answer = (response) => {
    if (challenge !== '') response.setHeader('www-authenticate', challenge.replace('\u0007', ''))
    response.writeHead(status).end()
  }
  const { actionProblem, steps } = await call()
  expect(actionProblem?.error).toBe(error)
  expect(actionProblem?.message).toMatch(message)
  expect(steps.at(-1)?.status).toBe('failed')
})

test('the metadata of the API is shown and not fetched', async () => {
  const { call } = await signedIn(false)
  answer = (response) =>
    response.writeHead(401, { 'www-authenticate': `Bearer resource_metadata="${api}/.well-known/x"` }).end()
  const run = await call()
  expect(seen).toHaveLength(1)
  expect(run.steps.at(-1)?.facts).toContainEqual([
    'Metadata of the API',
    `${api}/.well-known/x (RFC 9728 §5.1; not fetched)`,
  ])
})

test('a redirect is told and not followed', async () => {
  const { call } = await signedIn(false)
  answer = (response) => response.writeHead(307, { location: `${api}/elsewhere` }).end()
  expect((await call()).actionProblem).toMatchObject({ code: 'REDIRECTED' })
  expect(seen.map(({ url }) => url)).toEqual(['/orders'])
})

test('what is no refusal of the token is no failure of the call', async () => {
  const { call } = await signedIn(false)
  answer = (response) => response.writeHead(404).end('nothing here')
  const run = await call()
  expect(run.actionProblem).toBeNull()
  expect(run.steps.at(-1)).toMatchObject({ status: 'failed', note: expect.stringContaining('404') })
})

test('nothing is sent where it must not be', async () => {
  const { call, token } = await signedIn(false)
  const refused: readonly [Partial<ApiRequest>, string][] = [
    [{ url: 'http://api.example/orders' }, 'ERR_URL_REFUSED'],
    [{ url: 'https://user:pass@api.example/' }, 'ERR_URL_REFUSED'],
    [{ url: 'file:///etc/passwd' }, 'ERR_URL_REFUSED'],
    [{ url: 'orders' }, 'ERR_INPUT'],
    [{ url: `${api}/?access_token=x` }, 'ERR_INPUT'],
    [{ url: `${api}/?q=${token}` }, 'ERR_INPUT'],
    [{ url: `${api}/${encodeURIComponent(token)}` }, 'ERR_INPUT'],
    [{ headers: [{ name: 'x-copy', value: token }] }, 'ERR_INPUT'],
    [{ headers: [{ name: 'Authorization', value: 'Basic x' }] }, 'ERR_INPUT'],
    [{ headers: [{ name: 'DPoP', value: 'x' }] }, 'ERR_INPUT'],
    [{ headers: [{ name: 'Host', value: 'x' }] }, 'ERR_INPUT'],
    [{ headers: [{ name: 'content-type', value: 'a\r\nb' }] }, 'ERR_INPUT'],
    [{ body: 'x' }, 'ERR_INPUT'],
  ]
  for (const [change, code] of refused) {
    await expect(call(change), JSON.stringify(change)).rejects.toMatchObject({ code })
  }
  expect(seen).toEqual([])
})
