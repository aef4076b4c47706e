import { afterAll, beforeAll, expect, test } from 'vitest'
import { createMatrixPerson, type MatrixClient, matrixClients } from '../e2e/support/matrix-clients.ts'
import { type StartedProvider, startProvider } from '../electron/provider/create-provider.ts'
import { runCommand } from './run.ts'
import { inParallel } from './test-in-parallel.ts'
import { callCommand } from './test-io.ts'

/**
 * Every grant × client authentication × extension that makes sense, through `run` in this process, against oidc-provider;
 * what ran stands in docs/flow-matrix.md, which this test writes (`-u`) and otherwise compares.
 */
let provider: StartedProvider
let clients: readonly MatrixClient[]
beforeAll(async () => {
  provider = await startProvider({ port: 0 })
  clients = await matrixClients(provider)
}, 60_000)
afterAll(() => provider.close())

type Column = { readonly name: string; readonly argv: readonly string[]; readonly skip?: Skip }
type Skip = (client: MatrixClient) => string | null
type Table = {
  readonly title: string
  readonly argv: readonly string[]
  readonly columns: readonly Column[]
  readonly skip?: Skip
}

const dpop = { name: 'DPoP', argv: ['--dpop'] }
const plain = { name: 'plain', argv: [] }
const jar = ['--request-object-alg', 'RS256']
/** The built-in clients with a certificate have registered no key of the other kind. */
const needsKey: Skip = ({ env }) => (env.MATRIX_KEY === undefined ? 'no signing key registered' : null)
/** The built-in clients with a certificate are for what is usual with one. */
const needsRegistration: Skip = ({ env }) => (env.MATRIX_KEY === undefined ? 'not registered for it' : null)
const needsSecretKept: Skip = ({ method }) => (method === 'none' ? 'a public client must use PKCE' : null)

const codeColumns: readonly Column[] = [
  { name: 'PKCE S256', argv: [] },
  { name: 'no PKCE', argv: ['--pkce', 'none'], skip: needsSecretKept },
  { name: 'PAR', argv: ['--par'] },
  dpop,
  { name: 'PAR, DPoP', argv: ['--par', '--dpop'] },
  { name: 'JAR', argv: jar, skip: needsKey },
  { name: 'JAR, PAR', argv: [...jar, '--par'], skip: needsKey },
  { name: 'JAR, PAR, DPoP', argv: [...jar, '--par', '--dpop'], skip: needsKey },
  ...['query', 'fragment', 'form_post', 'jwt', 'query.jwt', 'fragment.jwt', 'form_post.jwt'].map((mode) => ({
    name: mode,
    argv: ['--response-mode', mode],
  })),
  {
    name: 'PAR, JAR, DPoP, form_post.jwt',
    argv: [...jar, '--par', '--dpop', '--response-mode', 'form_post.jwt'],
    skip: needsKey,
  },
]
const frontColumns: readonly Column[] = [
  { name: 'fragment', argv: [] },
  { name: 'form_post', argv: ['--response-mode', 'form_post'] },
  { name: 'fragment.jwt', argv: ['--response-mode', 'fragment.jwt'] },
  { name: 'PAR', argv: ['--par'] },
  dpop,
]

const tables: readonly Table[] = [
  {
    title: 'authorization_code',
    argv: ['--scope', 'openid offline_access', '--param', 'prompt=consent'],
    columns: codeColumns,
  },
  ...['code id_token', 'code token', 'code id_token token'].map((type) => ({
    title: `hybrid: ${type}`,
    argv: ['--response-type', type],
    columns: frontColumns,
    skip: needsRegistration,
  })),
  ...['id_token', 'id_token token'].map((type) => ({
    title: `implicit: ${type}`,
    argv: ['--response-type', type],
    columns: frontColumns.slice(0, 4),
    skip: needsRegistration,
  })),
  {
    title: 'client_credentials',
    argv: ['--grant-type', 'client_credentials', '--param', 'resource=urn:api'],
    columns: [plain, dpop],
    skip: ({ method }) => (method === 'none' ? 'nobody would be asked for anything' : null),
  },
  { title: 'refresh_token', argv: ['--grant-type', 'refresh_token'], columns: [plain, dpop] },
  {
    title: 'device_code (RFC 8628)',
    argv: ['--grant-type', 'device_code', '--scope', 'openid'],
    columns: [plain, dpop],
    skip: needsRegistration,
  },
  {
    title: 'ciba, poll',
    argv: ['--grant-type', 'ciba', '--scope', 'openid', '--login-hint', 'Ada'],
    columns: [plain, dpop],
    skip: needsRegistration,
  },
]

