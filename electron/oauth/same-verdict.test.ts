import { createHash, type KeyObject } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ScriptedIssuer, startScriptedIssuer } from '../../e2e/support/scripted-issuer.ts'
import { defaultFlow } from '../../shared/profile/flow-settings.ts'
import type { VerdictCode } from '../../shared/verdict/check.ts'
import { runJobHere } from '../jose/crypto-jobs.ts'
import { ecKey, encode, jws, rsaKey } from '../jose/test-tokens.ts'
import { verifyToken } from '../jose/verify/verify-token.ts'
import { testConnect } from '../net/test-connection.ts'
import { createFlowEngine } from './flow-engine.ts'

let op: ScriptedIssuer
beforeAll(async () => {
  op = await startScriptedIssuer()
})
afterAll(() => op.close())

const rsa = rsaKey()
const other = rsaKey()
const short = rsaKey(1024)
const ec = ecKey('P-256')
const privateJwk = rsa.privateKey.export({ format: 'jwk' })

type Claims = Readonly<Record<string, unknown>>
type Signer = (claims: Claims) => string
const by =
  (key: KeyObject, header: Record<string, unknown> = {}): Signer =>
  (claims) =>
    jws({ alg: 'RS256', kid: 'a', ...header }, claims, key)
const noKid = by(rsa.privateKey, { kid: undefined })

/** With exponent 1 the padded hash is its own signature (RFC 8017 §9.2): no private key is needed. */
const forged: Signer = (claims) => {
  const input = `${encode({ alg: 'RS256', kid: 'a' })}.${encode(claims)}`
  const hash = createHash('sha256').update(input).digest()
  const info = Buffer.concat([Buffer.from('3031300d060960864801650304020105000420', 'hex'), hash])
  const padding = Buffer.alloc(256 - 3 - info.length, 0xff)
  return `${input}.${Buffer.concat([Buffer.from([0, 1]), padding, Buffer.from([0]), info]).toString('base64url')}`
}

/** Accepted by the flow, and the codes of the flow and of a look at the token by itself. */
type Row = readonly [
  name: string,
  signer: Signer,
  keys: readonly unknown[] | string,
  flow: VerdictCode,
  inspect: VerdictCode,
]

