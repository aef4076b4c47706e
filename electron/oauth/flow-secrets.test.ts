import { expect, test } from 'vitest'
import type { AnswerFault } from '../../e2e/support/scripted-faults.ts'
import { startScriptedIssuer } from '../../e2e/support/scripted-issuer.ts'
import type { Run } from '../../shared/oauth/run.ts'
import type { RunConfig } from '../../shared/oauth/run-config.ts'
import { defaultFlow } from '../../shared/profile/flow-settings.ts'
import { testConnect } from '../net/test-connection.ts'
import { createFlowEngine } from './flow-engine.ts'

const secrets = [
  "GOCSPX-Ab3_x.y~z!*'()",
  'my-client_secret.42!x',
  'plain0123456789',
  'a b+c%d/e=f&g"h\\i<é>',
  '-_.~',
] as const
const methods = ['client_secret_basic', 'client_secret_post'] as const

/** RFC 6749 §2.3.1 in its most thorough form: everything but letters and digits. */
const everyMark = (text: string) =>
  encodeURIComponent(text).replace(/[-_.!~*'()]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)

/** Everything in a text that decodes to something, once and twice over. */
function decodings(text: string): string {
  const percent = (piece: string) =>
    piece.replace(/(?:%[0-9A-Fa-f]{2})+/g, (run) => Buffer.from(run.replaceAll('%', ''), 'hex').toString())
  const base64 = (piece: string) =>
    [...piece.matchAll(/[A-Za-z0-9+/_-]{8,}/g)].flatMap(([run]) =>
      [0, 1, 2, 3].map((skip) => Buffer.from(run.slice(skip), 'base64').toString('latin1')),
    )
  const once = [percent(text), ...base64(text), ...base64(percent(text))]
  return [text, ...once, ...once.map(percent)].join('\n')
}

async function runs(clientSecret: string, method: (typeof methods)[number], fault: AnswerFault) {
  const op = await startScriptedIssuer({ clientSecret, faults: { answers: { token: fault } } })
  const changes: Run[] = []
  const engine = createFlowEngine({
    connect: testConnect,
    now: Date.now,
    onChange: (run) => changes.push(run),
    openExternal: async (url) => void (await fetch(url)),
    signInDeadlineMs: 3_000,
  })
  const config: RunConfig = {
    profileId: null,
    profileName: 'x',
    issuer: op.issuer,
    client_id: op.clientId,
    token_endpoint_auth_method: method,
    secrets: { client_secret: clientSecret },
    scope: 'openid',
    flow: defaultFlow,
    redirect: { host: '127.0.0.1', port: 0, path: '/callback' },
    parameters: [],
    allowHttp: false,
  }
  const { id } = await engine.start(config)
  const ended = await engine.finished(id)
  const originals = ended.steps.flatMap(({ key, exchanges }) =>
    exchanges.map((_, place) => engine.original(id, key, place)),
  )
  await engine.close()
  await op.close()
  const sent = op.requests.find(({ path }) => path === '/token')
  return { changes, originals, last: changes.at(-1), authorization: sent?.headers.authorization ?? '' }
}

const cases = secrets.flatMap((secret) =>
  methods.flatMap((method) =>
    (['echo_secrets', 'echo_late'] as const).map((fault) => [secret, method, fault] as const),
  ),
)

test.each(cases)('%s, %s, repeated by the token endpoint (%s)', async (secret, method, fault) => {
  const { changes, originals, last, authorization } = await runs(secret, method, fault)
  expect(last?.phase).toMatchObject({ kind: 'failed', problem: { code: 'PROVIDER_ERROR' } })
  expect(last?.clientId).toBe('scripted-client')
  const credential = authorization.replace(/^Basic /, '')
  expect(credential === '').toBe(method === 'client_secret_post')
  const spellings = [secret, encodeURIComponent(secret), everyMark(secret), credential].filter(
    (s) => s !== '',
  )
  expect(originals.length).toBeGreaterThan(2)
  // What can be asked for as it travelled holds the client's secret as little as the run.
  for (const change of [...changes, ...originals]) {
    const text = JSON.stringify(change)
    for (const spelling of spellings) {
      expect(text).not.toContain(spelling)
      expect(text).not.toContain(JSON.stringify(spelling).slice(1, -1))
      // Short ones stand in innocent words as well.
      if (spelling.length > 6)
        expect(text).not.toContain(Buffer.from(spelling).toString('base64url').slice(0, -2))
    }
    // The beginning of a secret is a leak too.
    if (secret.length > 6) expect(decodings(text)).not.toContain(secret.slice(0, 8))
  }
})
