import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Mark, marksIn } from '../e2e/support/find-marks.ts'
import { createMatrixPerson, type MatrixClient, matrixClients } from '../e2e/support/matrix-clients.ts'
import { startScriptedIssuer, userPassword } from '../e2e/support/scripted-issuer.ts'
import { createTap } from '../e2e/support/wire-tap.ts'
import { testConnect } from '../electron/net/test-connection.ts'
import { createFlowEngine, type FlowEngine } from '../electron/oauth/flow-engine.ts'
import { type StartedProvider, startProvider } from '../electron/provider/create-provider.ts'
import { flowCodes } from '../shared/flow-code/flow-codes.ts'
import { planOfRun } from '../shared/flow-code/flow-plan.ts'
import type { Run } from '../shared/oauth/run.ts'
import { createCurl } from '../shared/run-export/curl.ts'
import { createRunHar } from '../shared/run-export/run-har.ts'
import { formatRunJson, problemOfRun } from '../shared/run-export/run-json.ts'
import { createRunMarkdown } from '../shared/run-export/run-markdown.ts'
import { runCommand } from './run.ts'
import { readRunOptions } from './run-options.ts'
import { formatRunText } from './run-output.ts'
import { inParallel } from './test-in-parallel.ts'
import { callCommand } from './test-io.ts'

/**
 * Every grant and client authentication with secrets that are known, also those that first arise on the wire; then
 * everything that comes out is searched for them, in clear and in what can be undone. Only the member `tokens` of the
 * command line's answer, which the person asked for, may hold some.
 */
let provider: StartedProvider
let clients: readonly MatrixClient[]
beforeAll(async () => {
  provider = await startProvider({ port: 0 })
  clients = await matrixClients(provider)
}, 60_000)
afterAll(() => provider.close())

const io = (client: MatrixClient, more: Readonly<Record<string, string>> = {}) => ({
  env: { ...client.env, ...more },
  readFile: async () => Buffer.from(provider.ca_certificates),
})

/** The secrets that were given: of a key its private numbers, of a certificate its key. */
function givenMarks(env: Readonly<Record<string, string>>): readonly Mark[] {
  return Object.entries(env).flatMap(([name, text]): readonly Mark[] => {
    if (text.includes('PRIVATE KEY')) {
      const [, key = ''] = text.split(/-----BEGIN [A-Z ]*PRIVATE KEY-----/)
      return key
        .split('\n')
        .slice(2, -3)
        .map((line) => ({ what: name, text: line }))
    }
    if (!text.startsWith('{')) return [{ what: name, text }]
    const jwk = JSON.parse(text) as Record<string, string>
    return ['d', 'p', 'q', 'dp', 'dq', 'qi'].flatMap((member) =>
      jwk[member] === undefined ? [] : [{ what: `${name}.${member}`, text: jwk[member] }],
    )
  })
}

/** Everything that can be made of a run without asking for a token. */
function outputsOf(run: Run): Readonly<Record<string, string>> {
  const outcome = { run, tokens: {}, problem: problemOfRun(run) }
  const plan = planOfRun(run)
  const exchanges = run.steps.flatMap((step) => step.exchanges)
  return {
    run: JSON.stringify(run),
    har: createRunHar(run, '1'),
    markdown: createRunMarkdown(run, '1'),
    json: formatRunJson(outcome),
    text: formatRunText(outcome),
    ...Object.fromEntries(plan === null ? [] : flowCodes.map(({ id, create }) => [id, create(plan) ?? ''])),
    curl: exchanges.map(({ request }) => createCurl(request, run.clientId)).join('\n'),
  }
}

