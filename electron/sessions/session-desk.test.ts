import { beforeEach, expect, test } from 'vitest'
import { AppError } from '../../shared/error.ts'
import type { ReceivedToken, Run, TokenKind } from '../../shared/oauth/run.ts'
import type { RunConfig } from '../../shared/oauth/run-config.ts'
import { defaultFlow } from '../../shared/profile/flow-settings.ts'
import { noVariant } from '../../shared/profile/variant.ts'
import type { Session } from '../../shared/session/session.ts'
import { createMemoryStore } from '../vault/memory-store.ts'
import { createSessionShelf } from '../vault/session-shelf.ts'
import { createSessionDesk } from './session-desk.ts'

const second = 1_000
let now: number
let runs: Map<string, Run>
let texts: Map<string, Partial<Record<TokenKind, string>>>
let scheduled: { task: () => void; ms: number; off: boolean }[]
let refreshes: string[]
let adopted: unknown[]
/** What the provider answers to the next refresh: tokens, or why not. */
let answer: Partial<Record<TokenKind, string>> | string
let shown: readonly Session[]
let keepProblem: string | null
const store = () => createMemoryStore()
let shelf = createSessionShelf(store())

function described(kind: TokenKind): ReceivedToken {
  const expiresAt = kind === 'access_token' ? now / 1000 + 600 : null
  return { kind, format: 'opaque', characters: 9, alg: null, expiresAt, revoked: false }
}

function run(id: string, tokens: Partial<Record<TokenKind, string>>, change: Partial<Run> = {}): Run {
  texts.set(id, tokens)
  const made = {
    id,
    profileId: 'p',
    profileName: 'Orders',
    variant: noVariant,
    variantNames: {},
    issuer: 'https://op.test',
    clientId: 'app',
    redirectUri: null,
    asked: { scope: 'openid api', token_endpoint_auth_method: 'none', flow: defaultFlow, parameters: [] },
    startedAt: now,
    endedAt: now,
    phase: { kind: 'done' },
    steps: [],
    checks: [],
    practices: null,
    tokens: (Object.keys(tokens) as TokenKind[]).map(described),
    scope: null,
    can: { refresh: true, userinfo: false, revoke: true },
    busy: null,
    actionProblem: null,
    ...change,
  } as Run
  runs.set(id, made)
  return made
}

function setUp() {
  const desk = createSessionDesk({
    engine: {
      get: (id) => {
        const found = runs.get(id)
        if (!found) throw new AppError('ERR_NOT_FOUND', 'there is no such run')
        return found
      },
      adopt: (config, tokens) => {
        adopted.push([config.scope, tokens])
        return run(`adopted-${adopted.length}`, { ...tokens } as Partial<Record<TokenKind, string>>)
      },
      finished: async (id) => {
        const found = runs.get(id)!
        desk.onRun(found)
        return found
      },
      refresh: async (id) => {
        refreshes.push(texts.get(id)?.refresh_token ?? '')
        const before = runs.get(id)!
        const next =
          typeof answer === 'string'
            ? { ...before, actionProblem: { code: 'TOKEN_ENDPOINT_ERROR' as never, message: answer } }
            : run(id, { ...texts.get(id), ...answer }, { actionProblem: null })
        runs.set(id, next)
        desk.onRun(next)
      },
      revoke: async () => undefined,
      logout: async () => undefined,
      token: (id, kind) => ({ token: texts.get(id)?.[kind] ?? '' }),
    },
    shelf,
    keepProblem: () => keepProblem,
    runConfig: () => ({ issuer: 'https://op.test', client_id: 'app' }) as RunConfig,
    now: () => now,
    randomId: () => `s${Math.random()}`,
    schedule: (task, ms) => {
      const entry = { task, ms, off: false }
      scheduled.push(entry)
      return () => {
        entry.off = true
      }
    },
    onChange: (sessions) => {
      shown = sessions
    },
  })
  return desk
}

beforeEach(() => {
  now = 1_000_000 * second
  runs = new Map()
  texts = new Map()
  scheduled = []
  refreshes = []
  adopted = []
  answer = {}
  shown = []
  keepProblem = null
  shelf = createSessionShelf(store())
})

const signedIn = { access_token: 'canary-a1', refresh_token: 'canary-r1' }
const alarm = () => scheduled.filter(({ off }) => !off)

test('a run that ended well is a session, described without its tokens', () => {
  const desk = setUp()
  desk.onRun(run('1', signedIn, { phase: { kind: 'exchanging' } as Run['phase'], endedAt: null }))
  expect(desk.list()).toEqual([])
  desk.onRun(run('1', signedIn))
  expect(shown).toMatchObject([
    { profileId: 'p', scope: 'api openid', events: [{ kind: 'signed_in' }], runId: '1' },
  ])
  expect(JSON.stringify(shown)).not.toContain('canary')
})

test('refused, failed and profileless runs are none', () => {
  const desk = setUp()
  desk.onRun(run('1', signedIn, { phase: { kind: 'refused', problem: {} as never } }))
  desk.onRun(run('2', signedIn, { profileId: null }))
  const untrusted = { ...described('access_token'), untrusted: true as const }
  desk.onRun(run('3', signedIn, { tokens: [untrusted] }))
  expect(desk.list()).toEqual([])
})

