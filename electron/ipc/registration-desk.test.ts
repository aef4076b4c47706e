import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { exportJWK, generateKeyPair } from 'jose'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { CallInput } from '../../shared/ipc/contract.ts'
import { noVariant } from '../../shared/profile/variant.ts'
import { testConnect } from '../net/test-connection.ts'
import { type StartedProvider, startProvider } from '../provider/create-provider.ts'
import { createDraft, createTestFolder, openAt } from '../vault/test-vault.ts'
import { createProfileDesk } from './profile-desk.ts'
import { createRegistrationDesk } from './registration-desk.ts'

let folder: ReturnType<typeof createTestFolder>
beforeEach(() => {
  folder = createTestFolder()
})
afterEach(() => folder.remove())

const connection = { ca_certificates: '', proxy: '' }
const never = new AbortController().signal

async function setUp(issuer: string) {
  const vault = await openAt(folder.directory)
  const profiles = createProfileDesk({
    vault,
    provider: () => ({ kind: 'stopped' }),
    discover: () => Promise.reject(new Error('not asked for')),
    onChange: () => {},
  })
  const desk = createRegistrationDesk({ connect: testConnect, now: Date.now, profiles })
  const call = (
    id: string | null,
    made: CallInput<'registration.call'>['call'],
    more: Partial<CallInput<'registration.call'>> = {},
  ) =>
    desk.call(
      {
        requestId: 'r',
        id,
        issuer,
        allowHttp: false,
        endpoints: null,
        flow: connection,
        call: made,
        ...more,
      },
      never,
    )
  return { desk, profiles, vault, call }
}

const metadata = {
  application_type: 'native',
  redirect_uris: ['http://127.0.0.1/callback'],
  token_endpoint_auth_method: 'client_secret_basic',
  grant_types: ['authorization_code'],
}
const register = (client: object, initialAccessToken: string | null = null) =>
  ({ kind: 'register', metadata: JSON.stringify(client), initialAccessToken }) as const

