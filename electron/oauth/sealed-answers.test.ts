import { CompactEncrypt } from 'jose'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { Run } from '../../shared/oauth/run.ts'
import type { RunConfig } from '../../shared/oauth/run-config.ts'
import { defaultFlow, type FlowSettings } from '../../shared/profile/flow-settings.ts'
import { clientSecretKey } from '../jose/jwe/client-secret-key.ts'
import { ecKey, encode, jws, rsaKey } from '../jose/test-tokens.ts'
import { testConnect } from '../net/test-connection.ts'
import { type StartedProvider, startProvider } from '../provider/create-provider.ts'
import { signInByScript } from '../provider/test-sign-in.ts'
import { createFlowEngine, type FlowEngine } from './flow-engine.ts'

const mine = rsaKey()
const decryption_key = mine.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
const publicJwk = { ...mine.jwk, use: 'enc', alg: 'RSA-OAEP-256', kid: 'enc' }

let provider: StartedProvider
let engine: FlowEngine | null = null
beforeAll(async () => {
  provider = await startProvider({ port: 0 })
})
afterEach(() => engine?.close())
afterAll(() => provider.close())

type Change = (answer: URLSearchParams) => void | Promise<void>
type Client = Pick<RunConfig, 'client_id' | 'secrets'>

async function registered(members: object): Promise<Client> {
  const answer = await fetch(`${provider.issuer}/reg`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      redirect_uris: ['http://127.0.0.1/callback'],
      application_type: 'native',
      grant_types: ['authorization_code', 'implicit'],
      response_types: ['code', 'id_token', 'id_token token', 'code id_token', 'code id_token token'],
      jwks: { keys: [publicJwk] },
      ...members,
    }),
  })
  const client = (await answer.json()) as { client_id: string; client_secret: string }
  expect([answer.status, client]).toMatchObject([201, {}])
  return { client_id: client.client_id, secrets: { client_secret: client.client_secret, decryption_key } }
}

async function run(
  client: Client,
  flow: Partial<FlowSettings>,
  change: Change = () => undefined,
): Promise<Run> {
  const flows = createFlowEngine({
    connect: testConnect,
    now: Date.now,
    onChange: () => undefined,
    openExternal: (url) => signInByScript(url, change),
    signInDeadlineMs: 2_000,
  })
  engine = flows
  const { id } = await flows.start({
    profileId: null,
    profileName: 'Sealed',
    issuer: provider.issuer,
    token_endpoint_auth_method: 'client_secret_basic',
    scope: 'openid',
    flow: { ...defaultFlow, ...flow },
    redirect: { host: '127.0.0.1', port: 0, path: '/callback' },
    parameters: [],
    allowHttp: false,
    ...client,
  })
  const done = await flows.finished(id)
  if (!done.can.userinfo || flow.userinfo_encrypted_response_alg === undefined) return done
  await flows.userinfo(id)
  return flows.get(id)
}

const outcomes = ({ checks }: Run, ids: readonly string[]) =>
  ids.map((id) => {
    const check = checks.find((each) => each.id === id)
    return `${id} ${check?.code ?? check?.status ?? 'absent'}`
  })
const failing = ({ checks }: Run) => checks.filter(({ status }) => status === 'fail')
const idsOf = (expected: readonly string[]) => expected.map((each) => each.split(' ')[0] ?? '')

const encryptedJarm = {
  authorization_signed_response_alg: 'ES256',
  authorization_encrypted_response_alg: 'RSA-OAEP-256',
}

