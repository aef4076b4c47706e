import { CompactEncrypt } from 'jose'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { type ScriptedIssuer, startScriptedIssuer } from '../../e2e/support/scripted-issuer.ts'
import type { Run } from '../../shared/oauth/run.ts'
import type { RunConfig } from '../../shared/oauth/run-config.ts'
import { defaultFlow, type FlowSettings } from '../../shared/profile/flow-settings.ts'
import { ecKey, encode, jws, rsaKey } from '../jose/test-tokens.ts'
import { testConnect } from '../net/test-connection.ts'
import { type StartedProvider, startProvider } from '../provider/create-provider.ts'
import { signInByScript } from '../provider/test-sign-in.ts'
import { createFlowEngine, type FlowEngine } from './flow-engine.ts'

const mine = rsaKey()
const someoneElses = rsaKey()
const signing = ecKey('P-256')
const publicJwk = { ...mine.jwk, use: 'enc', alg: 'RSA-OAEP-256', kid: 'enc' }
const decryption_key = mine.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()

let provider: StartedProvider
let op: ScriptedIssuer
let engine: FlowEngine | null = null
beforeAll(async () => {
  provider = await startProvider({ port: 0 })
  op = await startScriptedIssuer()
})
afterEach(() => engine?.close())
afterAll(async () => {
  await provider.close()
  await op.close()
})

async function run(config: Partial<RunConfig>, flow: Partial<FlowSettings> = {}): Promise<Run> {
  const flows = createFlowEngine({
    connect: testConnect,
    now: Date.now,
    onChange: () => undefined,
    openExternal: (url) =>
      url.startsWith(op.issuer) ? fetch(url).then(() => undefined) : signInByScript(url),
    signInDeadlineMs: 3_000,
  })
  engine = flows
  const { id } = await flows.start({
    profileId: null,
    profileName: 'Encrypted',
    issuer: provider.issuer,
    client_id: '',
    token_endpoint_auth_method: 'client_secret_basic',
    secrets: {},
    scope: 'openid',
    flow: { ...defaultFlow, ...flow },
    redirect: { host: '127.0.0.1', port: 0, path: '/callback' },
    parameters: [],
    allowHttp: false,
    ...config,
  })
  const done = await flows.finished(id)
  if (!done.can.userinfo) return done
  await flows.userinfo(id)
  return flows.get(id)
}

const pick = ({ checks }: Run, ...ids: string[]) =>
  ids.map((id) => {
    const check = checks.find((each) => each.id === id)
    return `${id} ${check?.code ?? check?.status ?? 'absent'}`
  })
const failing = ({ checks }: Run) => checks.filter(({ status }) => status === 'fail')

describe('a client registered with a real provider', () => {
  async function registered(members: object): Promise<Partial<RunConfig>> {
    const answer = await fetch(`${provider.issuer}/reg`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        redirect_uris: ['http://127.0.0.1/callback'],
        application_type: 'native',
        jwks: { keys: [publicJwk] },
        ...members,
      }),
    })
    const client = (await answer.json()) as { client_id: string; client_secret: string }
    expect(answer.status).toBe(201)
    return { client_id: client.client_id, secrets: { client_secret: client.client_secret, decryption_key } }
  }
  const encrypted = {
    id_token_encrypted_response_alg: 'RSA-OAEP-256',
    id_token_encrypted_response_enc: 'A256GCM',
  }
  const userinfoEncrypted = {
    userinfo_encrypted_response_alg: 'RSA-OAEP-256',
    userinfo_encrypted_response_enc: 'A128CBC-HS256',
  }

  test.each<[string, object, Partial<FlowSettings>, readonly string[]]>([
    [
      'an HMAC',
      { id_token_signed_response_alg: 'HS256' },
      { id_token_signed_response_alg: 'HS256' },
      ['signature pass', 'alg pass'],
    ],
    [
      'one algorithm alone',
      { id_token_signed_response_alg: 'ES256' },
      { id_token_signed_response_alg: 'ES256' },
      ['signature pass', 'alg pass'],
    ],
    ['an encrypted ID token', encrypted, {}, ['encryption pass', 'signature pass']],
    [
      'an encrypted HMAC',
      { ...encrypted, id_token_signed_response_alg: 'HS256' },
      { id_token_signed_response_alg: 'HS256' },
      ['encryption pass', 'signature pass'],
    ],
    [
      'signed userinfo',
      { userinfo_signed_response_alg: 'ES256' },
      {},
      ['userinfo_signature pass', 'userinfo_issuer pass', 'userinfo_audience pass', 'userinfo_subject pass'],
    ],
    [
      'signed and encrypted userinfo',
      { userinfo_signed_response_alg: 'RS256', ...userinfoEncrypted },
      {},
      ['userinfo_encryption pass', 'userinfo_signature pass', 'userinfo_subject pass'],
    ],
  ])('%s', async (_, members, flow, expected) => {
    const done = await run(await registered(members), flow)
    expect([done.phase, done.actionProblem, failing(done)]).toEqual([{ kind: 'done' }, null, []])
    expect(pick(done, ...expected.map((each) => each.split(' ')[0] ?? ''))).toEqual(expected)
  })

  test('an encrypted ID token without the key', async () => {
    const config = await registered(encrypted)
    const done = await run({ ...config, secrets: { client_secret: config.secrets?.client_secret ?? '' } })
    expect(done.phase).toMatchObject({ kind: 'refused', problem: { code: 'ENCRYPTED' } })
    expect(pick(done, 'encryption')).toEqual(['encryption ENCRYPTED'])
  })
})

