import { describe, expect, test } from 'vitest'
import type { ErrorData } from '../../../../shared/error.ts'
import type { Answer, Bridge } from '../../../../shared/ipc/bridge.ts'
import { emptyDraft, type MetadataSnapshot, type Profile } from '../../../../shared/profile/profile.ts'
import { noVariant } from '../../../../shared/profile/variant.ts'
import { foundProfiles } from './profile-rows.ts'
import { editOf, isDirty, isKept, openForm } from './profiles-state.ts'
import { createProfilesStore, revealMs } from './profiles-store.ts'

type Call = readonly [name: string, input: unknown]
type Answers = Record<string, (input: never) => Promise<Answer<unknown>>>

const ok = async <T>(value: T) => ({ ok: true as const, value })
const fail = async (error: ErrorData) => ({ ok: false as const, error })
const locked: ErrorData = { code: 'ERR_VAULT_KEY', message: 'the key store is locked' }

const metadata: MetadataSnapshot = { fetchedAt: 1, url: 'https://a.test/.well-known/x', form: 'openid' }

function profile(id: string, change: Partial<Profile> = {}): Profile {
  return {
    ...emptyDraft,
    id,
    name: `Name ${id}`,
    issuer: 'https://a.test',
    client_id: 'app',
    builtIn: false,
    secrets: [],
    variantSecrets: [],
    createdAt: 0,
    updatedAt: 0,
    ...change,
  }
}

async function setUp(answers: Answers = {}) {
  const calls: Call[] = []
  const listeners = new Map<string, (payload: never) => void>()
  const all: Answers = {
    'profiles.list': () => ok([profile('a'), profile('b', { secrets: ['client_secret'] })]),
    'vault.status': () => ok({ kind: 'sealed', backend: 'gnome_libsecret', notice: null }),
    ...answers,
  }
  const bridge = new Proxy({} as Record<string, unknown>, {
    get: (_, name: string) =>
      name === 'on'
        ? (event: string, listener: (payload: never) => void) => {
            listeners.set(event, listener)
            return () => listeners.delete(event)
          }
        : (input: never) => {
            calls.push([name, input])
            return all[name]?.(input) ?? ok(undefined)
          },
  }) as unknown as Bridge
  const timers: { task: () => void; ms: number; calledOff: boolean }[] = []
  const store = createProfilesStore({
    bridge,
    schedule: (task, ms) => {
      const timer = { task, ms, calledOff: false }
      timers.push(timer)
      return () => {
        timer.calledOff = true
      }
    },
  })
  await store.getState().load()
  return {
    store,
    calls,
    timers,
    listeners,
    state: () => store.getState(),
    emit: (event: string, payload: unknown) => listeners.get(event)?.(payload as never),
    sent: (name: string) => calls.filter(([called]) => called === name).map(([, input]) => input),
  }
}

function later<T>() {
  let settle: (answer: Answer<T>) => void = () => {}
  const promise = new Promise<Answer<T>>((resolve) => {
    settle = resolve
  })
  return { promise, settle }
}

describe('editing', () => {
  test('opens the first profile, clean', async () => {
    const { state } = await setUp()
    expect(state().openKey).toBe('a')
    expect(isDirty(state())).toBe(false)
  })

  test('an edit that is taken back is no edit', async () => {
    const { state } = await setUp()
    state().change({ name: 'Other' })
    expect(isDirty(state())).toBe(true)
    state().change({ name: 'Name a' })
    expect(isDirty(state())).toBe(false)
  })

  test('unsaved edits wait while another profile is looked at', async () => {
    const { state } = await setUp()
    state().change({ scope: 'openid email' })
    state().open('b')
    expect(openForm(state()).scope).toBe('openid')
    state().open('a')
    expect(openForm(state()).scope).toBe('openid email')
    state().revert()
    expect(openForm(state()).scope).toBe('openid')
  })

  test('news from the main process comes under the edits', async () => {
    const { state, emit } = await setUp()
    state().change({ name: 'Mine' })
    emit('profiles.changed', [profile('a', { issuer: 'http://127.0.0.1:9001' }), profile('b')])
    expect(openForm(state())).toMatchObject({ name: 'Mine', issuer: 'http://127.0.0.1:9001' })
    emit('profiles.changed', [profile('a', { name: 'Mine', issuer: 'http://127.0.0.1:9001' }), profile('b')])
    expect(isDirty(state())).toBe(false)
  })

  test('a profile that is gone is not open any more', async () => {
    const { state, emit } = await setUp()
    emit('profiles.changed', [profile('b')])
    expect(state().openKey).toBe('b')
    emit('profiles.changed', [])
    expect(state().openKey).toBeNull()
  })
})

