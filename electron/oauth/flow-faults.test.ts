import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { Faults } from '../../e2e/support/scripted-faults.ts'
import { type ScriptedIssuer, startScriptedIssuer } from '../../e2e/support/scripted-issuer.ts'
import type { Run } from '../../shared/oauth/run.ts'
import type { RunConfig } from '../../shared/oauth/run-config.ts'
import { defaultFlow } from '../../shared/profile/flow-settings.ts'
import { rsaKey } from '../jose/test-tokens.ts'
import { testConnect } from '../net/test-connection.ts'
import { createFlowEngine, type FlowEngine } from './flow-engine.ts'

let op: ScriptedIssuer
let engine: FlowEngine | undefined

beforeAll(async () => {
  op = await startScriptedIssuer()
})
afterEach(() => engine?.close())
afterAll(() => op.close())

const hour = 3600
const seconds = () => Math.floor(Date.now() / 1000)

async function run(faults: Partial<Faults>, change: Partial<RunConfig> = {}): Promise<Run> {
  op.setFaults(faults)
  engine = createFlowEngine({
    connect: testConnect,
    now: Date.now,
    onChange: () => undefined,
    openExternal: async (url) => {
      await fetch(url).catch(() => undefined)
    },
    signInDeadlineMs: 700,
    limits: { maxBytes: 1_000_000, deadlineMs: 600 },
  })
  const config: RunConfig = {
    profileId: null,
    profileName: 'Scripted',
    issuer: op.issuer,
    client_id: op.clientId,
    token_endpoint_auth_method: 'client_secret_basic',
    secrets: { client_secret: op.clientSecret },
    scope: 'openid offline_access',
    flow: defaultFlow,
    redirect: { host: '127.0.0.1', port: 0, path: '/callback' },
    parameters: [],
    allowHttp: false,
    ...change,
  }
  const { id } = await engine.start(config)
  return engine.finished(id)
}

/** Phase, code, and the ids of the failed checks. */
function outcome(made: Run): readonly unknown[] {
  const { phase } = made
  return [
    phase.kind,
    'problem' in phase ? phase.problem.code : 'OK',
    made.checks.filter(({ status }) => status === 'fail').map(({ id }) => id),
  ]
}

type Row = readonly [
  name: string,
  faults: () => Partial<Faults>,
  phase: Run['phase']['kind'],
  code: string,
  failed: readonly string[],
  change?: Partial<RunConfig>,
]

const spare = rsaKey().jwk
const twoRsaKeys = {
  keys: [
    { ...rsaKey().jwk, kid: 'x' },
    { ...spare, kid: 'y' },
  ],
}
const maxAge = { parameters: [{ name: 'max_age', value: '60' }] }
const plain = { scope: 'profile' }