test('another environment, client, user or scope is another session; the same again takes its place', () => {
  const desk = setUp()
  desk.onRun(run('1', signedIn))
  desk.onRun(run('2', signedIn, { variant: { ...noVariant, environment: 's' } }))
  desk.onRun(run('3', signedIn, { variant: { ...noVariant, user: 'a' } }))
  desk.onRun(run('4', signedIn, { issuer: 'https://other.test' }))
  expect(desk.list()).toHaveLength(4)
  const first = desk.list().find(({ runId }) => runId === '1')
  desk.onRun(run('5', { access_token: 'another person' }))
  expect(desk.list()).toHaveLength(4)
  const replaced = desk.list().find(({ id }) => id === first?.id)
  expect(replaced?.tokens.map(({ kind }) => kind)).toEqual(['access_token'])
  expect(() => desk.token(first?.id ?? '', 'refresh_token')).not.toThrow(TypeError)
})

test('two presses are one refresh, and the rotated token is on disk before it can be used', async () => {
  const desk = setUp()
  desk.onRun(run('1', signedIn))
  const { id } = desk.list()[0]!
  desk.setKept(id, true)
  answer = { access_token: 'canary-a2', refresh_token: 'canary-r2' }
  await Promise.all([desk.refresh(id), desk.refresh(id)])
  expect(refreshes).toEqual(['canary-r1'])
  expect(shelf.tokens(id)).toEqual({ access_token: 'canary-a2', refresh_token: 'canary-r2' })
  expect(desk.list()[0]?.events[0]).toMatchObject({ kind: 'refreshed', rotated: true })
  await desk.refresh(id)
  expect(refreshes).toEqual(['canary-r1', 'canary-r2'])
})

test('it refreshes by itself a minute before the end, and stops when it is refused', async () => {
  const desk = setUp()
  desk.onRun(run('1', signedIn))
  const { id } = desk.list()[0]!
  expect(alarm()).toEqual([])
  desk.setAutoRefresh(id, true)
  expect(alarm().map(({ ms }) => ms)).toEqual([540 * second])
  answer = 'invalid_grant: the token was revoked'
  alarm()[0]?.task()
  await desk.refresh(id)
  expect(desk.list()[0]).toMatchObject({
    autoRefresh: false,
    events: [{ kind: 'refused', message: 'invalid_grant: the token was revoked' }, { kind: 'signed_in' }],
  })
  expect(alarm()).toEqual([])
})

test('a kept session comes back after a restart and is refreshed with the kept token', async () => {
  const before = setUp()
  before.onRun(run('1', signedIn))
  const { id } = before.list()[0]!
  before.setKept(id, true)
  runs.clear()
  const desk = setUp()
  desk.load()
  expect(desk.list()).toMatchObject([{ id, isKept: true, runId: null, can: null }])
  expect(desk.token(id, 'access_token')).toMatchObject({ token: 'canary-a1' })
  answer = { access_token: 'canary-a2' }
  await desk.refresh(id)
  expect(adopted).toEqual([['api openid', { access_token: 'canary-a1', refresh_token: 'canary-r1' }]])
  expect(desk.list()).toHaveLength(1)
  expect(desk.list()[0]).toMatchObject({
    id,
    runId: 'adopted-1',
    events: [{ kind: 'refreshed', rotated: false }, {}, {}],
  })
  expect(shelf.tokens(id)).toEqual({ access_token: 'canary-a2', refresh_token: 'canary-r1' })
})

test('nothing is kept where it cannot be, or where its key would be gone', () => {
  const desk = setUp()
  desk.onRun(run('1', signedIn))
  keepProblem = 'Nothing can be sealed here.'
  expect(() => desk.setKept(desk.list()[0]!.id, true)).toThrow('Nothing can be sealed here.')
  keepProblem = null
  const asked = {
    scope: 'x',
    token_endpoint_auth_method: 'none' as const,
    flow: { ...defaultFlow, dpop: true },
    parameters: [],
  }
  desk.onRun(run('2', signedIn, { asked }))
  const bound = desk.list().find(({ runId }) => runId === '2')!
  expect(() => desk.setKept(bound.id, true)).toThrow(expect.objectContaining({ code: 'ERR_CONFLICT' }))
  expect(() => desk.textOf(bound.id, 'curl')).toThrow(expect.objectContaining({ code: 'ERR_CONFLICT' }))
  expect(shelf.list()).toEqual([])
})

test('what is forgotten is gone from the disk too, and comes back only by an undo', () => {
  const desk = setUp()
  desk.onRun(run('1', signedIn))
  const { id } = desk.list()[0]!
  desk.setKept(id, true)
  desk.setAutoRefresh(id, true)
  desk.forget(id)
  expect([desk.list(), shelf.list(), alarm()]).toEqual([[], [], []])
  desk.onRun(runs.get('1')!)
  expect(desk.list()).toEqual([])
  desk.restore(id)
  expect(shelf.tokens(id)).toEqual(signedIn)
})

test('a profile that names another issuer by now gets none of the tokens', async () => {
  const desk = setUp()
  desk.onRun(run('1', signedIn, { issuer: 'https://former.test' }))
  runs.clear()
  const { id } = desk.list()[0]!
  await desk.refresh(id)
  expect(desk.list()[0]?.events[0]).toMatchObject({ kind: 'refused' })
  expect([adopted, refreshes]).toEqual([[], []])
})

test('dropped, no token is left in memory', () => {
  const desk = setUp()
  desk.onRun(run('1', signedIn))
  desk.setKept(desk.list()[0]!.id, true)
  desk.drop()
  expect(desk.list()).toEqual([])
  desk.load()
  expect(desk.list()).toHaveLength(1)
})

test('a token is copied as it is, as a header or as a command', () => {
  const desk = setUp()
  desk.onRun(run('1', { access_token: "a'b" }))
  const { id } = desk.list()[0]!
  expect(desk.textOf(id, 'access_token')).toBe("a'b")
  expect(desk.textOf(id, 'header')).toBe("Authorization: Bearer a'b")
  expect(desk.textOf(id, 'curl')).toBe("curl -H 'Authorization: Bearer a'\\''b' https://")
})
