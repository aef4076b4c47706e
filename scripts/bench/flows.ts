// Flows against the same steps by openid-client alone, at the same provider in the same run: what the recording, the checks
// and the second judge cost. The runs alternate, so that a noisy machine weighs on both alike.

import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import * as client from 'openid-client'
import { createConnect } from '../../electron/net/connection.ts'
import { createFlowEngine, type FlowEngine } from '../../electron/oauth/flow-engine.ts'
import { type StartedProvider, startProvider } from '../../electron/provider/create-provider.ts'
import { signInByScript } from '../../electron/provider/test-sign-in.ts'
import type { RunConfig } from '../../shared/oauth/run-config.ts'
import { defaultFlow } from '../../shared/profile/flow-settings.ts'
import { median, type Row } from './row.ts'

const against = 'openid-client alone'
const parallel = 50
const kept = 1000

export async function run(runs: number): Promise<readonly Row[]> {
  const provider = await startProvider({ port: 0 })
  const engine = createFlowEngine({
    connect: createConnect(async () => null),
    now: Date.now,
    onChange: () => undefined,
    openExternal: (url) => signInByScript(url),
  })
  try {
    return [
      {
        name: 'authorization code, nobody waits',
        ...(await compare(
          runs * 3,
          () => ownCode(provider, engine),
          () => bareCode(provider),
        )),
        unit: 'ms',
        against,
        goal: 'at most 1.15 ×',
      },
      {
        name: `${parallel} client credentials at once`,
        ...(await compare(
          runs,
          () => atOnce(() => ownMachine(provider, engine)),
          () => atOnce(() => bareMachine(provider)),
        )),
        unit: 'ms',
        against,
        goal: '',
      },
      await memory(provider),
    ]
  } finally {
    await engine.close()
    await provider.close()
  }
}

/** Medians in milliseconds; the first pair warms up and is left out. */
async function compare(runs: number, own: () => Promise<unknown>, bare: () => Promise<unknown>) {
  const times: { own: number[]; bare: number[] } = { own: [], bare: [] }
  for (let count = 0; count <= runs; count += 1) {
    const [ownMs, bareMs] = [await timed(own), await timed(bare)]
    if (count === 0) continue
    times.own.push(ownMs)
    times.bare.push(bareMs)
  }
  return { own: median(times.own), bare: median(times.bare) }
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await work()
  return performance.now() - start
}

const atOnce = (work: () => Promise<unknown>) => Promise.all(Array.from({ length: parallel }, work))

function configOf(provider: StartedProvider, change: Partial<RunConfig>): RunConfig {
  return {
    profileId: null,
    profileName: 'Bench',
    issuer: provider.issuer,
    client_id: 'claimscope-public',
    token_endpoint_auth_method: 'none',
    secrets: {},
    scope: 'openid',
    flow: defaultFlow,
    redirect: { host: '127.0.0.1', port: 0, path: '/callback' },
    parameters: [],
    allowHttp: false,
    ...change,
  }
}

async function ownCode(provider: StartedProvider, engine: FlowEngine): Promise<void> {
  const { id } = await engine.start(configOf(provider, {}))
  const { phase } = await engine.finished(id)
  if (phase.kind !== 'done') throw new Error(`the flow ended as ${phase.kind}`)
}

/** Discovery, loopback, PKCE, state, nonce, and the ID token's signature verified: no less than what the app does. */
async function bareCode({ issuer }: StartedProvider): Promise<void> {
  const configuration = await client.discovery(
    new URL(issuer),
    'claimscope-public',
    undefined,
    client.None(),
    {
      execute: [client.allowInsecureRequests, client.enableNonRepudiationChecks],
    },
  )
  let answered: (url: URL) => void = () => undefined
  const answer = new Promise<URL>((resolve) => {
    answered = resolve
  })
  const server = createServer((request, response) => {
    response.end('done')
    answered(new URL(request.url ?? '/', redirectUri))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const redirectUri = `http://127.0.0.1:${(server.address() as AddressInfo).port}/callback`
  const pkceCodeVerifier = client.randomPKCECodeVerifier()
  const [expectedState, expectedNonce] = [client.randomState(), client.randomNonce()]
  const url = client.buildAuthorizationUrl(configuration, {
    redirect_uri: redirectUri,
    scope: 'openid',
    code_challenge: await client.calculatePKCECodeChallenge(pkceCodeVerifier),
    code_challenge_method: 'S256',
    state: expectedState,
    nonce: expectedNonce,
  })
  await signInByScript(url.href)
  await client.authorizationCodeGrant(configuration, await answer, {
    pkceCodeVerifier,
    expectedState,
    expectedNonce,
  })
  server.close()
  server.closeAllConnections()
}

function machineOf(provider: StartedProvider) {
  const found = provider.clients.find(({ client_id }) => client_id === 'claimscope-machine')
  return { id: 'claimscope-machine', secret: found?.client_secret ?? '' }
}

async function ownMachine(provider: StartedProvider, engine: FlowEngine): Promise<void> {
  const { id: client_id, secret: client_secret } = machineOf(provider)
  const config = configOf(provider, {
    client_id,
    token_endpoint_auth_method: 'client_secret_basic',
    secrets: { client_secret },
    scope: '',
    flow: { ...defaultFlow, grant_type: 'client_credentials' },
  })
  const { id } = await engine.start(config)
  const { phase } = await engine.finished(id)
  if (phase.kind !== 'done') throw new Error(`the flow ended as ${phase.kind}`)
}

async function bareMachine(provider: StartedProvider): Promise<void> {
  const { id, secret } = machineOf(provider)
  const configuration = await client.discovery(
    new URL(provider.issuer),
    id,
    undefined,
    client.ClientSecretBasic(secret),
    { execute: [client.allowInsecureRequests] },
  )
  await client.clientCredentialsGrant(configuration)
}

/** What is still held after many runs, beside what the same requests leave behind without the app. */
async function memory(provider: StartedProvider): Promise<Row> {
  const engine = createFlowEngine({
    connect: createConnect(async () => null),
    now: Date.now,
    onChange: () => undefined,
    openExternal: () => Promise.resolve(),
  })
  const bare = await heldAfter(() => bareMachine(provider))
  const own = await heldAfter(() => ownMachine(provider, engine))
  await engine.close()
  return {
    name: `heap after ${kept} runs`,
    own: own / 2 ** 20,
    bare: bare / 2 ** 20,
    unit: 'MB',
    against: `${against}, after as many`,
    goal: '',
  }
}

async function heldAfter(work: () => Promise<void>): Promise<number> {
  for (let count = 0; count < kept; count += 1) await work()
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  collect()
  return process.memoryUsage().heapUsed
}