// biome-ignore format: one row, one line
const rows: readonly Row[] = [
  // Metadata: nothing is sent to a server that is not who it should be.
  ['another issuer', () => ({ metadata: { issuer: 'https://evil.example' } }), 'failed', 'METADATA_ISSUER', ['metadata_issuer']],
  ['a trailing slash', () => ({ metadata: { issuer: `${op.issuer}/` } }), 'failed', 'METADATA_ISSUER', ['metadata_issuer']],
  ['no issuer', () => ({ metadata: { issuer: undefined } }), 'failed', 'METADATA_INVALID', []],
  ['metadata as HTML', () => ({ answers: { metadata: 'html' } }), 'failed', 'NOT_JSON', []],
  ['metadata cut short', () => ({ answers: { metadata: 'not_json' } }), 'failed', 'NOT_JSON', []],
  ['metadata as an array', () => ({ answers: { metadata: 'array' } }), 'failed', 'METADATA_INVALID', []],
  ['metadata elsewhere', () => ({ answers: { metadata: 'redirect' } }), 'failed', 'REDIRECTED', []],
  ['no metadata', () => ({ answers: { metadata: 'not_found' } }), 'failed', 'HTTP_STATUS', []],
  ['metadata 500', () => ({ answers: { metadata: 'empty_500' } }), 'failed', 'HTTP_STATUS', []],
  ['huge metadata', () => ({ answers: { metadata: 'huge' } }), 'failed', 'TOO_LARGE', []],
  ['endless metadata', () => ({ answers: { metadata: 'endless' } }), 'failed', 'TOO_LARGE', []],
  ['slow metadata', () => ({ answers: { metadata: 'slow' } }), 'failed', 'TIMEOUT', []],
  ['silent metadata', () => ({ answers: { metadata: 'silent' } }), 'failed', 'TIMEOUT', []],
  ['metadata broken off', () => ({ answers: { metadata: 'reset' } }), 'failed', 'NETWORK', []],
  ['no token endpoint', () => ({ metadata: { token_endpoint: undefined } }), 'failed', 'METADATA_INVALID', []],
  ['a token endpoint on plain http', () => ({ metadata: { token_endpoint: 'http://evil.example/token' } }), 'failed', 'URL_REFUSED', []],
  ['an authorization endpoint that is a script', () => ({ metadata: { authorization_endpoint: 'javascript:alert(1)' } }), 'failed', 'METADATA_INVALID', []],
  ['metadata at the RFC 8414 address only', () => ({ onlyOauthMetadata: true }), 'done', 'OK', []],

  // Callback: whoever does not know the state cannot end the run; another provider's answer does.
  ['another state', () => ({ callback: { state: 'wrong' } }), 'failed', 'STATE', ['state']],
  ['no state', () => ({ callback: { state: undefined } }), 'failed', 'STATE', ['state']],
  ['another iss', () => ({ callback: { iss: 'https://evil.example' } }), 'refused', 'ISSUER', ['callback_iss']],
  ['iss with a slash more', () => ({ callback: { iss: `${op.issuer}/` } }), 'refused', 'ISSUER', ['callback_iss']],
  ['iss missing although announced', () => ({ callback: { iss: undefined } }), 'refused', 'ISSUER', ['callback_iss']],
  ['iss missing and not announced', () => ({ callback: { iss: undefined }, metadata: { authorization_response_iss_parameter_supported: undefined } }), 'done', 'OK', []],
  ['another iss, not announced', () => ({ callback: { iss: 'https://evil.example' }, metadata: { authorization_response_iss_parameter_supported: undefined } }), 'refused', 'ISSUER', ['callback_iss']],
  ['two codes', () => ({ callback: { code: ['a', 'b'] } }), 'refused', 'CALLBACK', ['callback']],
  ['two iss', () => ({ callback: { iss: [op.issuer, 'https://evil.example'] } }), 'refused', 'CALLBACK', ['callback']],
  ['no code', () => ({ callback: { code: undefined } }), 'refused', 'CALLBACK', ['callback']],
  ['tokens in the front channel', () => ({ callback: { access_token: 'x' } }), 'refused', 'CALLBACK', ['callback']],
  ['the fragment', () => ({ fragment: true }), 'failed', 'TIMEOUT', []],
  ['access_denied', () => ({ callback: { code: undefined, error: 'access_denied' } }), 'failed', 'PROVIDER_ERROR', []],
  ['an error and a code', () => ({ callback: { error: 'server_error' } }), 'failed', 'PROVIDER_ERROR', []],
  ['an error from another provider', () => ({ callback: { error: 'access_denied', iss: 'https://evil.example' } }), 'refused', 'ISSUER', ['callback_iss']],
  ['an error with another state', () => ({ callback: { error: 'access_denied', state: 'wrong' } }), 'failed', 'STATE', ['state']],

  // ID token: what it says.
  ['no ID token', () => ({ token: { id_token: undefined } }), 'refused', 'CLAIM_MISSING', ['id_token']],
  ['another issuer in the ID token', () => ({ idToken: { iss: 'https://evil.example' } }), 'refused', 'ISSUER', ['issuer']],
  ['another audience', () => ({ idToken: { aud: 'other' } }), 'refused', 'AUDIENCE', ['audience']],
  ['no audience', () => ({ idToken: { aud: undefined } }), 'refused', 'CLAIM_MISSING', ['audience']],
  ['an audience of numbers', () => ({ idToken: { aud: [1] } }), 'refused', 'CLAIM_TYPE', ['audience']],
  ['several audiences without azp', () => ({ idToken: { aud: ['scripted-client', 'other'] } }), 'refused', 'CLAIM_MISSING', ['azp']],
  ['several audiences with another azp', () => ({ idToken: { aud: ['scripted-client', 'other'], azp: 'other' } }), 'refused', 'AUDIENCE', ['azp']],
  ['several audiences with our azp', () => ({ idToken: { aud: ['scripted-client', 'other'], azp: 'scripted-client' } }), 'done', 'OK', []],
  ['one audience with another azp', () => ({ idToken: { azp: 'other' } }), 'refused', 'AUDIENCE', ['azp']],
  ['another nonce', () => ({ idToken: { nonce: 'other' } }), 'refused', 'NONCE', ['nonce']],
  ['no nonce', () => ({ idToken: { nonce: undefined } }), 'refused', 'NONCE', ['nonce']],
  ['no subject', () => ({ idToken: { sub: undefined } }), 'refused', 'CLAIM_MISSING', ['subject']],
  ['a subject that is a number', () => ({ idToken: { sub: 1 } }), 'refused', 'CLAIM_TYPE', ['subject']],
  ['expired', () => ({ idToken: { exp: seconds() - hour, iat: seconds() - 10 } }), 'refused', 'EXPIRED', ['expiry']],
  ['no expiry', () => ({ idToken: { exp: undefined } }), 'refused', 'CLAIM_MISSING', ['expiry']],
  ['an expiry in words', () => ({ idToken: { exp: '9999999999' } }), 'refused', 'CLAIM_TYPE', ['expiry']],
  ['issued an hour ahead', () => ({ idToken: { iat: seconds() + hour, exp: seconds() + 2 * hour } }), 'refused', 'ISSUED_IN_FUTURE', ['issued_at']],
  ['issued a week ago', () => ({ idToken: { iat: seconds() - 7 * 24 * hour } }), 'refused', 'STALE', ['issued_at', 'lifetime']],
  ['no iat', () => ({ idToken: { iat: undefined } }), 'refused', 'CLAIM_MISSING', ['issued_at']],
  ['not valid yet', () => ({ idToken: { nbf: seconds() + hour } }), 'refused', 'NOT_YET_VALID', ['not_before']],
  ['good for years: a remark', () => ({ idToken: { exp: seconds() + 20_000 * hour } }), 'done', 'OK', ['lifetime']],
  ['a wrong at_hash', () => ({ idToken: { at_hash: 'AAAAAAAAAAAAAAAAAAAAAA' } }), 'refused', 'HASH', ['at_hash']],
  ['no at_hash: not checked', () => ({ idToken: { at_hash: undefined } }), 'done', 'OK', []],
  ['a wrong c_hash', () => ({ idToken: { c_hash: 'AAAAAAAAAAAAAAAAAAAAAA' } }), 'refused', 'HASH', ['c_hash']],
  ['a wrong s_hash', () => ({ idToken: { s_hash: 'AAAAAAAAAAAAAAAAAAAAAA' } }), 'refused', 'HASH', ['s_hash']],
  ['max_age without auth_time', () => ({ idToken: { auth_time: undefined } }), 'refused', 'CLAIM_MISSING', ['auth_time'], maxAge],
  ['max_age exceeded', () => ({ idToken: { auth_time: seconds() - hour } }), 'refused', 'AUTH_TIME', ['auth_time'], maxAge],
  ['max_age kept', () => ({}), 'done', 'OK', [], maxAge],

  // ID token: how it is signed.
  ['alg none', () => ({ signing: 'none' }), 'refused', 'UNSECURED', ['alg']],
  ['alg none, even announced', () => ({ signing: 'none', metadata: { id_token_signing_alg_values_supported: ['RS256', 'none'] } }), 'refused', 'UNSECURED', ['alg']],
  ['HS256 with the public key', () => ({ signing: 'hs256_public_key' }), 'refused', 'ALG_NOT_ALLOWED', ['alg']],
  ['HS256 with the public key, announced', () => ({ signing: 'hs256_public_key', metadata: { id_token_signing_alg_values_supported: ['RS256', 'HS256'] } }), 'refused', 'ALG_UNSUPPORTED', []],
  ['an alg that is not announced', () => ({ signing: 'ES256', metadata: { id_token_signing_alg_values_supported: ['RS256'] } }), 'refused', 'ALG_NOT_ALLOWED', ['alg']],
  ['ES256, nothing announced: RS256 is the default', () => ({ signing: 'ES256', metadata: { id_token_signing_alg_values_supported: undefined } }), 'refused', 'ALG_NOT_ALLOWED', ['alg']],
  ['ES256 as announced', () => ({ signing: 'ES256' }), 'done', 'OK', []],
  ['another key', () => ({ signing: 'wrong_key' }), 'refused', 'SIGNATURE_INVALID', ['signature']],
  ['one bit of the signature', () => ({ signing: 'damaged' }), 'refused', 'SIGNATURE_INVALID', ['signature']],
  ['an unknown kid', () => ({ idTokenHeader: { kid: 'nope' } }), 'refused', 'KEY_NOT_FOUND', ['signature']],
  ['the kid of a key of another kind', () => ({ idTokenHeader: { kid: 'ec-1' } }), 'refused', 'KEY_TYPE_MISMATCH', ['signature']],
  ['no kid, one key fits', () => ({ idTokenHeader: { kid: undefined } }), 'done', 'OK', []],
  ['an access token for an ID token', () => ({ idTokenHeader: { typ: 'at+jwt' } }), 'refused', 'TYPE', ['type']],
  ['an encrypted ID token', () => ({ signing: 'encrypted' }), 'refused', 'ENCRYPTED', ['encryption', 'id_token']],
  ['no JWT at all', () => ({ token: { id_token: 'opaque' } }), 'refused', 'MALFORMED', ['id_token']],
  ['an ID token with padding', () => ({ token: { id_token: 'eyJhbGciOiJSUzI1NiJ9=.e30.AA' } }), 'refused', 'MALFORMED', ['id_token']],

  // Key set.
  ['keys as HTML', () => ({ answers: { jwks: 'html' } }), 'refused', 'NOT_JSON', []],
  ['keys elsewhere', () => ({ answers: { jwks: 'redirect' } }), 'refused', 'REDIRECTED', []],
  ['keys 500', () => ({ answers: { jwks: 'empty_500' } }), 'refused', 'HTTP_STATUS', []],
  ['huge keys', () => ({ answers: { jwks: 'huge' } }), 'refused', 'TOO_LARGE', []],
  ['slow keys', () => ({ answers: { jwks: 'slow' } }), 'refused', 'TIMEOUT', []],
  ['keys broken off', () => ({ answers: { jwks: 'reset' } }), 'refused', 'NETWORK', []],
  ['keys that are no list', () => ({ jwks: { keys: 'x' } }), 'refused', 'JWKS_INVALID', []],
  ['no keys', () => ({ jwks: { keys: [] } }), 'refused', 'KEY_NOT_FOUND', ['signature']],
  ['no key set address', () => ({ metadata: { jwks_uri: undefined } }), 'refused', 'KEY_NOT_FOUND', []],

  // Token answer.
  ['expires_in as a string: a remark', () => ({ token: { expires_in: '3600' } }), 'done', 'OK', ['expires_in']],
  ['no expires_in', () => ({ token: { expires_in: undefined } }), 'done', 'OK', []],
  ['expires_in that is no number', () => ({ token: { expires_in: 'soon' } }), 'refused', 'MALFORMED', ['answer', 'expires_in']],
  ['no token_type', () => ({ token: { token_type: undefined } }), 'refused', 'TOKEN_TYPE', ['token_type']],
  ['an odd token_type', () => ({ token: { token_type: 'mac' } }), 'refused', 'TOKEN_TYPE', ['token_type']],
  ['DPoP, which was not asked for', () => ({ token: { token_type: 'DPoP' } }), 'refused', 'TOKEN_TYPE', ['token_type']],
  ['bearer in odd case', () => ({ token: { token_type: 'bEaReR' } }), 'done', 'OK', []],
  ['no access token', () => ({ token: { access_token: undefined } }), 'refused', 'MALFORMED', ['answer']],
  ['an access token that is an object', () => ({ token: { access_token: { a: 'b' } } }), 'refused', 'MALFORMED', ['answer']],
  ['less scope: a remark', () => ({ token: { scope: 'openid' } }), 'done', 'OK', []],
  ['less scope, nothing for it', () => ({ token: { scope: 'openid', refresh_token: undefined } }), 'done', 'OK', ['scope']],
  ['more scope: a remark', () => ({ token: { scope: 'openid offline_access admin' } }), 'done', 'OK', ['scope']],
  ['token answer as HTML', () => ({ answers: { token: 'html' } }), 'failed', 'NOT_JSON', []],
  ['token answer as an array', () => ({ answers: { token: 'array' } }), 'failed', 'MALFORMED', []],
  ['token endpoint elsewhere', () => ({ answers: { token: 'redirect' } }), 'failed', 'REDIRECTED', []],
  ['token endpoint 500', () => ({ answers: { token: 'empty_500' } }), 'failed', 'HTTP_STATUS', []],
  ['token endpoint busy', () => ({ answers: { token: 'busy_429' } }), 'failed', 'HTTP_STATUS', []],
  ['huge token answer', () => ({ answers: { token: 'huge' } }), 'failed', 'TOO_LARGE', []],
  ['endless token answer', () => ({ answers: { token: 'endless' } }), 'failed', 'TOO_LARGE', []],
  ['slow token answer', () => ({ answers: { token: 'slow' } }), 'failed', 'TIMEOUT', []],
  ['token answer broken off', () => ({ answers: { token: 'reset' } }), 'failed', 'NETWORK', []],
  ['invalid_grant', () => ({ tokenError: { error: 'invalid_grant' } }), 'failed', 'PROVIDER_ERROR', []],
  ['a wrong secret', () => ({}), 'failed', 'PROVIDER_ERROR', [], { secrets: { client_secret: 'wrong' } }],

  // PKCE and plain OAuth.
  ['PKCE not announced', () => ({ metadata: { code_challenge_methods_supported: undefined } }), 'done', 'OK', []],
  ['PKCE without S256: a remark', () => ({ metadata: { code_challenge_methods_supported: ['plain'] } }), 'done', 'OK', ['pkce']],
  ['no openid', () => ({}), 'done', 'OK', [], plain],
  ['no openid, an ID token all the same, for others', () => ({ token: { id_token: 'a.b.c' } }), 'refused', 'MALFORMED', ['id_token'], plain],
]