type Claims = Readonly<Record<string, unknown>>
type Make = (claims: Claims) => string | Promise<string>
const sealed =
  (inner: Make, key = mine): Make =>
  async (claims) =>
    new CompactEncrypt(new TextEncoder().encode(await inner(claims)))
      .setProtectedHeader({ alg: 'RSA-OAEP-256', enc: 'A256GCM', cty: 'JWT' })
      .encrypt(key.publicKey)
const bySignature: Make = (claims) => jws({ alg: 'ES256', kid: 'x' }, claims, signing.privateKey)
const unsecured: Make = (claims) => `${encode({ alg: 'none' })}.${encode(claims)}.`
const hmac =
  (secret: string): Make =>
  (claims) =>
    jws({ alg: 'HS256' }, claims, secret)
const keys = { keys: [{ ...signing.jwk, kid: 'x' }] }
const spki = signing.publicKey.export({ type: 'spki', format: 'pem' }).toString()
const client = () => ({
  issuer: op.issuer,
  client_id: op.clientId,
  secrets: { client_secret: op.clientSecret, decryption_key },
})

describe('an ID token that must not be taken', () => {
  const agreed = { id_token_signed_response_alg: 'HS256' }
  const es256 = { id_token_signed_response_alg: 'ES256' }
  const bySecret: Make = (claims) => hmac(op.clientSecret)(claims)
  test.each<[string, Make, Partial<FlowSettings>, readonly string[]]>([
    ['an HMAC nobody agreed on', bySecret, {}, ['signature ALG_UNSUPPORTED', 'alg ALG_NOT_ALLOWED']],
    [
      'an HMAC where ES256 was agreed on',
      bySecret,
      es256,
      ['signature ALG_UNSUPPORTED', 'alg ALG_NOT_ALLOWED'],
    ],
    ['an HMAC by the public key', hmac(spki), agreed, ['signature SIGNATURE_INVALID']],
    ['an HMAC by the public key, not agreed on', hmac(spki), {}, ['signature ALG_UNSUPPORTED']],
    [
      'an HMAC by another secret',
      hmac('another secret, long enough to be one'),
      agreed,
      ['signature SIGNATURE_INVALID'],
    ],
    [
      'another HMAC than the one agreed on',
      bySecret,
      { id_token_signed_response_alg: 'HS512' },
      ['alg ALG_NOT_ALLOWED'],
    ],
    ['a good signature where an HMAC was agreed on', bySignature, agreed, ['alg ALG_NOT_ALLOWED']],
    [
      'another key than mine',
      sealed(bySignature, someoneElses),
      {},
      ['encryption ENCRYPTED', 'id_token ENCRYPTED'],
    ],
    ['nothing signed inside', sealed(unsecured), {}, ['encryption pass', 'signature UNSECURED']],
    ['an HMAC inside', sealed(bySecret), {}, ['encryption pass', 'signature ALG_UNSUPPORTED']],
    ['another layer inside', sealed(sealed(bySignature)), {}, ['encryption pass', 'id_token ENCRYPTED']],
    ['no token inside', sealed(() => '{"sub":"ada"}'), {}, ['encryption pass', 'id_token MALFORMED']],
    ['nothing inside', sealed(() => ''), {}, ['encryption pass', 'id_token MALFORMED']],
  ])('%s', async (_, signer, flow, expected) => {
    op.setFaults({ signer, jwks: keys, metadata: { id_token_signing_alg_values_supported: ['ES256'] } })
    const done = await run(client(), flow)
    expect(done.phase.kind).toBe('refused')
    expect(pick(done, ...expected.map((each) => each.split(' ')[0] ?? ''))).toEqual(expected)
    expect(done.can.userinfo).toBe(false)
  })
})

