import { describe, expect, test } from 'vitest'
import type { ErrorData } from '../../../../shared/error.ts'
import type { Answer, Bridge } from '../../../../shared/ipc/bridge.ts'
import type { Run } from '../../../../shared/oauth/run.ts'
import { emptyDraft, type Profile } from '../../../../shared/profile/profile.ts'
import { noVariant } from '../../../../shared/profile/variant.ts'
import { chosenVariant, createFlowsStore } from './flows-store.ts'

type Listener = (payload: never) => void

function fakeBridge(answers: Record<string, (input: never) => Promise<Answer<unknown>>>) {
  const listeners = new Map<string, Listener>()
  const calls: (readonly [name: string, input: unknown])[] = []
  const bridge = new Proxy({} as Record<string, unknown>, {
    get(_, name: string) {
      if (name === 'on') {
        return (event: string, listener: Listener) => {
          listeners.set(event, listener)
          return () => listeners.delete(event)
        }
      }
      return (input: never) => {
        calls.push([name, input])
        return answers[name]?.(input) ?? Promise.resolve({ ok: true, value: undefined })
      }
    },
  }) as unknown as Bridge
  const emit = (event: string, payload: unknown) => listeners.get(event)?.(payload as never)
  return { bridge, calls, listeners, emit }
}

const ok = async <T>(value: T) => ({ ok: true as const, value })
const fail = async (error: ErrorData) => ({ ok: false as const, error })

function run(id: string, change: Partial<Run> = {}): Run {
  return {
    id,
    profileId: 'p1',
    profileName: 'Acme',
    issuer: 'https://login.acme.test',
    clientId: 'app',
    redirectUri: null,
    startedAt: 1,
    endedAt: null,
    phase: { kind: 'preparing' },
    steps: [],
    checks: [],
    tokens: [],
    scope: null,
    practices: null,
    can: { refresh: false, userinfo: false, revoke: false },
    busy: null,
    actionProblem: null,
    ...change,
  }
}

function profile(id: string, builtIn = false): Profile {
  return {
    ...emptyDraft,
    id,
    name: id,
    issuer: 'https://login.acme.test',
    client_id: 'app',
    builtIn,
    secrets: [],
    variantSecrets: [],
    createdAt: 0,
    updatedAt: 0,
  }
}

function setUp(answers: Record<string, (input: never) => Promise<Answer<unknown>>> = {}) {
  const fake = fakeBridge({
    'profiles.list': () => ok([profile('a'), profile('p1', true)]),
    'provider.status': () => ok({ kind: 'running', issuer: 'https://login.acme.test', clients: [] }),
    'flows.list': () => ok([]),
    ...answers,
  })
  const store = createFlowsStore({ bridge: fake.bridge, now: () => 5 })
  return { ...fake, store, state: () => store.getState() }
}

describe('loading', () => {
  test('chooses the built-in profile for a newcomer', async () => {
    const { store, state } = setUp()
    await store.getState().load()
    expect(state().profileId).toBe('p1')
    expect(state().loadProblem).toBeNull()
  })

  test('keeps what could be had when one list fails', async () => {
    const error: ErrorData = { code: 'ERR_VAULT_KEY', message: 'the key store is locked' }
    const { store, state } = setUp({
      'profiles.list': () => fail(error),
      'flows.list': () => ok([run('r1')]),
    })
    await store.getState().load()
    expect(state().loadProblem).toEqual(error)
    expect(state().profiles).toBeNull()
    expect(state().runs).toHaveLength(1)
  })

  test('a deleted profile is not chosen any more', async () => {
    const { store, state, emit } = setUp()
    await store.getState().load()
    store.getState().selectProfile('a')
    emit('profiles.changed', [profile('p1', true)])
    expect(state().profileId).toBe('p1')
    emit('profiles.changed', [])
    expect(state().profileId).toBeNull()
  })
})

