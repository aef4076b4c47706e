import { expect, test } from 'vitest'
import { emptyDraft, type Profile } from '../../../../shared/profile/profile.ts'
import type { ProviderStatus } from '../../../../shared/provider-status.ts'
import { checkPrecondition, startLabel } from './precondition.ts'

const stopped: ProviderStatus = { kind: 'stopped' }
const running: ProviderStatus = {
  kind: 'running',
  issuer: 'http://127.0.0.1:9000',
  ca_certificates: '',
  backchannel_logout_uri: '',
  clients: [
    {
      client_id: 'confidential',
      token_endpoint_auth_method: 'client_secret_basic',
      client_secret: 'made afresh',
      client_certificate: null,
      description: '',
    },
  ],
}

function profile(change: Partial<Profile> = {}): Profile {
  return {
    ...emptyDraft,
    id: 'p1',
    name: 'Acme',
    issuer: 'https://login.acme.test/realms/a',
    client_id: 'app',
    builtIn: false,
    secrets: [],
    variantSecrets: [],
    createdAt: 0,
    updatedAt: 0,
    ...change,
  }
}

test.each<[string, Profile | null, ProviderStatus, string]>([
  ['nothing chosen', null, stopped, 'no_profile'],
  ['a public client', profile(), stopped, 'ready'],
  ['the built-in profile, stopped', profile({ builtIn: true }), stopped, 'provider_stopped'],
  ['the built-in profile, starting', profile({ builtIn: true }), { kind: 'starting' }, 'provider_starting'],
  [
    'the built-in profile, failed',
    profile({ builtIn: true }),
    { kind: 'failed', message: 'x' },
    'provider_failed',
  ],
  ['the built-in profile, running', profile({ builtIn: true }), running, 'ready'],
  [
    'a confidential client without its secret',
    profile({ token_endpoint_auth_method: 'client_secret_basic' }),
    stopped,
    'input_missing',
  ],
  [
    'a client of the built-in provider, whose secret is made at each start',
    profile({ builtIn: true, client_id: 'confidential', token_endpoint_auth_method: 'client_secret_basic' }),
    running,
    'ready',
  ],
  [
    'a client that the built-in provider does not know',
    profile({ builtIn: true, client_id: 'unknown', token_endpoint_auth_method: 'client_secret_basic' }),
    running,
    'input_missing',
  ],
  [
    'another profile with the same client ID',
    profile({ client_id: 'confidential', token_endpoint_auth_method: 'client_secret_basic' }),
    running,
    'input_missing',
  ],
  [
    'a confidential client with its secret',
    profile({ token_endpoint_auth_method: 'client_secret_post', secrets: ['client_secret'] }),
    stopped,
    'ready',
  ],
  ['plain http elsewhere', profile({ issuer: 'http://login.acme.test' }), stopped, 'issuer_refused'],
  [
    'plain http elsewhere, allowed',
    profile({ issuer: 'http://login.acme.test', allowHttp: true }),
    stopped,
    'ready',
  ],
  ['plain http on loopback', profile({ issuer: 'http://127.0.0.1:8080' }), stopped, 'ready'],
  ['no address at all', profile({ issuer: 'acme' }), stopped, 'issuer_refused'],
])('%s', (_, given, provider, kind) => {
  expect(checkPrecondition(given, provider).kind).toBe(kind)
})

test('says where the browser will go', () => {
  expect(checkPrecondition(profile(), stopped)).toMatchObject({
    will: expect.stringContaining('login.acme.test'),
  })
})

test('what is missing is named by its field, so that a person can be led to it', () => {
  const keyless = profile({ token_endpoint_auth_method: 'private_key_jwt' })
  expect(checkPrecondition(keyless, stopped)).toMatchObject({ kind: 'input_missing', field: 'client_key' })
  const nameless = profile({ flow: { ...emptyDraft.flow, grant_type: 'password' } })
  expect(checkPrecondition(nameless, stopped)).toMatchObject({ kind: 'input_missing', field: 'username' })
})

test('a browser is only spoken of where one opens', () => {
  const machine = profile({ flow: { ...emptyDraft.flow, grant_type: 'client_credentials' } })
  const ready = checkPrecondition(machine, stopped)
  expect(ready.kind === 'ready' && ready.will).toMatch(/no browser opens/)
  expect(startLabel(machine)).toBe('Get tokens')
  expect(startLabel(profile())).toBe('Sign in with browser')
})