for (const [name, faults, phase, code, failed, change] of rows) {
  test(name, async () => {
    expect(outcome(await run(faults(), change))).toEqual([phase, code, failed])
  })
}

describe('what a refusal leaves behind', () => {
  test('the tokens are kept for display and nothing can be done with them', async () => {
    const made = await run({ idToken: { nonce: 'other' } })
    expect(made.tokens.map(({ kind }) => kind)).toEqual(['id_token', 'access_token', 'refresh_token'])
    expect(made.can).toEqual({ refresh: false, userinfo: false, revoke: false })
    expect(engine?.token(made.id, 'id_token')).toMatchObject({ iss: op.issuer, aud: op.clientId })
    await expect(engine?.userinfo(made.id)).rejects.toMatchObject({ code: 'ERR_CONFLICT' })
  })

  test('a failed check hides no other: the signature was proved all the same', async () => {
    const made = await run({ idToken: { nonce: 'other' } })
    expect(made.checks.find(({ id }) => id === 'signature')).toMatchObject({ status: 'pass' })
  })

  test('another iss: the code never leaves', async () => {
    const before = op.requests.filter(({ path }) => path === '/token').length
    await run({ callback: { iss: 'https://evil.example' } })
    expect(op.requests.filter(({ path }) => path === '/token')).toHaveLength(before)
  })

  test('an answer that is a web page is shown as one', async () => {
    const made = await run({ answers: { token: 'html' } })
    const step = made.steps.find(({ id }) => id === 'token')
    expect(step).toMatchObject({ status: 'done' })
    expect(step?.exchanges[0]?.response?.body).toContain('captive portal')
    expect(made.phase).toMatchObject({ problem: { message: expect.stringContaining('text/html') } })
  })

  test('an answer in the fragment that no script hands over is named as one', async () => {
    const made = await run({ fragment: true })
    const step = made.steps.find(({ id }) => id === 'ignored_callback')
    expect(step?.note).toMatch(/no answer in it/)
    expect(step?.exchanges[0]?.request.url).toBe(made.redirectUri)
    expect(made.phase).toMatchObject({
      problem: { code: 'TIMEOUT', message: expect.stringContaining('fragment') },
    })
  })

  test.each<[string, Partial<Faults>, string]>([
    [
      'a busy endpoint',
      { answers: { token: 'busy_429' } },
      'HTTP 429: “slow down”. The provider asks to wait 30 s.',
    ],
    ['an empty answer', { answers: { token: 'empty_500' } }, 'HTTP 500 and an empty body.'],
    [
      'its own words',
      { tokenError: { error: 'odd', error_description: 'so it is' } },
      'The provider refused: odd. It says: “so it is”.',
    ],
    [
      'expires_in in words',
      { token: { expires_in: 'soon' } },
      'Expected: expires_in as a number of seconds. Found: soon.',
    ],
  ])('sentences do not run together: %s', async (_, faults, text) => {
    const { phase } = await run(faults)
    expect('problem' in phase && phase.problem.message).toContain(text)
  })

  test.each<[string, Partial<Faults>]>([
    ['expires_in', { token: { expires_in: 'soon' } }],
    ['two keys without kid', { idTokenHeader: { kid: undefined }, jwks: twoRsaKeys }],
    ['no keys list', { jwks: { keys: 'x' } }],
    ['a key set address that is no address', { metadata: { jwks_uri: 'x' } }],
    ['no token', { token: { access_token: undefined } }],
  ])('no words of a library: %s', async (_, faults) => {
    const made = await run(faults)
    expect(JSON.stringify([made.phase, made.checks])).not.toMatch(
      /\bJWT\b.*\bHeader Parameter|property must|"response"|as\.\w+|unexpected/,
    )
  })

  test('hostile words stay words', async () => {
    const made = await run({
      callback: {
        code: undefined,
        error: 'x',
        error_description: `<img>\u001b[31m\u202e${'a'.repeat(3000)}`,
      },
    })
    const { phase } = made
    const message = 'problem' in phase ? phase.problem.message : ''
    expect(message).toContain('<img>')
    expect(message).not.toMatch(/[\u001b\u202e]/)
    expect(message.length).toBeLessThan(650)
  })
})