describe('a run', () => {
  test('that told more before its start was answered is not set back', async () => {
    let answer: (value: Answer<unknown>) => void = () => {}
    const { store, state, emit } = setUp({
      'flows.start': () =>
        new Promise((resolve) => {
          answer = resolve
        }),
    })
    await store.getState().load()
    const starting = store.getState().start()
    emit('flows.changed', run('r1', { phase: { kind: 'waiting', since: 1, deadline: 9 } }))
    answer({ ok: true, value: run('r1') })
    await starting
    expect(state().runs.map((each) => each.phase.kind)).toEqual(['waiting'])
    expect(state().runId).toBe('r1')
    expect(state().attempt).toEqual({ kind: 'idle' })
  })

  test('is started once, however often the button is pressed', async () => {
    const { store, calls } = setUp({ 'flows.start': () => ok(run('r1')) })
    await store.getState().load()
    await Promise.all([store.getState().start(), store.getState().start()])
    expect(calls.filter(([name]) => name === 'flows.start')).toEqual([
      ['flows.start', { profileId: 'p1', variant: noVariant }],
    ])
  })

  test('that cannot start says why and can be tried again', async () => {
    const error: ErrorData = { code: 'ERR_PORT_IN_USE', message: 'port 8412 is taken' }
    const { store, state } = setUp({ 'flows.start': () => fail(error) })
    await store.getState().load()
    await store.getState().start()
    expect(state().attempt).toEqual({ kind: 'failed', what: 'run', error })
    expect(state().runs).toEqual([])
    store.getState().dismissProblem()
    expect(state().attempt.kind).toBe('idle')
  })

  test('is not started while the built-in provider stands still', async () => {
    const { store, calls, emit } = setUp()
    await store.getState().load()
    emit('provider.changed', { kind: 'stopped' })
    await store.getState().start()
    expect(calls.some(([name]) => name === 'flows.start')).toBe(false)
  })

  test('without a profile does nothing', async () => {
    const { store, calls } = setUp({ 'profiles.list': () => ok([]) })
    await store.getState().load()
    await store.getState().start()
    expect(calls.some(([name]) => name === 'flows.start')).toBe(false)
  })

  test('news of an older run does not take the view away from the one looked at', () => {
    const { store, state, emit } = setUp()
    emit('flows.changed', run('r1', { startedAt: 1 }))
    emit('flows.changed', run('r2', { startedAt: 2 }))
    expect(state().runId).toBe('r2')
    store.getState().selectRun('r1')
    store.getState().selectStep('s3')
    emit('flows.changed', run('r2', { startedAt: 2, phase: { kind: 'done' } }))
    expect(state().runId).toBe('r1')
    expect(state().stepKey).toBe('s3')
    expect(state().runs.map((each) => each.id)).toEqual(['r2', 'r1'])
  })
})