describe('saving', () => {
  test('sends the draft and nothing that is not one', async () => {
    const { state, sent } = await setUp({ 'profiles.save': () => ok(profile('a', { name: 'Other' })) })
    state().change({ name: 'Other' })
    await state().save()
    expect(sent('profiles.save')).toEqual([
      { id: 'a', draft: { ...emptyDraft, name: 'Other', issuer: 'https://a.test', client_id: 'app' } },
    ])
    expect(isDirty(state())).toBe(false)
  })

  test('a refused save counts once; typing afterwards does not count', async () => {
    const { state, sent } = await setUp()
    state().change({ name: '', issuer: 'acme', client_id: '' })
    await state().save()
    expect(Object.keys(state().fieldErrors)).toEqual(['name', 'issuer', 'client_id'])
    expect(state().refusals).toBe(1)
    state().change({ issuer: 'https://b.test' })
    expect(state()).toMatchObject({ refusals: 1, fieldErrors: { name: expect.any(String) } })
    expect(sent('profiles.save')).toEqual([])
  })

  test('a pasted metadata address is kept as the issuer it belongs to, and said', async () => {
    const { state, sent } = await setUp({
      'profiles.save': () => ok(profile('a', { issuer: 'https://b.test' })),
    })
    const pasted = 'https://b.test/.well-known/openid-configuration'
    state().change({ issuer: pasted })
    await state().save()
    expect(sent('profiles.save')).toMatchObject([{ draft: { issuer: 'https://b.test' } }])
    expect(state().pastedAddress).toBe(pasted)
    state().change({ issuer: 'https://c.test' })
    expect(state().pastedAddress).toBeNull()
  })

  test('a new profile is sent without an id and stays open under its own', async () => {
    const { state, sent } = await setUp({ 'profiles.save': () => ok(profile('n')) })
    state().create()
    expect(isDirty(state())).toBe(true)
    state().change({ name: 'Name n', issuer: 'https://a.test', client_id: 'app' })
    await state().save()
    expect(sent('profiles.save')[0]).not.toHaveProperty('id')
    expect(state().openKey).toBe('n')
    expect(state().edits).toEqual({})
    expect(state().profiles?.map(({ id }) => id)).toEqual(['a', 'b', 'n'])
  })

  test('a wrong field is named and nothing is sent', async () => {
    const { state, sent } = await setUp()
    state().change({ name: '' })
    expect(await state().save()).toBeNull()
    expect(state().fieldErrors).toEqual({ name: 'Give the profile a name.' })
    expect(sent('profiles.save')).toEqual([])
    state().change({ name: 'A' })
    expect(state().fieldErrors).toEqual({})
  })

  test.each([{ path: 'draft.redirect.path' }, { field: 'redirect.path' }])(
    'a field refused by the main process is named in the same way: %o',
    async (details) => {
      const { state } = await setUp({
        'profiles.save': () => fail({ code: 'ERR_INPUT', message: 'wrong', details }),
      })
      await state().save()
      expect(Object.keys(state().fieldErrors)).toEqual(['redirect.path'])
    },
  )

  test('what is typed while saving stays unsaved', async () => {
    const answer = later<Profile>()
    const { state } = await setUp({ 'profiles.save': () => answer.promise })
    state().change({ name: 'First' })
    const saving = state().save()
    state().change({ name: 'Second' })
    answer.settle({ ok: true, value: profile('a', { name: 'First' }) })
    await saving
    expect(openForm(state()).name).toBe('Second')
    expect(isDirty(state())).toBe(true)
  })

  test('a failure keeps every edit', async () => {
    const { state } = await setUp({ 'profiles.save': () => fail(locked) })
    state().change({ name: 'Other' })
    state().changeSecret('client_key', { kind: 'replace', text: 'typed' })
    await state().save()
    expect(state().attempt).toEqual({ kind: 'failed', error: locked })
    expect(openForm(state()).name).toBe('Other')
    expect(state().secretEdits).toEqual({ client_key: { kind: 'replace', text: 'typed' } })
  })

  test('a call that breaks is an error like any other', async () => {
    const { state } = await setUp({ 'profiles.save': () => Promise.reject(new Error('gone')) })
    await state().save()
    expect(state().attempt).toMatchObject({ kind: 'failed', error: { code: 'ERR_INTERNAL' } })
  })
})