describe('at the built-in provider', () => {
  let provider: StartedProvider
  beforeAll(async () => {
    provider = await startProvider({ port: 0 })
  })
  afterAll(() => provider.close())

  test('a client is registered, taken into a new profile, read, changed and deleted; no secret reaches the window', async () => {
    const { desk, profiles, vault, call } = await setUp(provider.issuer)
    const made = await call(null, register(metadata))
    expect(made).toMatchObject({
      kind: 'register',
      problem: null,
      received: { secrets: ['client_secret', 'registration'] },
    })
    const draft = { ...createDraft('Registered', { issuer: provider.issuer }), client_id: '' }
    const saved = desk.adopt({ requestId: 'r', id: null, draft })
    expect(saved).toMatchObject({
      client_id: made.received?.clientId,
      token_endpoint_auth_method: 'client_secret_basic',
      secrets: ['client_secret', 'registration'],
    })
    const first = profiles.secretsOf(saved.id, noVariant)
    expect(desk.kept({ id: saved.id })).toEqual({
      uri: expect.stringContaining(made.received?.clientId ?? ''),
      clientId: made.received?.clientId,
    })

    const read = await call(saved.id, { kind: 'read' })
    expect(read).toMatchObject({ problem: null, received: { clientId: saved.client_id } })
    const changed = { ...JSON.parse(read.received?.metadata ?? ''), client_name: 'weekly' }
    const updated = await call(saved.id, { kind: 'update', metadata: JSON.stringify(changed) })
    expect(updated.problem).toBeNull()
    expect(JSON.parse(updated.received?.metadata ?? '')).toMatchObject({ client_name: 'weekly' })
    // The provider gives another token at each change; the one in the vault is the one that works.
    const second = profiles.secretsOf(saved.id, noVariant)
    expect(second.registration).not.toBe(first.registration)
    expect(second.client_secret).toBe(first.client_secret)

    const deleted = await call(saved.id, { kind: 'delete' })
    expect(deleted).toMatchObject({ problem: null, received: null })
    expect(desk.kept({ id: saved.id })).toBeNull()
    await expect(call(saved.id, { kind: 'read' })).rejects.toMatchObject({ code: 'ERR_NOT_FOUND' })

    const shown = JSON.stringify([made, saved, read, updated, deleted])
    for (const { client_secret = '', registration = '{}' } of [first, second]) {
      expect(client_secret).not.toBe('')
      expect(shown).not.toContain(client_secret)
      expect(shown).not.toContain(JSON.parse(registration).registration_access_token)
    }
    vault.close()
  })

  test('an answer is taken once, and one that was dropped not at all', async () => {
    const { desk, vault, call } = await setUp(provider.issuer)
    const draft = createDraft('Registered', { issuer: provider.issuer })
    await call(null, register(metadata))
    const saved = desk.adopt({ requestId: 'r', id: null, draft })
    expect(() => desk.adopt({ requestId: 'r', id: saved.id, draft })).toThrow(/register once more/)
    await call(null, register(metadata))
    desk.drop('r')
    expect(() => desk.adopt({ requestId: 'r', id: saved.id, draft })).toThrow(/register once more/)
    vault.close()
  })

  test('a client of a profile beside the main one gets the name and the secrets', async () => {
    const { desk, profiles, vault, call } = await setUp(provider.issuer)
    const clients = [
      { id: 'm', name: 'Mobile', client_id: 'to-come', token_endpoint_auth_method: 'none' as const },
    ]
    const draft = createDraft('Two', { issuer: provider.issuer, clients })
    const { id } = profiles.save({ draft, secrets: { client_secret: 'of-the-main-one' } })
    const variant = { environment: null, client: 'm', user: null }
    const { received } = await call(id, register(metadata), { variant })
    expect(desk.adopt({ requestId: 'r', id, draft, variant })).toMatchObject({
      client_id: 'client',
      clients: [{ client_id: received?.clientId, token_endpoint_auth_method: 'client_secret_basic' }],
      variantSecrets: ['client_secret@client.m', 'registration@client.m'],
    })
    expect(profiles.secretsOf(id, noVariant)).toEqual({ client_secret: 'of-the-main-one' })
    vault.close()
  })

  test('the secrets of the client before do not stay with the new one', async () => {
    const { desk, profiles, vault, call } = await setUp(provider.issuer)
    const draft = createDraft('Again', { issuer: provider.issuer })
    const { id } = profiles.save({ draft, secrets: { client_secret: 'old', password: 'kept' } })
    await call(id, register({ ...metadata, token_endpoint_auth_method: 'none' }))
    expect(desk.adopt({ requestId: 'r', id, draft })).toMatchObject({
      token_endpoint_auth_method: 'none',
      secrets: ['registration', 'password'],
    })
    vault.close()
  })

  test('a private key in the metadata is not sent', async () => {
    const { vault, call } = await setUp(provider.issuer)
    const { privateKey } = await generateKeyPair('ES256', { extractable: true })
    const jwks = { keys: [await exportJWK(privateKey)] }
    await expect(call(null, register({ ...metadata, jwks }))).rejects.toMatchObject({ code: 'ERR_INPUT' })
    vault.close()
  })

  test('of typed keys only the public half comes back', async () => {
    const { desk, vault } = await setUp(provider.issuer)
    const { privateKey } = await generateKeyPair('ES256', { extractable: true })
    const jwk = await exportJWK(privateKey)
    const keys = await desk.keys({
      id: null,
      typed: { client_key: JSON.stringify(jwk), decryption_key: 'no key' },
    })
    expect(keys).toMatchObject({ client_key: { kty: 'EC', kid: expect.any(String) }, decryption_key: null })
    expect(JSON.stringify(keys)).not.toContain(jwk.d)
    vault.close()
  })
})