describe('userinfo that must not be believed', () => {
  const right = (claims: Claims): Claims => ({ ...claims, iss: op.issuer, aud: op.clientId })
  test.each<[string, Make, string]>([
    [
      'another key',
      (claims) => jws({ alg: 'ES256', kid: 'x' }, right(claims), ecKey('P-256').privateKey),
      'userinfo_signature SIGNATURE_INVALID',
    ],
    ['not signed', (claims) => unsecured(right(claims)), 'userinfo_signature UNSECURED'],
    ['not signed, encrypted', (claims) => sealed(unsecured)(right(claims)), 'userinfo_signature UNSECURED'],
    [
      'an HMAC by the public key',
      (claims) => hmac(spki)(right(claims)),
      'userinfo_signature ALG_UNSUPPORTED',
    ],
    [
      'another issuer',
      (claims) => bySignature({ ...right(claims), iss: 'https://evil.example' }),
      'userinfo_issuer ISSUER',
    ],
    [
      'for another client',
      (claims) => bySignature({ ...right(claims), aud: 'other' }),
      'userinfo_audience AUDIENCE',
    ],
    ['another person', (claims) => bySignature({ ...right(claims), sub: 'eve' }), 'userinfo_subject SUBJECT'],
    [
      'nobody',
      (claims) => bySignature({ ...right(claims), sub: undefined }),
      'userinfo_subject CLAIM_MISSING',
    ],
    ['no JWT', () => 'hello', 'userinfo_signature MALFORMED'],
    ['encrypted alone', sealed((claims) => JSON.stringify(claims)), 'userinfo_signature MALFORMED'],
    [
      'to another key',
      (claims) => sealed(bySignature, someoneElses)(right(claims)),
      'userinfo_encryption ENCRYPTED',
    ],
  ])('%s', async (_, userinfoJwt, expected) => {
    op.setFaults({
      userinfoJwt,
      signer: bySignature,
      jwks: keys,
      metadata: { id_token_signing_alg_values_supported: ['ES256'] },
    })
    const done = await run(client())
    expect(done.phase).toEqual({ kind: 'done' })
    expect(pick(done, expected.split(' ')[0] ?? '')).toEqual([expected])
    expect(done.actionProblem).not.toBeNull()
  })

  test('iss and aud that are left out are said to be not checked', async () => {
    op.setFaults({
      userinfoJwt: bySignature,
      signer: bySignature,
      jwks: keys,
      metadata: { id_token_signing_alg_values_supported: ['ES256'] },
    })
    const done = await run(client())
    expect(done.actionProblem).toBeNull()
    expect(pick(done, 'userinfo_issuer', 'userinfo_audience', 'userinfo_signature')).toEqual([
      'userinfo_issuer NOT_VERIFIED',
      'userinfo_audience NOT_VERIFIED',
      'userinfo_signature pass',
    ])
  })
})

test('the decryption key is never seen in a run', async () => {
  op.setFaults({
    signer: sealed(bySignature),
    jwks: keys,
    metadata: { id_token_signing_alg_values_supported: ['ES256'] },
  })
  const done = await run(client())
  expect(done.phase).toEqual({ kind: 'done' })
  const lines = decryption_key.split('\n').filter((line) => line.length > 40)
  expect(lines.some((line) => JSON.stringify(done).includes(line))).toBe(false)
})

test('an HMAC without a client secret is refused before anything is sent', async () => {
  const flow = { id_token_signed_response_alg: 'HS256' }
  await expect(
    run({ ...client(), token_endpoint_auth_method: 'none', secrets: {} }, flow),
  ).rejects.toMatchObject({ code: 'ERR_INPUT' })
})