describe('a profile shows its own runs only', () => {
  async function withRuns() {
    const set = setUp({
      'flows.list': () =>
        ok([
          run('p1-new', { startedAt: 3, phase: { kind: 'done' } }),
          run('a-only', { startedAt: 2, profileId: 'a', phase: { kind: 'done' } }),
          run('p1-old', { startedAt: 1, phase: { kind: 'done' } }),
        ]),
      'profiles.list': () => ok([profile('a'), profile('b'), profile('p1', true)]),
    })
    await set.store.getState().load()
    return set
  }

  test.each([
    ['p1', 'p1-new'],
    ['a', 'a-only'],
    ['b', null],
  ])('%s: %s', async (profileId, runId) => {
    const { state } = await withRuns()
    state().selectProfile('a')
    state().selectProfile(profileId)
    expect(state().runId).toBe(runId)
  })

  test('an older run brings its profile along; choosing that profile again keeps it', async () => {
    const { state } = await withRuns()
    state().selectProfile('b')
    state().selectRun('p1-old')
    expect(state().profileId).toBe('p1')
    state().selectProfile('p1')
    expect(state().runId).toBe('p1-old')
  })

  test('a run that starts while another profile is looked at does not take the view', async () => {
    const { state, emit } = await withRuns()
    state().selectProfile('b')
    emit('flows.changed', run('p1-late', { startedAt: 9 }))
    expect(state().runId).toBeNull()
    expect(state().runs[0]?.id).toBe('p1-late')
  })

  test('beside an environment only its own runs are shown', async () => {
    const staging = { ...noVariant, environment: 's' }
    const kept = { ...profile('p1', true), environments: [{ id: 's', name: 'Staging', variables: [] }] }
    const { state, emit } = await withRuns()
    emit('profiles.changed', [kept])
    expect(state().runId).toBe('p1-new')
    state().selectVariant({ environment: 's' })
    expect(state().runId).toBeNull()
    emit('flows.changed', run('p1-s', { startedAt: 10, variant: staging }))
    expect(state().runId).toBe('p1-s')
    emit('flows.changed', run('p1-other', { startedAt: 11 }))
    expect(state().runId).toBe('p1-s')
    state().selectRun('p1-other')
    expect(chosenVariant(state())).toEqual(noVariant)
  })

  test('with its profile deleted, the run gives way to one of the profile chosen instead', async () => {
    const { state, emit } = await withRuns()
    state().selectProfile('a')
    emit('profiles.changed', [profile('p1', true)])
    expect(state()).toMatchObject({ profileId: 'p1', runId: 'p1-new' })
  })

  test('“Run” starts, also as the first thing that is asked of this screen', async () => {
    const { state, calls } = setUp({ 'flows.start': () => ok(run('r1', { profileId: 'a' })) })
    await state().run('a')
    expect(calls.filter(([name]) => name === 'flows.start')).toEqual([
      ['flows.start', { profileId: 'a', variant: noVariant }],
    ])
    expect(state()).toMatchObject({ profileId: 'a', runId: 'r1' })
  })

  test('“Run” shows what stands in the way and starts nothing', async () => {
    const { state, calls } = setUp({
      'provider.status': () => ok({ kind: 'stopped' }),
      'flows.list': () => ok([run('other', { profileId: 'a' })]),
    })
    await state().run('p1')
    expect(calls.some(([name]) => name === 'flows.start')).toBe(false)
    expect(state()).toMatchObject({ profileId: 'p1', runId: null, provider: { kind: 'stopped' } })
  })
})

test.each(['refresh', 'userinfo'] as const)('%s shows its own step when it is asked for', async (what) => {
  const { state, emit } = setUp()
  emit('flows.changed', run('r1', { phase: { kind: 'done' } }))
  state().selectStep('s1')
  state().showTab('checks')
  await state()[what]('r1')
  expect(state()).toMatchObject({ stepKey: null, tab: 'timeline' })
})

describe('tokens', () => {
  test('pass through to Inspect and are not kept', async () => {
    const canary = 'eyJcanary.canary.canary'
    const { store, state } = setUp({
      'flows.token': () => ok({ token: canary, iss: 'https://login.acme.test' }),
    })
    const handed = await store.getState().token('r1', 'id_token')
    expect(handed?.token).toBe(canary)
    expect(JSON.stringify(state())).not.toContain('canary')
  })

  test('that cannot be had give null and the reason', async () => {
    const error: ErrorData = { code: 'ERR_NOT_FOUND', message: 'this run is gone' }
    const { store, state } = setUp({ 'flows.token': () => fail(error) })
    expect(await store.getState().token('r1', 'id_token')).toBeNull()
    expect(state().attempt).toEqual({ kind: 'failed', what: 'action', error })
  })
})

test('starting the provider takes over its status', async () => {
  const running = { kind: 'running', issuer: 'http://127.0.0.1:9000', clients: [] }
  const { store, state } = setUp({ 'provider.start': () => ok(running) })
  await store.getState().startProvider()
  expect(state().provider).toEqual(running)
})

test('closing ends every subscription', () => {
  const { store, listeners } = setUp()
  expect(listeners.size).toBe(4)
  store.getState().close()
  expect(listeners.size).toBe(0)
})