describe('a secret', () => {
  test.each([
    ['kept', { kind: 'keep' }, undefined],
    ['replaced by nothing', { kind: 'replace', text: '' }, undefined],
    ['replaced', { kind: 'replace', text: ' with spaces ' }, ' with spaces '],
    ['removed', { kind: 'remove' }, null],
  ] as const)('%s', async (_, edit, secret) => {
    const { state, sent } = await setUp({ 'profiles.save': () => ok(profile('a')) })
    state().changeSecret('client_secret', edit)
    await state().save()
    const [input] = sent('profiles.save') as { secrets?: object }[]
    expect(input?.secrets).toEqual(secret === undefined ? undefined : { client_secret: secret })
  })

  test('that was typed is gone from the state once saved, left or reverted', async () => {
    const { state } = await setUp({ 'profiles.save': () => ok(profile('a')) })
    for (const leave of [
      () => state().save(),
      async () => state().open('b'),
      async () => state().revert(),
      async () => state().create(),
    ]) {
      state().open('a')
      state().changeSecret('password', { kind: 'replace', text: 'canary' })
      await leave()
      expect(JSON.stringify(state())).not.toContain('canary')
    }
  })

  test('that is revealed is hidden and dropped when its time is over', async () => {
    const { state, timers } = await setUp({ 'profiles.revealSecret': () => ok({ secret: 'canary' }) })
    state().open('b')
    await state().revealSecret('client_secret')
    expect(state().reveal).toEqual({ kind: 'shown', name: 'client_secret', secret: 'canary' })
    expect(timers.map(({ ms }) => ms)).toEqual([revealMs])
    timers[0]?.task()
    expect(JSON.stringify(state())).not.toContain('canary')
  })

  test('that is revealed is dropped when another profile is opened or the screen closes', async () => {
    const { state, timers } = await setUp({ 'profiles.revealSecret': () => ok({ secret: 'canary' }) })
    for (const leave of [() => state().open('a'), () => state().hideSecret(), () => state().close()]) {
      state().open('b')
      await state().revealSecret('client_secret')
      leave()
      expect(JSON.stringify(state())).not.toContain('canary')
    }
    expect(timers.every(({ calledOff }) => calledOff)).toBe(true)
  })

  test('that comes after the person left goes nowhere', async () => {
    const answer = later<{ secret: string }>()
    const { state, timers } = await setUp({ 'profiles.revealSecret': () => answer.promise })
    state().open('b')
    const revealing = state().revealSecret('client_secret')
    state().open('a')
    answer.settle({ ok: true, value: { secret: 'canary' } })
    await revealing
    expect(state().reveal).toEqual({ kind: 'hidden' })
    expect(timers).toEqual([])
    expect(JSON.stringify(state())).not.toContain('canary')
  })

  test('that cannot be revealed says why', async () => {
    const { state } = await setUp({ 'profiles.revealSecret': () => fail(locked) })
    await state().revealSecret('client_secret')
    expect(state().reveal).toEqual({ kind: 'failed', name: 'client_secret', error: locked })
  })
})

