import { describe, expect, it, test } from 'vitest'
import { emptyDraft, enteredDraft, type Profile, type ProfileDraft } from './profile.ts'
import { resolveDraft, resolveProfile, unfilledIn, variantLabels } from './resolve-profile.ts'
import { fillText, placeholdersIn, valuesOf, variables } from './variable.ts'
import { choiceOfSecretKey, isKnownChoice, keptSecretKey, noVariant, secretKey } from './variant.ts'

const draft: ProfileDraft = {
  ...emptyDraft,
  name: 'Orders',
  issuer: 'https://{{host}}/{{tenant}}',
  client_id: '{{ client }}',
  scope: 'openid {{scope}}',
  flow: { ...emptyDraft.flow, audience: ['api://{{tenant}}'], login_hint: 'nobody' },
  parameters: [{ name: 'resource', value: 'https://{{host}}/api' }],
  variables: [
    { name: 'host', value: 'login.example' },
    { name: 'tenant', value: 'dev' },
    { name: 'client', value: 'app' },
    { name: 'scope', value: 'email' },
  ],
  environments: [
    { id: 's', name: 'Staging', variables: [{ name: 'tenant', value: 'staging' }] },
    { id: 'p', name: 'Production', variables: [{ name: 'host', value: 'login.prod.example' }] },
  ],
  clients: [
    {
      id: 'm',
      name: 'Mobile',
      client_id: 'mobile-{{tenant}}',
      token_endpoint_auth_method: 'private_key_jwt',
    },
  ],
  users: [{ id: 'a', name: 'Ann', login_hint: 'ann@{{tenant}}.example', username: '' }],
}

const profile: Profile = {
  ...draft,
  id: '1',
  builtIn: false,
  createdAt: 0,
  updatedAt: 0,
  secrets: ['client_secret'],
  variantSecrets: ['client_secret@env.s', 'client_key@env.s.client.m', 'password@user.a'],
}

test('each environment has its own values, and those of no environment where it says nothing', () => {
  expect(resolveDraft(draft, noVariant)).toMatchObject({
    issuer: 'https://login.example/dev',
    client_id: 'app',
    scope: 'openid email',
    flow: { audience: ['api://dev'], login_hint: 'nobody' },
    parameters: [{ name: 'resource', value: 'https://login.example/api' }],
  })
  expect(resolveDraft(draft, { environment: 's', client: 'm', user: 'a' })).toMatchObject({
    issuer: 'https://login.example/staging',
    client_id: 'mobile-staging',
    token_endpoint_auth_method: 'private_key_jwt',
    flow: { login_hint: 'ann@staging.example' },
  })
  expect(resolveDraft(draft, { ...noVariant, environment: 'p' }).issuer).toBe(
    'https://login.prod.example/dev',
  )
})

test('metadata stays with the environment whose issuer it was read from', () => {
  const url = 'https://login.example/staging/.well-known/openid-configuration'
  const read = { ...draft, metadata: { fetchedAt: 1, url, form: 'openid' as const } }
  expect(resolveDraft(read, { ...noVariant, environment: 's' }).metadata).not.toBeNull()
  expect(resolveDraft(read, { ...noVariant, environment: 'p' }).metadata).toBeNull()
})

describe('a secret is never another variant’s', () => {
  it.each([
    [noVariant, ['client_secret']],
    [{ environment: 's', client: null, user: null }, ['client_secret']],
    [{ environment: 'p', client: null, user: null }, []],
    [{ environment: null, client: 'm', user: null }, []],
    [{ environment: 's', client: 'm', user: null }, ['client_key']],
    [{ environment: null, client: null, user: 'a' }, ['client_secret', 'password']],
    [{ environment: 'p', client: 'm', user: 'a' }, []],
  ])('%o', (choice, secrets) => {
    expect(resolveProfile(profile, choice).secrets).toEqual(secrets)
  })
})

test('a key of a secret tells whose it is', () => {
  for (const choice of [
    noVariant,
    { environment: 'env', client: 'client', user: null },
    { environment: null, client: 'env', user: null },
  ]) {
    const key = secretKey('client_secret', choice)
    expect(keptSecretKey.safeParse(key).success).toBe(true)
    expect(choiceOfSecretKey(key)).toEqual(choice)
  }
  expect(secretKey('password', { environment: 'e', client: 'c', user: 'u' })).toBe('password@env.e.user.u')
  for (const wrong of ['', 'secret', '__proto__', 'client_secret@', 'client_secret@a/b', 'client_secret\n']) {
    expect(keptSecretKey.safeParse(wrong).success).toBe(false)
  }
})

test('what has no value stays and is named', () => {
  const bare = { ...draft, variables: [{ name: 'host', value: '' }] }
  expect(unfilledIn(resolveDraft(bare, noVariant))).toEqual(['host', 'tenant', 'client', 'scope'])
  expect(unfilledIn(resolveDraft(draft, noVariant))).toEqual([])
})

test('a value is taken as it is, also where it looks like a placeholder or like a name of Object', () => {
  expect(fillText('{{a}} {{toString}}', valuesOf([{ name: 'a', value: '{{a}}$&' }]))).toBe(
    '{{a}}$& {{toString}}',
  )
  expect(placeholdersIn('{{a}}{{ b.c }}{{1}}{{}}{{{a}}}')).toEqual(['a', 'b.c'])
})

test('of two variables with one name nobody would know which counts', () => {
  const twice = [
    { name: 'a', value: '1' },
    { name: 'a', value: '2' },
  ]
  expect(variables.safeParse(twice).error?.issues[0]?.path).toEqual([1, 'name'])
})

test('an issuer may hold placeholders, but must be an address with them filled', () => {
  const entered = (issuer: string) => enteredDraft.safeParse({ ...draft, issuer }).success
  expect(entered('https://{{host}}/x')).toBe(true)
  expect(entered('{{issuer}}')).toBe(true)
  expect(entered('http://127.0.0.1:{{port}}')).toBe(true)
  expect(entered('https://login.{{domain}}')).toBe(true)
  expect(entered('{{issuer}}?x')).toBe(false)
  expect(entered('host/{{tenant}}')).toBe(false)
})

test('a choice is known only where all of it is there', () => {
  expect(isKnownChoice({ environment: 's', client: 'm', user: 'a' }, draft)).toBe(true)
  expect(isKnownChoice({ environment: 'x', client: null, user: null }, draft)).toBe(false)
  expect(variantLabels(draft, { environment: 's', client: null, user: 'a' })).toEqual({
    environment: 'Staging',
    user: 'Ann',
  })
})