async function call(
  client: MatrixClient,
  argv: readonly string[],
  more: Readonly<Record<string, string>> = {},
) {
  const act = createMatrixPerson(provider)
  const isBrowser = !argv.includes('--grant-type')
  return callCommand(
    runCommand,
    [...client.argv, ...argv, ...(isBrowser ? ['--no-browser'] : []), '--json', '--timeout', '60'],
    {
      env: { ...client.env, ...more },
      readFile: async () => Buffer.from(provider.ca_certificates),
      stderr: async (text) => {
        void act(text).catch(() => undefined)
      },
    },
  )
}

/** `ran`: exit code 0, and no check failed. */
async function cell(client: MatrixClient, table: Table, column: Column): Promise<string> {
  const bound = column.argv.includes('--dpop') && client.env.MATRIX_CERTIFICATE !== undefined
  const skipped =
    table.skip?.(client) ?? column.skip?.(client) ?? (bound ? 'bound by its certificate already' : null)
  if (skipped !== null) return `— (${skipped})`
  const refresh = table.title === 'refresh_token'
  const given = refresh ? await refreshTokenOf(client, column) : {}
  const argv = [...table.argv, ...(refresh ? ['--refresh-token-env', 'MATRIX_REFRESH'] : []), ...column.argv]
  const { code, out } = await call(
    client,
    [...argv, ...(refresh && column === dpop ? ['--dpop-key-env', 'MATRIX_DPOP'] : [])],
    given,
  )
  const answer = JSON.parse(out) as { code: string; checks: { id: string; status: string }[] }
  const failing = answer.checks.filter(({ status }) => status === 'fail').map(({ id }) => id)
  return code === 0 && failing.length === 0
    ? 'ran'
    : `refused: ${table.title}, ${client.method}, ${column.name}: ${answer.code} ${failing.join(' ')} ${out.match(/"message": "[^"]*"/)?.[0] ?? ''}`
}

const dpopKey = JSON.stringify({
  kty: 'EC',
  crv: 'P-256',
  x: 'MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4',
  y: '4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM',
  d: '870MB6gfuTJ4HtUnUvYMyJpr5eUZNP4Bk43bVdj3eAE',
})

/** A refresh token of a sign-in before; for a public client it is bound to the key of that (RFC 9449 §5). */
async function refreshTokenOf(client: MatrixClient, column: Column): Promise<Record<string, string>> {
  const bound = column === dpop ? ['--dpop', '--dpop-key-env', 'MATRIX_DPOP'] : []
  const signedIn = await call(client, ['--scope', 'openid offline_access', ...bound], {
    MATRIX_DPOP: dpopKey,
  })
  const token: unknown = JSON.parse(signedIn.out).tokens.refresh_token
  if (typeof token !== 'string')
    throw new Error(`no refresh token for ${client.method}: ${signedIn.out.slice(0, 400)}`)
  return { MATRIX_REFRESH: token, MATRIX_DPOP: dpopKey }
}

const head = `# Which combinations ran

Written by \`cli/flow-matrix.test.ts\`, which runs each of them through \`run\` on the command line against oidc-provider with
every check on, and fails where this file says something else. \`ran\`: the tokens came and no check failed. A dash says why a
combination was not tried. What the provider here does not offer (token exchange, JWT and SAML bearer, password) runs against
an issuer that records what it is sent, and stands in flows.md.
`

test('docs/flow-matrix.md says what ran', { timeout: 300_000 }, async () => {
  const jobs = tables.flatMap((table) =>
    clients.flatMap((client) => table.columns.map((column) => ({ table, client, column }))),
  )
  const cells = await inParallel(jobs, 6, ({ table, client, column }) => cell(client, table, column))
  const parts = tables.map((table) => {
    const rows = clients.map((client) => {
      const own = jobs.flatMap((job, at) => (job.table === table && job.client === client ? [cells[at]] : []))
      return `| ${client.method} | ${own.join(' | ')} |`
    })
    const names = table.columns.map(({ name }) => name)
    return [
      `## ${table.title}`,
      '',
      `| client authentication | ${names.join(' | ')} |`,
      `|---|${names.map(() => '---|').join('')}`,
      ...rows,
      '',
    ].join('\n')
  })
  const ran = cells.filter((text) => text === 'ran').length
  const text = `${head}\n${ran} combinations ran.\n\n${parts.join('\n')}`
  expect(cells.filter((each) => each.startsWith('refused'))).toEqual([])
  await expect(text).toMatchFileSnapshot('../docs/flow-matrix.md')
})