describe('several secrets', () => {
  test('are sent by their names, in one save, and only those that changed', async () => {
    const { state, sent } = await setUp({ 'profiles.save': () => ok(profile('a')) })
    state().changeSecret('client_key', { kind: 'replace', text: 'key' })
    state().changeSecret('password', { kind: 'replace', text: 'word' })
    state().changeSecret('password', { kind: 'keep' })
    state().changeSecret('assertion', { kind: 'remove' })
    expect(isDirty(state())).toBe(true)
    await state().save()
    expect(sent('profiles.save')).toMatchObject([{ secrets: { client_key: 'key', assertion: null } }])
    expect((sent('profiles.save')[0] as { secrets: object }).secrets).not.toHaveProperty('password')
    expect(isDirty(state())).toBe(false)
  })

  test('an edit that is taken back leaves nothing to save', async () => {
    const { state } = await setUp()
    state().changeSecret('client_key', { kind: 'replace', text: 'key' })
    state().changeSecret('client_key', { kind: 'keep' })
    expect(isDirty(state())).toBe(false)
  })

  test('only one is shown at a time: asking for another drops the first', async () => {
    const { state, sent } = await setUp({
      'profiles.revealSecret': ({ key }: { key: string }) => ok({ secret: `canary of ${key}` }),
    })
    await state().revealSecret('client_key')
    await state().revealSecret('password')
    expect(state().reveal).toEqual({ kind: 'shown', name: 'password', secret: 'canary of password' })
    expect(JSON.stringify(state())).not.toContain('canary of client_key')
    expect(sent('profiles.revealSecret')).toEqual([
      { id: 'a', key: 'client_key' },
      { id: 'a', key: 'password' },
    ])
  })

  test('an answer for one that is asked for no more goes nowhere', async () => {
    const slow = later<{ secret: string }>()
    const { state } = await setUp({
      'profiles.revealSecret': ({ key }: { key: string }) =>
        key === 'client_key' ? slow.promise : ok({ secret: 'other' }),
    })
    const first = state().revealSecret('client_key')
    await state().revealSecret('password')
    slow.settle({ ok: true, value: { secret: 'canary' } })
    await first
    expect(JSON.stringify(state())).not.toContain('canary')
  })

  test('one that the main process refused is named, until it is changed', async () => {
    const { state } = await setUp({
      'profiles.save': () =>
        fail({ code: 'ERR_INPUT', message: 'wrong', details: { path: 'secrets.client_key' } }),
    })
    await state().save()
    expect(Object.keys(state().fieldErrors)).toEqual(['secrets.client_key'])
    state().changeSecret('client_key', { kind: 'replace', text: 'key' })
    expect(state().fieldErrors).toEqual({})
  })
})

describe('the grant', () => {
  test('changes alone and keeps what other grants need', async () => {
    const { state, sent } = await setUp({ 'profiles.save': () => ok(profile('a')) })
    state().changeFlow({ username: 'ada' })
    state().changeFlow({ grant_type: 'client_credentials' })
    await state().save()
    expect(sent('profiles.save')).toMatchObject([
      { draft: { flow: { ...emptyDraft.flow, username: 'ada', grant_type: 'client_credentials' } } },
    ])
  })

  test('audiences are sent without the lines that hold nothing', async () => {
    const { state, sent } = await setUp({ 'profiles.save': () => ok(profile('a')) })
    state().changeFlow({ audience: [' https://api.test ', '', 'other', ''] })
    expect(openForm(state()).flow.audience).toHaveLength(4)
    await state().save()
    expect(sent('profiles.save')).toMatchObject([
      { draft: { flow: { audience: ['https://api.test', 'other'] } } },
    ])
  })
})

test('a field that another screen asked for is wanted once', async () => {
  const { state } = await setUp()
  state().open('b', 'client_secret')
  expect(state()).toMatchObject({ openKey: 'b', wantedField: 'client_secret' })
  state().wantedFieldShown()
  expect(state().wantedField).toBeNull()
  state().open('b', 'password')
  state().open('a')
  expect(state().wantedField).toBeNull()
})

describe('discovery', () => {
  test('fills the metadata in as an unsaved edit', async () => {
    const { state, sent } = await setUp({ 'profiles.discover': () => ok(metadata) })
    await state().discover()
    expect(sent('profiles.discover')).toEqual([
      {
        id: 'a',
        variant: noVariant,
        issuer: 'https://a.test',
        allowHttp: false,
        flow: { ca_certificates: '', proxy: '' },
      },
    ])
    expect(openForm(state()).metadata).toEqual(metadata)
    expect(isDirty(state())).toBe(true)
    state().change({ issuer: 'https://b.test' })
    expect(openForm(state()).metadata).toBeNull()
    expect(state().discovery).toEqual({ kind: 'idle' })
  })

  test.each([
    [
      'another issuer is typed',
      (store: { change(c: { issuer: string }): void }) => store.change({ issuer: 'https://b.test' }),
    ],
    ['another profile is open', (store: { open(key: string): void }) => store.open('b')],
  ] as const)('an answer that comes when %s is dropped', async (_, leave) => {
    const answer = later<MetadataSnapshot>()
    const { state } = await setUp({ 'profiles.discover': () => answer.promise })
    const asking = state().discover()
    leave(state())
    answer.settle({ ok: true, value: metadata })
    await asking
    expect(openForm(state()).metadata).toBeNull()
    expect(state().discovery).toEqual({ kind: 'idle' })
  })

  test('of the built-in provider is shown and not kept', async () => {
    const { state } = await setUp({
      'profiles.list': () => ok([profile('x', { builtIn: true })]),
      'profiles.discover': () => ok(metadata),
    })
    await state().discover()
    expect(state().discovery).toEqual({ kind: 'found', metadata })
    expect(isDirty(state())).toBe(false)
  })

  test('a failure says why and changes nothing', async () => {
    const error: ErrorData = { code: 'ERR_NOT_JSON', message: 'a web page answered' }
    const { state } = await setUp({ 'profiles.discover': () => fail(error) })
    await state().discover()
    expect(state().discovery).toEqual({ kind: 'failed', issuer: 'https://a.test', error })
    expect(isDirty(state())).toBe(false)
  })

  test('typing never asks anyone', async () => {
    const { state, sent } = await setUp()
    state().change({ issuer: 'https://b.test' })
    expect(sent('profiles.discover')).toEqual([])
  })
})

