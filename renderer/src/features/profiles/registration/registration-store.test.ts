import { expect, test } from 'vitest'
import type { Answer, Bridge } from '../../../../../shared/ipc/bridge.ts'
import type { RegistrationOutcome } from '../../../../../shared/oauth/registration-outcome.ts'
import { emptyDraft, type Profile } from '../../../../../shared/profile/profile.ts'
import { createProfilesStore } from '../profiles-store.ts'
import { createRegistrationStore } from './registration-store.ts'

const profile = (id: string): Profile => ({
  ...emptyDraft,
  id,
  name: id,
  issuer: `https://${id}.example`,
  client_id: 'c',
  builtIn: false,
  secrets: [],
  variantSecrets: [],
  createdAt: 1,
  updatedAt: 1,
})

const outcome = (change: Partial<RegistrationOutcome> = {}): RegistrationOutcome => ({
  kind: 'register',
  issuer: 'https://a.example',
  problem: null,
  steps: [],
  checks: [],
  received: { clientId: 'new-client', metadata: '{"scope":"openid"}', secrets: ['client_secret'] },
  ...change,
})

function setUp(answers: Record<string, unknown> = {}) {
  const calls: [name: string, input: unknown][] = []
  const list = [profile('a'), profile('b')]
  const all: Record<string, unknown> = {
    'profiles.list': list,
    'vault.status': { kind: 'memory', backend: '', reason: 'no_key_store', notice: null },
    'registration.kept': null,
    'registration.keys': { client_key: null, decryption_key: null, certificate: null },
    'registration.call': outcome(),
    'registration.adopt': { ...profile('a'), client_id: 'new-client', secrets: ['client_secret'] },
    ...answers,
  }
  const bridge = new Proxy(
    { on: () => () => undefined },
    {
      get: (target, name: string) =>
        name === 'on'
          ? target.on
          : async (input: unknown): Promise<Answer<unknown>> => {
              calls.push([name, input])
              const value = all[name]
              return { ok: true, value: typeof value === 'function' ? await value() : value }
            },
    },
  ) as unknown as Bridge
  const profiles = createProfilesStore({ bridge })
  const registration = createRegistrationStore({ bridge, profiles })
  const named = (name: string) => calls.filter(([each]) => each === name).map(([, input]) => input)
  return { profiles, registration, named, all }
}

async function opened(answers: Record<string, unknown> = {}) {
  const made = setUp(answers)
  await made.profiles.getState().load()
  made.profiles.getState().open('a')
  return made
}

test('nothing is sent before the person has seen it and said so', async () => {
  const { registration, named } = await opened()
  await registration.getState().propose()
  expect(JSON.parse(registration.getState().text)).toMatchObject({
    client_name: 'a',
    response_types: ['code'],
  })
  expect(named('registration.call')).toEqual([])
  registration.getState().changeInitialAccessToken(' once ')
  await registration.getState().send()
  expect(named('registration.call')).toMatchObject([
    { id: 'a', issuer: 'https://a.example', call: { kind: 'register', initialAccessToken: 'once' } },
  ])
  expect(registration.getState().stage).toMatchObject({ kind: 'answered' })
  // Nothing is taken over yet.
  expect(named('registration.adopt')).toEqual([])
})

test('what was taken stands in the editor as saved, and the initial token is forgotten', async () => {
  const { registration, profiles, named } = await opened()
  await registration.getState().propose()
  registration.getState().changeInitialAccessToken('once')
  await registration.getState().send()
  await registration.getState().adopt()
  expect(named('registration.adopt')).toMatchObject([{ id: 'a', draft: { name: 'a' } }])
  expect(profiles.getState().profiles?.find(({ id }) => id === 'a')).toMatchObject({
    client_id: 'new-client',
  })
  expect(registration.getState()).toMatchObject({
    stage: { kind: 'closed' },
    initialAccessToken: '',
    text: '',
  })
})

test('an answer that is discarded is forgotten in the main process too', async () => {
  const { registration, named } = await opened()
  await registration.getState().propose()
  await registration.getState().send()
  registration.getState().close()
  expect(named('registration.drop')).toHaveLength(1)
  expect(named('registration.adopt')).toEqual([])
})

test('an answer that comes after the person went to another profile changes nothing there', async () => {
  let answer: (value: RegistrationOutcome) => void = () => undefined
  const late = new Promise<RegistrationOutcome>((resolve) => {
    answer = resolve
  })
  const { registration, profiles, named } = await opened({ 'registration.call': () => late })
  await registration.getState().propose()
  const sent = registration.getState().send()
  profiles.getState().open('b')
  expect(named('tokens.cancel')).toHaveLength(1)
  answer(outcome())
  await sent
  expect(registration.getState().stage).toEqual({ kind: 'closed' })
  expect(named('registration.drop')).toHaveLength(1)
})

test('typing in the profile does not close the panel', async () => {
  const { registration, profiles } = await opened()
  await registration.getState().propose()
  profiles.getState().change({ scope: 'openid email' })
  expect(registration.getState().stage).toMatchObject({ kind: 'editing' })
})

test('a new profile needs no client ID to be registered, but all else', async () => {
  const { registration, profiles, named } = await opened()
  profiles.getState().create()
  await registration.getState().propose()
  expect(registration.getState().stage).toEqual({ kind: 'closed' })
  expect(Object.keys(profiles.getState().fieldErrors)).toEqual(['name', 'issuer'])
  profiles.getState().change({ name: 'n', issuer: 'https://n.example' })
  await registration.getState().propose()
  await registration.getState().send()
  await registration.getState().adopt()
  expect(named('registration.adopt')).toMatchObject([{ id: null, draft: { client_id: '' } }])
})

test('deleting asks first', async () => {
  const { registration, named } = await opened({
    'registration.call': outcome({ kind: 'delete', received: null }),
  })
  registration.getState().askToDelete()
  expect(named('registration.call')).toEqual([])
  await registration.getState().remove()
  expect(named('registration.call')).toMatchObject([{ call: { kind: 'delete' } }])
})

test('what was read is changed and sent back, and a refusal lets the person try otherwise', async () => {
  const { registration, named, all } = await opened({ 'registration.call': outcome({ kind: 'read' }) })
  await registration.getState().read()
  registration.getState().change()
  expect(registration.getState()).toMatchObject({ text: '{"scope":"openid"}', stage: { purpose: 'update' } })
  const problem = { code: 'PROVIDER_ERROR' as const, message: 'no' }
  all['registration.call'] = outcome({ kind: 'update', problem, received: null })
  await registration.getState().send()
  expect(named('registration.call')).toMatchObject([{ call: { kind: 'read' } }, { call: { kind: 'update' } }])
  registration.getState().retry()
  expect(registration.getState()).toMatchObject({
    text: '{"scope":"openid"}',
    stage: { kind: 'editing', purpose: 'update' },
  })
})