describe('answers of a real provider, opened and checked', () => {
  type Case = readonly [string, object, Partial<FlowSettings>, readonly string[]]
  const jarmPasses = ['jarm_signature pass', 'jarm_alg pass', 'jarm_issuer pass', 'jarm_audience pass']
  const bySecret = (alg: string, enc: string): Case => [
    `ID token by the secret: ${alg} ${enc}`,
    { id_token_encrypted_response_alg: alg, id_token_encrypted_response_enc: enc },
    { id_token_encrypted_response_alg: alg },
    ['encryption pass', 'signature pass'],
  ]
  const cases: readonly Case[] = [
    [
      'JARM encrypted to the key',
      encryptedJarm,
      { response_mode: 'jwt' },
      ['jarm_encryption pass', ...jarmPasses],
    ],
    [
      'JARM encrypted to the key, as a form',
      encryptedJarm,
      { response_mode: 'form_post.jwt', ...encryptedJarm },
      ['jarm_encryption pass', ...jarmPasses],
    ],
    [
      'JARM encrypted, in the fragment, with an ID token',
      encryptedJarm,
      { response_mode: 'jwt', response_type: 'code id_token' },
      ['jarm_encryption pass', ...jarmPasses, 'front_signature pass'],
    ],
    [
      'JARM signed with the secret',
      { authorization_signed_response_alg: 'HS256' },
      { response_mode: 'jwt', authorization_signed_response_alg: 'HS256' },
      jarmPasses,
    ],
    [
      'JARM signed and encrypted with the secret',
      { authorization_signed_response_alg: 'HS256', authorization_encrypted_response_alg: 'A256KW' },
      {
        response_mode: 'query.jwt',
        authorization_signed_response_alg: 'HS256',
        authorization_encrypted_response_alg: 'A256KW',
      },
      ['jarm_encryption pass', ...jarmPasses],
    ],
    bySecret('A128KW', 'A128CBC-HS256'),
    bySecret('A256KW', 'A256GCM'),
    bySecret('dir', 'A128GCM'),
    bySecret('dir', 'A128CBC-HS256'),
    bySecret('dir', 'A256CBC-HS512'),
    [
      'userinfo by the secret',
      { userinfo_signed_response_alg: 'ES256', userinfo_encrypted_response_alg: 'A128KW' },
      { userinfo_encrypted_response_alg: 'A128KW' },
      ['userinfo_encryption pass', 'userinfo_signature pass', 'userinfo_subject pass'],
    ],
    [
      'an encrypted ID token in the browser, hybrid',
      { id_token_encrypted_response_alg: 'A128KW' },
      { response_type: 'code id_token token', id_token_encrypted_response_alg: 'A128KW' },
      [
        'front_encryption pass',
        'front_signature pass',
        'front_c_hash pass',
        'encryption pass',
        'front_same pass',
      ],
    ],
    [
      'an HMAC in the browser, hybrid',
      { id_token_signed_response_alg: 'HS256' },
      { response_type: 'code id_token', id_token_signed_response_alg: 'HS256' },
      ['front_signature pass', 'front_alg pass', 'front_c_hash pass', 'signature pass', 'front_same pass'],
    ],
    [
      'an HMAC in the browser, implicit',
      { id_token_signed_response_alg: 'HS256' },
      { grant_type: 'implicit', response_type: 'id_token', id_token_signed_response_alg: 'HS256' },
      ['signature pass', 'alg pass', 'nonce pass', 'second_check absent'],
    ],
    [
      'an HMAC in the browser, implicit with a token',
      { id_token_signed_response_alg: 'HS256' },
      { grant_type: 'implicit', response_type: 'id_token token', id_token_signed_response_alg: 'HS256' },
      ['signature pass', 'alg pass', 'at_hash pass'],
    ],
    [
      'an encrypted HMAC in a signed answer, implicit',
      { id_token_signed_response_alg: 'HS256', id_token_encrypted_response_alg: 'A128KW' },
      {
        grant_type: 'implicit',
        response_type: 'id_token',
        response_mode: 'jwt',
        id_token_signed_response_alg: 'HS256',
        id_token_encrypted_response_alg: 'A128KW',
      },
      ['encryption pass', 'signature pass', 'jarm_signature pass'],
    ],
    [
      'a request object encrypted with the secret',
      { request_object_signing_alg: 'HS256', request_object_encryption_alg: 'A128KW' },
      { request_object_signing_alg: 'HS256', request_object_encryption_alg: 'A128KW' },
      ['signature pass'],
    ],
    [
      'a request object encrypted with the secret itself',
      { request_object_encryption_alg: 'dir', request_object_encryption_enc: 'A128CBC-HS256' },
      {
        request_object_signing_alg: 'HS256',
        request_object_encryption_alg: 'dir',
        request_object_encryption_enc: 'A128CBC-HS256',
      },
      ['signature pass'],
    ],
  ]
  test.each(cases)('%s', async (_, members, flow, expected) => {
    const done = await run(await registered(members), flow)
    expect([done.phase, done.actionProblem, failing(done)]).toEqual([{ kind: 'done' }, null, []])
    expect(outcomes(done, idsOf(expected))).toEqual(expected)
  })
})

const spki = (key: ReturnType<typeof ecKey>) =>
  key.publicKey.export({ type: 'spki', format: 'pem' }).toString()
const sealed = (alg: string, key: Parameters<CompactEncrypt['encrypt']>[0], inner: string) =>
  new CompactEncrypt(new TextEncoder().encode(inner))
    .setProtectedHeader({ alg, enc: 'A128CBC-HS256', cty: 'JWT' })
    .encrypt(key)
const bytesOf = (secret: string, alg: string) =>
  Buffer.from((clientSecretKey(secret, alg, 'A128CBC-HS256') as { readonly text: string }).text, 'base64url')