async function leaksOfRun(
  client: MatrixClient,
  argv: readonly string[],
  more: Readonly<Record<string, string>> = {},
  after: (engine: FlowEngine, id: string) => Promise<void> = async () => undefined,
): Promise<{ readonly leaks: readonly string[]; readonly marks: number; readonly phase: string }> {
  const call = [...client.argv, ...argv, ...(argv.includes('--grant-type') ? [] : ['--no-browser'])]
  const options = await readRunOptions(call, {
    ...io(client, more),
    stdout: async () => undefined,
    stderr: async () => undefined,
    readStdin: async function* () {},
    now: Date.now,
    fetch,
    connect: testConnect,
    signal: new AbortController().signal,
  } as never)
  if (options === null) throw new Error('no options')
  const tap = createTap(testConnect)
  const act = createMatrixPerson(provider)
  const changes: Run[] = []
  let asked = false
  let before = 0
  const engine = createFlowEngine({
    connect: tap.connect,
    now: Date.now,
    onChange(run) {
      // What was recorded is looked at as soon as it is, since what hides it may come later.
      const recorded = run.steps.flatMap(({ exchanges }) => exchanges).length
      if (recorded !== before) changes.push(run)
      before = recorded
      if (run.phase.kind !== 'waiting' || asked) return
      const { device, backchannel } = run.phase
      if (device === undefined && backchannel === undefined) return
      asked = true
      void act(device ? `x\nor open ${device.completeUri}\n` : 'Waiting for the person to decide\n')
    },
    openExternal: (url) => act(`Open this address in a browser:\n${url}\n`),
    pause: async () => void (await new Promise((resolve) => setTimeout(resolve, 300))),
    signInDeadlineMs: 20_000,
  })
  const { id } = await engine.start(options.config)
  const run = await engine.finished(id)
  if (run.phase.kind === 'done') await after(engine, id)
  const marks = [...givenMarks({ ...client.env, ...more }), ...tap.marks()]
  const outputs = outputsOf(engine.get(id))
  const leaks = [
    ...Object.entries(outputs),
    ['changes', changes.map((change) => JSON.stringify(change)).join('\n')] as const,
  ].flatMap(([where, text]) =>
    marksIn(text, marks).map((what) => `${client.method} ${argv.join(' ')}: ${what} in ${where}`),
  )
  await engine.close()
  return { leaks, marks: marks.length, phase: run.phase.kind }
}

const dpopKey = {
  MATRIX_DPOP: JSON.stringify({
    kty: 'EC',
    crv: 'P-256',
    x: 'MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4',
    y: '4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM',
    d: '870MB6gfuTJ4HtUnUvYMyJpr5eUZNP4Bk43bVdj3eAE',
  }),
}
const offline = ['--scope', 'openid offline_access', '--param', 'prompt=consent']
const jar = ['--request-object-alg', 'RS256']
const bound = ['--dpop', '--dpop-key-env', 'MATRIX_DPOP']
const flows: readonly (readonly string[])[] = [
  offline,
  [...offline, '--par', ...jar, ...bound, '--response-mode', 'form_post.jwt'],
  [...offline, ...bound, '--response-mode', 'fragment'],
  [...offline, '--pkce', 'none'],
  ['--response-type', 'code id_token token'],
  ['--response-type', 'id_token token', '--response-mode', 'form_post'],
  ['--response-type', 'id_token', '--response-mode', 'fragment.jwt'],
  ['--grant-type', 'client_credentials', '--param', 'resource=urn:api'],
  ['--grant-type', 'device_code', '--scope', 'openid'],
  ['--grant-type', 'ciba', '--scope', 'openid', '--login-hint', 'Ada'],
]

async function followUps(engine: FlowEngine, id: string): Promise<void> {
  const { can } = engine.get(id)
  if (can.userinfo) await engine.userinfo(id)
  if (can.introspect) await engine.introspect(id, 'access_token')
  if (can.refresh) await engine.refresh(id)
  if (can.revoke) await engine.revoke(id, 'access_token')
}

/** A client with a certificate has its tokens bound by that, and no key of another kind. */
function canRun({ env }: MatrixClient, argv: readonly string[]): boolean {
  return env.MATRIX_CERTIFICATE === undefined || !argv.some((each) => each === '--dpop' || each === jar[0])
}

test('nothing of a secret is in what comes out of a run', { timeout: 300_000 }, async () => {
  const jobs = clients.flatMap((client) =>
    flows.filter((argv) => canRun(client, argv)).map((argv) => ({ client, argv })),
  )
  const found = await inParallel(jobs, 8, ({ client, argv }) =>
    leaksOfRun(client, argv, argv.includes('--dpop') ? dpopKey : {}, followUps),
  )
  expect(found.flatMap(({ leaks }) => leaks)).toEqual([])
  // Each run had something to be found, and most of them came to their end.
  expect(found.every(({ marks }) => marks > 0)).toBe(true)
  const undone = jobs
    .filter((_, at) => found[at]?.phase !== 'done')
    .map(({ client, argv }) => `${client.method} ${argv.join(' ')}`)
  expect(
    undone.filter((run) => !/tls_client_auth|^none .*(?:client_credentials|--pkce none)/.test(run)),
  ).toEqual([])
})

