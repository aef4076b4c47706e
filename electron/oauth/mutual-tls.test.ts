import { X509Certificate } from 'node:crypto'
import { createServer, type Server } from 'node:https'
import type { AddressInfo } from 'node:net'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { Run } from '../../shared/oauth/run.ts'
import type { RunConfig } from '../../shared/oauth/run-config.ts'
import { defaultFlow, type FlowSettings } from '../../shared/profile/flow-settings.ts'
import { makeAuthority, makeSelfSigned } from '../net/make-certificate.ts'
import { testConnect } from '../net/test-connection.ts'
import { type StartedProvider, startProvider } from '../provider/create-provider.ts'
import { signInByScript } from '../provider/test-sign-in.ts'
import { createFlowEngine, type FlowEngine } from './flow-engine.ts'

let provider: StartedProvider
let engine: FlowEngine | null = null
beforeAll(async () => {
  provider = await startProvider({ port: 0 })
})
afterEach(() => engine?.close())
afterAll(() => provider.close())

const certificateOf = (id: string) =>
  provider.clients.find(({ client_id }) => client_id === id)?.client_certificate ?? ''
const thumbprintOf = (pem: string) =>
  Buffer.from(new X509Certificate(pem).fingerprint256.replaceAll(':', ''), 'hex').toString('base64url')

async function run(
  client_id: string,
  change: Partial<RunConfig> = {},
  flow: Partial<FlowSettings> = {},
): Promise<Run> {
  const flows = createFlowEngine({
    connect: testConnect,
    now: Date.now,
    onChange: () => undefined,
    openExternal: (url) => signInByScript(url),
    signInDeadlineMs: 3_000,
  })
  engine = flows
  const { id } = await flows.start({
    profileId: null,
    profileName: 'Mutual TLS',
    issuer: provider.issuer,
    client_id,
    token_endpoint_auth_method:
      client_id === 'claimscope-mtls' ? 'self_signed_tls_client_auth' : 'tls_client_auth',
    secrets: { client_certificate: certificateOf(client_id) },
    scope: 'openid offline_access',
    flow: {
      ...defaultFlow,
      ca_certificates: provider.ca_certificates,
      tls_client_certificate_bound_access_tokens: true,
      ...flow,
    },
    redirect: { host: '127.0.0.1', port: 0, path: '/callback' },
    parameters: [{ name: 'resource', value: 'urn:api' }],
    allowHttp: false,
    ...change,
  })
  return flows.finished(id)
}

const check = ({ checks }: Run, id: string) => checks.find((each) => each.id === id)
const problemOf = ({ phase }: Run) =>
  phase.kind === 'failed' || phase.kind === 'refused'
    ? { code: phase.problem.code, message: phase.problem.message }
    : { code: phase.kind, message: '' }
const exchangeOf = ({ steps }: Run, id: string) => steps.find((step) => step.id === id)?.exchanges[0]

describe.each(['claimscope-mtls', 'claimscope-mtls-ca'])('%s', (client_id) => {
  test('shows its certificate, and its tokens are bound to it', async () => {
    const done = await run(client_id)
    expect(problemOf(done)).toEqual({ code: 'done', message: '' })
    const own = thumbprintOf(certificateOf(client_id))
    expect(check(done, 'cnf_certificate')).toMatchObject({ status: 'pass', expected: own, found: own })
    const token = exchangeOf(done, 'token')
    expect(token?.request.url).toMatch(/^https:\/\/127\.0\.0\.1:\d+\/token$/)
    expect(token?.request.headers.some(([name]) => name === 'authorization')).toBe(false)
    expect(token?.peer).toMatchObject({
      protocol: 'TLSv1.3',
      subject: '127.0.0.1',
      issuer: 'Claimscope built-in provider',
      own,
    })
    // The rest goes over plain loopback, where there is no handshake.
    expect(exchangeOf(done, 'discovery')?.peer).toBeUndefined()
  })

  test('refreshes with it, and introspection names it', async () => {
    // An opaque token: of a JWT the provider gives no information.
    const done = await run(client_id, { parameters: [] })
    expect(check(done, 'cnf_certificate')?.status).toBe('not_checked')
    await engine?.refresh(done.id)
    await engine?.introspect(done.id, 'access_token')
    const after = engine?.get(done.id) as Run
    expect(after.actionProblem).toBeNull()
    expect(check(after, 'refresh_cnf_certificate')?.status).toBe('not_checked')
    expect(check(after, 'introspection_cnf_certificate')?.status).toBe('pass')
  })

  test('asks for itself with it', async () => {
    const flow = { grant_type: 'client_credentials' } as const
    const done = await run(client_id, { scope: '' }, flow)
    expect(problemOf(done)).toEqual({ code: 'done', message: '' })
    expect(check(done, 'cnf_certificate')?.status).toBe('pass')
  })

  test('is refused by the provider with somebody else’s', async () => {
    const { certificate, privateKey } = await makeSelfSigned({ name: client_id, days: 1 })
    const done = await run(client_id, { secrets: { client_certificate: certificate + privateKey } })
    expect(problemOf(done)).toMatchObject({ code: 'PROVIDER_ERROR' })
  })
})