/** Somebody in the browser who knows the answer's members, and keys that are public, but not the client's secret. */
describe('a JARM answer that must not be taken: no code is sent', () => {
  type Forge = (claims: object, client: Client) => string | Promise<string>
  const secretOf = ({ secrets }: Client) => secrets.client_secret ?? ''
  const own = ecKey('P-256')
  const toMe = (inner: string) => sealed('RSA-OAEP-256', mine.publicKey, inner)
  const hmac = (claims: object, secret: string, alg = 'HS256') => jws({ alg }, claims, secret)
  const hs256 = { authorization_signed_response_alg: 'HS256' }
  const bySecret = { ...hs256, authorization_encrypted_response_alg: 'A128KW' }
  const cases: readonly (readonly [string, Partial<FlowSettings>, Forge, string])[] = [
    ['an HMAC nobody agreed on', {}, (claims, client) => hmac(claims, secretOf(client)), 'ALG_UNSUPPORTED'],
    [
      'an HMAC agreed on for ID tokens alone',
      { id_token_signed_response_alg: 'HS256' },
      (claims, client) => hmac(claims, secretOf(client)),
      'ALG_UNSUPPORTED',
    ],
    ['an HMAC by a public key', hs256, (claims) => hmac(claims, spki(own)), 'SIGNATURE_INVALID'],
    ['another HMAC', hs256, (claims, client) => hmac(claims, secretOf(client), 'HS512'), 'ALG_UNSUPPORTED'],
    [
      'a public-key signature in place of the HMAC',
      hs256,
      (claims) => jws({ alg: 'ES256' }, claims, own.privateKey),
      'SIGNATURE_INVALID',
    ],
    [
      'encrypted, unsigned inside',
      {},
      (claims) => toMe(`${encode({ alg: 'none' })}.${encode(claims)}.`),
      'UNSECURED',
    ],
    [
      'encrypted, another’s signature',
      {},
      (claims) => toMe(jws({ alg: 'ES256' }, claims, own.privateKey)),
      'SIGNATURE_INVALID',
    ],
    [
      'not encrypted although agreed on',
      bySecret,
      (claims, client) => hmac(claims, secretOf(client)),
      'ALG_NOT_ALLOWED',
    ],
    [
      'by the secret, unsigned inside',
      bySecret,
      (claims, client) =>
        sealed(
          'A128KW',
          bytesOf(secretOf(client), 'A128KW'),
          `${encode({ alg: 'none' })}.${encode(claims)}.`,
        ),
      'UNSECURED',
    ],
  ]
  const claimsFor = (state: string, client: Client) => ({
    iss: provider.issuer,
    aud: client.client_id,
    exp: Math.floor(Date.now() / 1000) + 60,
    code: 'stolen',
    state,
  })
  const stateIn = (answer: URLSearchParams): string => {
    const [, payload = ''] = (answer.get('response') ?? '').split('.')
    return (JSON.parse(Buffer.from(payload, 'base64url').toString()) as { state: string }).state
  }
  test.each(cases)('%s', async (_, flow, forge, code) => {
    const client = await registered({ authorization_signed_response_alg: 'ES256' })
    const done = await run(client, { response_mode: 'query.jwt', ...flow }, async (answer) => {
      answer.set('response', await forge(claimsFor(stateIn(answer), client), client))
    })
    expect(done.phase).toMatchObject({ kind: 'refused', problem: { code } })
    expect(done.steps.some(({ id }) => id === 'token')).toBe(false)
  })

  test.each<[string, Partial<FlowSettings>, Forge]>([
    ['another key', {}, (claims) => sealed('RSA-OAEP-256', rsaKey().publicKey, JSON.stringify(claims))],
    [
      'by the secret although nobody agreed on it',
      {},
      (claims, client) =>
        sealed('A128KW', bytesOf(secretOf(client), 'A128KW'), hmac(claims, secretOf(client))),
    ],
    [
      'to the key although the secret was agreed on',
      bySecret,
      (claims, client) => toMe(hmac(claims, secretOf(client))),
    ],
    [
      'by another algorithm of the secret',
      bySecret,
      (claims, client) =>
        sealed('A256KW', bytesOf(secretOf(client), 'A256KW'), hmac(claims, secretOf(client))),
    ],
  ])('%s is not opened, and the run waits on and says why', async (_, flow, forge) => {
    const client = await registered({ authorization_signed_response_alg: 'ES256' })
    const done = await run(client, { response_mode: 'query.jwt', ...flow }, async (answer) => {
      answer.set('response', await forge(claimsFor(stateIn(answer), client), client))
    })
    expect(done.phase).toMatchObject({ kind: 'failed', problem: { code: 'ENCRYPTED' } })
    expect(done.steps.find(({ id }) => id === 'ignored_callback')?.note).toMatch(/could not be opened/)
    expect(done.steps.some(({ id }) => id === 'token')).toBe(false)
  })
})