test('the search finds a mark in each of its spellings', () => {
  const mark = { what: 'mark', text: 'canary/secret+with=signs and more of it' }
  const head = mark.text.slice(0, 16)
  for (const text of [
    head,
    encodeURIComponent(head),
    Buffer.from(`a:${mark.text}`).toString('base64'),
    Buffer.from(`ab:${mark.text}`).toString('base64url'),
    Buffer.from(mark.text).toString('hex'),
    Buffer.from(mark.text, 'utf16le'),
  ])
    expect(marksIn(text, [mark])).toEqual(['mark'])
  expect(marksIn('canary/secret', [mark])).toEqual([])
})

/** What is printed: everything but the tokens, which are what was asked for. */
const printed = (out: string) => {
  const { tokens: _, untrusted_tokens: __, ...rest } = JSON.parse(out) as Record<string, unknown>
  return JSON.stringify(rest)
}

test('the command line prints the tokens and nothing else that is secret', { timeout: 120_000 }, async () => {
  const leaks = await Promise.all(
    clients.map(async (client) => {
      const tap = createTap(testConnect)
      const act = createMatrixPerson(provider)
      let err = ''
      const { code, out } = await callCommand(
        runCommand,
        [...client.argv, ...offline, '--no-browser', '--json', '--timeout', '30'],
        {
          ...io(client),
          connect: tap.connect,
          stderr: async (text) => {
            err += text
            void act(text)
          },
        },
      )
      const marks = [...givenMarks(client.env), ...tap.marks()]
      const found = [...marksIn(printed(out), marks), ...marksIn(err, marks)]
      return code === 0 ? found : [`${client.method} ended with ${code}`]
    }),
  )
  expect(leaks.flat()).toEqual([])
})

test('grants of other peers, with a server that repeats what it is sent', { timeout: 120_000 }, async () => {
  const op = await startScriptedIssuer()
  const secret = (name: string) => `canary-${name}-${'x9Q'.repeat(8)}`
  const env = {
    SECRET: op.clientSecret,
    PASSWORD: userPassword,
    SUBJECT: secret('subject'),
    ACTOR: secret('actor'),
    ASSERTION: secret('assertion'),
    REFRESH: secret('refresh'),
  }
  const grants: readonly (readonly string[])[] = [
    ['password', '--username', 'ada', '--password-env', 'PASSWORD'],
    [
      'token-exchange',
      '--subject-token-env',
      'SUBJECT',
      '--actor-token-env',
      'ACTOR',
      '--actor-token-type',
      'urn:x',
    ],
    ['jwt-bearer', '--assertion-env', 'ASSERTION'],
    ['saml2-bearer', '--assertion-env', 'ASSERTION'],
    ['refresh_token', '--refresh-token-env', 'REFRESH'],
    ['client_credentials'],
  ]
  const leaks: string[] = []
  for (const fault of [undefined, 'echo_secrets', 'echo_late'] as const) {
    op.setFaults(fault === undefined ? {} : { answers: { token: fault } })
    for (const method of ['client_secret_basic', 'client_secret_post', 'client_secret_jwt']) {
      for (const argv of grants) {
        const tap = createTap(testConnect)
        const { out, err } = await callCommand(
          runCommand,
          [
            '--issuer',
            op.issuer,
            '--client-id',
            op.clientId,
            '--client-secret-env',
            'SECRET',
            '--auth-method',
            method,
            '--json',
            '--grant-type',
            ...argv,
          ],
          { env, connect: tap.connect },
        )
        const marks = [...givenMarks(env), ...tap.marks()]
        leaks.push(
          ...[...marksIn(printed(out), marks), ...marksIn(err, marks)].map(
            (what) => `${method} ${argv[0]} ${fault}: ${what}`,
          ),
        )
      }
    }
  }
  await op.close()
  expect(leaks).toEqual([])
})