describe('the list', () => {
  test('a deleted profile can be had back', async () => {
    const { state, sent } = await setUp({ 'profiles.restore': () => ok(profile('a')) })
    const removed = await state().remove()
    expect(removed?.id).toBe('a')
    expect(state().openKey).toBe('b')
    await state().restore('a')
    expect(sent('profiles.restore')).toEqual([{ id: 'a' }])
    expect(state().openKey).toBe('a')
  })

  test('the built-in profile is never asked to go', async () => {
    const { state, sent } = await setUp({ 'profiles.list': () => ok([profile('x', { builtIn: true })]) })
    expect(await state().remove()).toBeNull()
    expect(sent('profiles.delete')).toEqual([])
  })

  test('a copy is opened', async () => {
    const { state } = await setUp({ 'profiles.duplicate': () => ok(profile('c')) })
    expect((await state().duplicate())?.id).toBe('c')
    expect(state().openKey).toBe('c')
  })

  test.each([
    ['', ['a', 'b']],
    ['NAME b', ['b']],
    ['a.test app', ['a', 'b']],
    ['nothing', []],
  ])('search “%s”', (query, ids) => {
    expect(foundProfiles([profile('a'), profile('b')], query).map(({ id }) => id)).toEqual(ids)
  })

  test('that cannot be loaded says why', async () => {
    const { state } = await setUp({ 'profiles.list': () => fail(locked) })
    expect(state().loadProblem).toEqual(locked)
    expect(state().profiles).toBeNull()
  })
})

describe('variants', () => {
  const staging = { id: 's', name: 'Staging', variables: [{ name: 'tenant', value: 'staging' }] }
  const variant = { ...noVariant, environment: 's' }

  test('a secret is typed for the environment that is chosen', async () => {
    const saved = profile('a', { environments: [staging] })
    const { state, sent } = await setUp({
      'profiles.list': () => ok([saved]),
      'profiles.save': () => ok({ ...saved, variantSecrets: ['client_secret@env.s'] }),
    })
    state().changeSecret('client_secret', { kind: 'replace', text: 'own' })
    state().chooseVariant({ environment: 's' })
    expect(editOf(state(), 'client_secret')).toEqual({ kind: 'keep' })
    state().changeSecret('client_secret', { kind: 'replace', text: 'of staging' })
    await state().save()
    expect(sent('profiles.save')).toMatchObject([
      { secrets: { client_secret: 'own', 'client_secret@env.s': 'of staging' } },
    ])
    expect(state().variant).toEqual(variant)
    expect(isKept(state(), 'client_secret')).toBe(true)
    state().chooseVariant({ environment: null })
    expect(isKept(state(), 'client_secret')).toBe(false)
  })

  test('the metadata is asked of the issuer that the environment has', async () => {
    const { state, sent } = await setUp({
      'profiles.list': () =>
        ok([profile('a', { issuer: 'https://{{tenant}}.test', environments: [staging] })]),
      'profiles.discover': () => new Promise(() => undefined),
    })
    state().chooseVariant({ environment: 's' })
    void state().discover()
    expect(sent('profiles.discover')).toMatchObject([{ issuer: 'https://staging.test', variant }])
  })

  test('an environment that is removed is no longer chosen', async () => {
    const { state } = await setUp({ 'profiles.list': () => ok([profile('a', { environments: [staging] })]) })
    state().chooseVariant({ environment: 's' })
    state().change({ environments: [] })
    expect(state().variant).toEqual(noVariant)
  })
})