const a = { ...rsa.jwk, kid: 'a' }
// biome-ignore format: one row, one line
const rows: readonly Row[] = [
  ['the key it names', by(rsa.privateKey), [a], 'OK', 'OK'],
  ['forged with exponent 1', forged, [{ ...a, e: 'AQ' }], 'KEY_INVALID', 'KEY_INVALID'],
  ['forged with exponent 1, other keys beside it', forged, [{ ...other.jwk, kid: 'b' }, { ...a, e: 'AQ' }], 'KEY_INVALID', 'KEY_INVALID'],
  ['another key', by(other.privateKey), [a], 'SIGNATURE_INVALID', 'SIGNATURE_INVALID'],
  ['no kid, one key', noKid, [a], 'OK', 'OK'],
  ['no kid, one key and one for encryption', noKid, [a, { ...other.jwk, kid: 'b', use: 'enc' }], 'OK', 'OK'],
  ['no kid, two RSA keys', noKid, [a, { ...other.jwk, kid: 'b' }], 'KEY_AMBIGUOUS', 'OK'],
  ['no kid, two RSA keys, the second one fits', noKid, [{ ...other.jwk, kid: 'b' }, a], 'KEY_AMBIGUOUS', 'OK'],
  ['a 1024-bit key', by(short.privateKey), [{ ...short.jwk, kid: 'a' }], 'KEY_INVALID', 'OK'],
  ['a private key published', by(rsa.privateKey), [{ ...privateJwk, kid: 'a' }], 'KEY_INVALID', 'OK'],
  ['null beside the key', by(rsa.privateKey), [null, a], 'JWKS_INVALID', 'OK'],
  ['one kid on an EC and an RSA key', by(rsa.privateKey), [{ ...ec.jwk, kid: 'a' }, a], 'OK', 'OK'],
  ['one kid on enc and sig', by(rsa.privateKey), [{ ...other.jwk, kid: 'a', use: 'enc' }, { ...a, use: 'sig' }], 'OK', 'OK'],
  ['one kid with two alg', by(rsa.privateKey), [{ ...other.jwk, kid: 'a', alg: 'PS256' }, { ...a, alg: 'RS256' }], 'OK', 'OK'],
  ['one kid on two keys that fit', by(rsa.privateKey), [{ ...other.jwk, kid: 'a' }, a], 'KEY_AMBIGUOUS', 'KEY_AMBIGUOUS'],
  ['a key bound to another alg', by(rsa.privateKey), [{ ...a, alg: 'PS256' }], 'ALG_NOT_ALLOWED', 'ALG_NOT_ALLOWED'],
  ['a key for encryption', by(rsa.privateKey), [{ ...a, use: 'enc' }], 'KEY_INVALID', 'KEY_INVALID'],
  ['a key that may only sign', by(rsa.privateKey), [{ ...a, key_ops: ['sign'] }], 'KEY_INVALID', 'KEY_INVALID'],
  ['a kid that is a number', by(rsa.privateKey, { kid: 1 }), [a], 'MALFORMED', 'MALFORMED'],
  ['a b64 that is false', by(rsa.privateKey, { b64: false }), [a], 'CRIT', 'CRIT'],
  ['a key in the header', by(other.privateKey, { jwk: other.jwk, kid: undefined }), [a], 'SIGNATURE_INVALID', 'SIGNATURE_INVALID'],
  ['no kid, only a symmetric key', noKid, [{ kty: 'oct', k: 'AAAA' }], 'KEY_NOT_FOUND', 'KEY_NOT_FOUND'],
  ['kty twice', by(rsa.privateKey), `{"keys":[${JSON.stringify(a).replace('{', '{"kty":"EC",')}]}`, 'KEY_INVALID', 'KEY_INVALID'],
  ['one key, no set', by(rsa.privateKey), JSON.stringify(a), 'JWKS_INVALID', 'JWKS_INVALID'],
]

test.each(rows)('%s', async (_, signer, keys, flowCode, inspectCode) => {
  const text = typeof keys === 'string' ? keys : JSON.stringify({ keys })
  op.setFaults({ signer, jwksText: text })
  const engine = createFlowEngine({
    connect: testConnect,
    now: Date.now,
    onChange: () => undefined,
    openExternal: async (url) => void (await fetch(url)),
    signInDeadlineMs: 3_000,
  })
  const { id } = await engine.start({
    profileId: null,
    profileName: 'x',
    issuer: op.issuer,
    client_id: op.clientId,
    token_endpoint_auth_method: 'client_secret_basic',
    secrets: { client_secret: op.clientSecret },
    scope: 'openid',
    flow: defaultFlow,
    redirect: { host: '127.0.0.1', port: 0, path: '/callback' },
    parameters: [],
    allowHttp: false,
  })
  const run = await engine.finished(id)
  const { token } = engine.token(id, 'id_token')
  await engine.close()
  const seen = await verifyToken(
    { token, source: { kind: 'discovery', issuer: op.issuer }, expect: {} },
    { fetch, now: Date.now, run: runJobHere },
  )
  expect([run.phase.kind, 'problem' in run.phase ? run.phase.problem.code : 'OK', seen.code]).toEqual([
    flowCode === 'OK' ? 'done' : 'refused',
    flowCode,
    inspectCode,
  ])
  // The flow may be stricter, never laxer, and where it is stricter it says why.
  if (seen.verdict !== 'valid') expect(run.phase.kind).toBe('refused')
  if (seen.verdict === 'valid' && run.phase.kind === 'refused') {
    const reason = run.checks.find(({ status }) => status === 'fail')
    expect(reason).toMatchObject({ id: 'second_check', note: expect.stringMatching(/\w.*\.$/) })
    expect(run.checks.find((check) => check.id === 'signature')?.status).toBe('pass')
  }
})
