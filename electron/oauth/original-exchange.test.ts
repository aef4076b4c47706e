import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ScriptedIssuer, startScriptedIssuer } from '../../e2e/support/scripted-issuer.ts'
import { defaultFlow } from '../../shared/profile/flow-settings.ts'
import { testConnect } from '../net/test-connection.ts'
import { createFlowEngine } from './flow-engine.ts'

let op: ScriptedIssuer
beforeAll(async () => {
  op = await startScriptedIssuer()
})
afterAll(() => op.close())

test('what travelled can be asked for while the run is here, and is never part of the run', async () => {
  const engine = createFlowEngine({
    connect: testConnect,
    now: Date.now,
    onChange: () => undefined,
    openExternal: async (url) => void (await fetch(url)),
  })
  const { id } = await engine.start({
    profileId: null,
    profileName: 'x',
    issuer: op.issuer,
    client_id: op.clientId,
    token_endpoint_auth_method: 'client_secret_basic',
    secrets: { client_secret: op.clientSecret },
    scope: 'openid',
    flow: defaultFlow,
    redirect: { host: '127.0.0.1', port: 0, path: '/callback' },
    parameters: [],
    allowHttp: false,
  })
  const run = await engine.finished(id)
  const { token } = engine.token(id, 'id_token')
  const stepOf = (wanted: string) => run.steps.find((step) => step.id === wanted)?.key ?? ''
  const exchange = engine.original(id, stepOf('token'), 0)
  expect(exchange.response?.body).toContain(token)
  const code = new URLSearchParams(exchange.request.body ?? '').get('code') ?? ''
  expect(code).not.toBe('')
  expect(engine.original(id, stepOf('callback'), 0).request.url).toContain(code)
  expect(exchange.request.headers).toContainEqual(['authorization', expect.stringMatching(/^Basic ‹hidden/)])
  for (const secret of [token, code]) expect(JSON.stringify(engine.get(id))).not.toContain(secret)

  const notFound = expect.objectContaining({ code: 'ERR_NOT_FOUND' })
  expect(() => engine.original(id, stepOf('token'), 1)).toThrow(notFound)
  expect(() => engine.original(id, 'nowhere', 0)).toThrow(notFound)
  engine.forget(id)
  expect(() => engine.original(id, stepOf('token'), 0)).toThrow(notFound)
  expect(() => engine.token(id, 'id_token')).toThrow(notFound)
  await engine.close()
})