describe('a server that means harm', () => {
  let server: Server
  let issuer = ''
  let answer: { status: number; body: unknown } = { status: 201, body: {} }
  const seen: string[] = []
  beforeAll(async () => {
    server = createServer((request, response) => {
      const isMetadata = request.url === '/.well-known/openid-configuration'
      seen.push(`${request.method} ${request.url} ${request.headers.authorization ?? ''}`)
      response.writeHead(isMetadata ? 200 : answer.status, { 'content-type': 'application/json' })
      response.end(
        JSON.stringify(isMetadata ? { issuer, registration_endpoint: `${issuer}/reg` } : answer.body),
      )
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  })
  afterAll(() => new Promise((resolve) => server.close(resolve)))

  const good = () => ({
    client_id: 'c1',
    client_secret: 'marked-client-secret',
    client_secret_expires_at: 0,
    registration_client_uri: `${issuer}/reg/c1`,
    registration_access_token: 'marked-registration-token',
  })
  /** A profile that keeps a registration of `c1`. */
  async function registered() {
    answer = { status: 201, body: good() }
    const made = await setUp(issuer)
    await made.call(null, register({}))
    return {
      ...made,
      profile: made.desk.adopt({ requestId: 'r', id: null, draft: createDraft('x', { issuer }) }),
    }
  }

  test('an initial access token is sent and never shown, also where it is thrown back', async () => {
    const { vault, call } = await setUp(issuer)
    const token = 'marked-initial-token'
    answer = { status: 401, body: { error: 'invalid_token', error_description: `no: ${token}` } }
    const outcome = await call(null, register({}, token))
    expect(outcome).toMatchObject({ problem: { code: 'PROVIDER_ERROR' }, received: null })
    expect(seen.join()).toContain(`Bearer ${token}`)
    expect(JSON.stringify(outcome)).not.toContain(token)
    vault.close()
  })

  test.each<[string, () => object]>([
    ['plain http elsewhere', () => ({ registration_client_uri: 'http://op.example/c1' })],
    ['an address that is none', () => ({ registration_client_uri: '/reg/c1' })],
    ['credentials in it', () => ({ registration_client_uri: `${issuer.replace('//', '//a:b@')}/reg` })],
    ['an endless token', () => ({ registration_access_token: 'x'.repeat(30_000) })],
  ])('a place to manage it that must not be trusted is not kept: %s', async (_, change) => {
    const { desk, vault, call } = await setUp(issuer)
    answer = { status: 201, body: { ...good(), ...change() } }
    const { received } = await call(null, register({}))
    expect(received?.secrets).toEqual(['client_secret'])
    const saved = desk.adopt({ requestId: 'r', id: null, draft: createDraft('x', { issuer }) })
    expect(desk.kept({ id: saved.id })).toBeNull()
    vault.close()
  })

  test('an answer about another client is refused, and changes nothing that is kept', async () => {
    const { profiles, profile, vault, call } = await registered()
    const before = profiles.secretsOf(profile.id, noVariant)
    answer = { status: 200, body: { ...good(), client_id: 'c2', client_secret: 'another' } }
    for (const kind of ['read', 'update'] as const) {
      const made = kind === 'read' ? { kind } : { kind, metadata: '{}' }
      expect(await call(profile.id, made)).toMatchObject({ problem: { code: 'CLAIM_VALUE' }, received: null })
    }
    expect(profiles.secretsOf(profile.id, noVariant)).toEqual(before)
    vault.close()
  })

  test('a secret that is repeated in another member is not handed to the window', async () => {
    const { profile, vault, call } = await registered()
    answer = { status: 200, body: { ...good(), client_name: 'x marked-client-secret x' } }
    const read = await call(profile.id, { kind: 'read' })
    expect(read.received).toMatchObject({ metadata: null })
    expect(JSON.stringify(read)).not.toContain('marked-client-secret')
    vault.close()
  })

  test('a deletion that was not confirmed leaves the registration in the vault', async () => {
    const { desk, profile, vault, call } = await registered()
    answer = { status: 200, body: {} }
    expect(await call(profile.id, { kind: 'delete' })).toMatchObject({ problem: { code: 'HTTP_STATUS' } })
    expect(desk.kept({ id: profile.id })).not.toBeNull()
    vault.close()
  })
})