test('a token that is bound to nothing is refused where the profile demands it, and told otherwise', async () => {
  const { certificate, privateKey } = await makeSelfSigned({ name: 'anybody', days: 1 })
  const change = {
    token_endpoint_auth_method: 'none',
    secrets: { client_certificate: certificate + privateKey },
    scope: 'openid',
  } as const
  const refused = await run('claimscope-public', change)
  expect(problemOf(refused).code).toBe('HASH')
  expect(check(refused, 'cnf_certificate')).toMatchObject({ status: 'fail', found: 'no cnf.x5t#S256' })
  const told = await run('claimscope-public', change, { tls_client_certificate_bound_access_tokens: false })
  expect(told.phase.kind).toBe('done')
  expect(check(told, 'cnf_certificate')?.status).toBe('not_checked')
})

test('nobody’s certificate authority is trusted without being named', async () => {
  const done = await run('claimscope-mtls', {}, { ca_certificates: '' })
  expect(problemOf(done)).toMatchObject({ code: 'NETWORK' })
  expect(problemOf(done).message).toContain('authority')
  const other = await makeAuthority('Another', 1)
  const misled = await run('claimscope-mtls', {}, { ca_certificates: other.certificate })
  expect(problemOf(misled).code).toBe('NETWORK')
})

test.each([
  ['garbage', {}, 'neither PEM nor PKCS#12'],
  ['-----BEGIN CERTIFICATE-----\nAA==\n-----END CERTIFICATE-----', {}, 'no private key'],
  ['-----BEGIN PRIVATE KEY-----\nAA==\n-----END PRIVATE KEY-----', {}, 'no certificate'],
  ['MIIB', {}, 'cannot be read'],
] as const)(
  'a certificate that cannot be used is refused before anything is sent: %s',
  async (text, _, words) => {
    await expect(run('claimscope-mtls', { secrets: { client_certificate: text } })).rejects.toMatchObject({
      code: 'ERR_INPUT',
      message: expect.stringContaining(words),
    })
  },
)

test('a key of another certificate is refused', async () => {
  const [one, two] = await Promise.all([
    makeSelfSigned({ name: 'one', days: 1 }),
    makeSelfSigned({ name: 'two', days: 1 }),
  ])
  const mixed = { client_certificate: one.certificate + two.privateKey }
  await expect(run('claimscope-mtls', { secrets: mixed })).rejects.toMatchObject({
    message: expect.stringContaining('does not belong to the certificate'),
  })
})

test.each([
  ['-----BEGIN PRIVATE KEY-----\nAA==\n-----END PRIVATE KEY-----', 'private key'],
  ['nothing', 'no PEM block'],
  ['-----BEGIN CERTIFICATE-----\nAA==\n-----END CERTIFICATE-----', 'not a certificate'],
])('authorities that are none are refused', async (ca_certificates, words) => {
  await expect(run('claimscope-mtls', {}, { ca_certificates })).rejects.toMatchObject({
    code: 'ERR_INPUT',
    message: expect.stringContaining(words),
  })
})

describe('a server that demands a certificate in the handshake', () => {
  let server: Server
  let ca_certificates = ''
  beforeAll(async () => {
    const authority = await makeAuthority('Strict', 1)
    const own = await authority.issue({ name: '127.0.0.1', ips: ['127.0.0.1'], days: 1 })
    ca_certificates = authority.certificate
    server = createServer({
      cert: own.certificate,
      key: own.privateKey,
      ca: [authority.certificate],
      requestCert: true,
      rejectUnauthorized: true,
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  })
  afterAll(() => {
    server.close()
    server.closeAllConnections()
  })

  test('says so, and takes no other', async () => {
    const issuer = `https://127.0.0.1:${(server.address() as AddressInfo).port}`
    const without = await run(
      'claimscope-public',
      { issuer, secrets: {}, token_endpoint_auth_method: 'none' },
      { ca_certificates },
    )
    expect(problemOf(without)).toMatchObject({
      code: 'NETWORK',
      message: expect.stringContaining('demands a client certificate'),
    })
    const wrong = await run('claimscope-mtls', { issuer }, { ca_certificates })
    expect(problemOf(wrong)).toMatchObject({
      code: 'NETWORK',
      message: expect.stringContaining('client certificate'),
    })
  })
})