describe('an ID token in the browser that must not be taken where an HMAC was agreed on', () => {
  type Forge = (claims: object, client: Client) => string
  const own = ecKey('P-256')
  const claimsIn = (token: string) =>
    JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as object
  const agreed = { id_token_signed_response_alg: 'HS256' }
  const cases: readonly (readonly [string, Partial<FlowSettings>, Forge, string])[] = [
    [
      'by a public key as the secret',
      agreed,
      (claims) => jws({ alg: 'HS256' }, claims, spki(own)),
      'SIGNATURE_INVALID',
    ],
    [
      'by another secret',
      agreed,
      (claims) => jws({ alg: 'HS256' }, claims, 'x'.repeat(40)),
      'SIGNATURE_INVALID',
    ],
    [
      'by another HMAC',
      agreed,
      (claims, { secrets }) => jws({ alg: 'HS512' }, claims, secrets.client_secret ?? ''),
      'ALG_NOT_ALLOWED',
    ],
    [
      'by a key of somebody',
      agreed,
      (claims) => jws({ alg: 'ES256' }, claims, own.privateKey),
      'ALG_NOT_ALLOWED',
    ],
    ['unsigned', agreed, (claims) => `${encode({ alg: 'none' })}.${encode(claims)}.`, 'UNSECURED'],
    [
      'an HMAC nobody agreed on',
      {},
      (claims, { secrets }) => jws({ alg: 'HS256' }, claims, secrets.client_secret ?? ''),
      'ALG_UNSUPPORTED',
    ],
  ]
  const types = [
    { grant_type: 'implicit', response_type: 'id_token' },
    { grant_type: 'authorization_code', response_type: 'code id_token' },
  ] as const
  const all = types.flatMap((type) =>
    cases.map(
      ([name, flow, forge, code]) =>
        [`${type.response_type}: ${name}`, { ...type, ...flow }, forge, code] as const,
    ),
  )
  test.each(all)('%s', async (_, flow, forge, code) => {
    const client = await registered(
      flow.id_token_signed_response_alg === undefined ? {} : { id_token_signed_response_alg: 'HS256' },
    )
    const done = await run(client, flow, (answer) => {
      answer.set('id_token', forge(claimsIn(answer.get('id_token') ?? ''), client))
    })
    expect(done.phase.kind).toBe('refused')
    const codes = done.checks.filter(({ status }) => status !== 'pass').map((check) => check.code)
    expect(codes).toContain(code)
    expect(done.steps.some(({ id }) => id === 'token')).toBe(false)
  })
})

test.each<[string, object, Partial<FlowSettings>, string]>([
  ['an ID token', {}, { id_token_encrypted_response_alg: 'RSA-OAEP-256' }, 'encryption'],
  ['userinfo', {}, { userinfo_encrypted_response_alg: 'RSA-OAEP-256' }, 'userinfo_encryption'],
])('%s that was to be encrypted and was not is refused', async (_, members, flow, id) => {
  const done = await run(await registered(members), flow)
  expect(outcomes(done, [id])).toEqual([`${id} ALG_NOT_ALLOWED`])
  expect(done.phase.kind === 'refused' || done.actionProblem !== null).toBe(true)
})

test.each<Partial<FlowSettings>>([
  { id_token_encrypted_response_alg: 'dir' },
  { userinfo_encrypted_response_alg: 'A128KW' },
  { response_mode: 'jwt', authorization_signed_response_alg: 'HS256' },
  { response_mode: 'jwt', authorization_encrypted_response_alg: 'A256GCMKW' },
])('without a client secret %j is refused before anything is sent', async (flow) => {
  await expect(run({ client_id: 'x', secrets: { decryption_key } }, flow)).rejects.toMatchObject({
    code: 'ERR_INPUT',
  })
})

test.each([
  ['A128KW', 'A256GCM', 'sha256', 16],
  ['A256GCMKW', 'A128GCM', 'sha256', 32],
  ['dir', 'A192CBC-HS384', 'sha384', 48],
  ['dir', 'A256CBC-HS512', 'sha512', 64],
])('the key of %s %s is the left of %s', async (alg, enc, hash, bytes) => {
  const { createHash } = await import('node:crypto')
  const expected = createHash(hash).update('geheim €').digest().subarray(0, bytes).toString('base64url')
  expect(clientSecretKey('geheim €', alg, enc)).toEqual({
    kind: 'secret',
    text: expected,
    encoding: 'base64url',
  })
})

test.each([
  ['', 'A128KW', 'A128GCM'],
  ['secret', 'PBES2-HS256+A128KW', 'A128GCM'],
  ['secret', 'RSA-OAEP', 'A128GCM'],
  ['secret', 'dir', 'constructor'],
])('there is no key for %j %s %s', (secret, alg, enc) => {
  expect(clientSecretKey(secret, alg, enc)).toBeNull()
})
