import { createHash } from 'node:crypto'
import { expect, it } from 'vitest'
import { ecKey, encode, jws, rsaKey } from '../electron/jose/test-tokens.ts'
import { noConnect } from '../electron/net/test-connection.ts'
import { parseBatchLine } from './batch-line.ts'
import { type CliIo, UsageError } from './io.ts'
import { verifyCommand } from './verify.ts'
import { contextOfLine } from './verify-context.ts'

const now = 1_800_000_000
const rsa = rsaKey()
const ec = ecKey('P-256')
const half = createHash('sha256').update('the-token').digest().subarray(0, 16).toString('base64url')
const idToken = jws(
  { alg: 'RS256' },
  { iss: 'i', sub: 's', aud: 'app', iat: now, exp: now + 60, at_hash: half },
  rsa.privateKey,
)
const proof = jws(
  { alg: 'ES256', typ: 'dpop+jwt', jwk: ec.jwk },
  { jti: '1', htm: 'GET', htu: 'https://api.test/', iat: now },
  ec.privateKey,
)
const disclosure = encode(['s', 'name', 'Ada'])
const sha = createHash('sha256').update(disclosure).digest('base64url')
const sdJwt = `${jws({ alg: 'RS256' }, { _sd: [sha] }, rsa.privateKey)}~${disclosure}~`
const files: Readonly<Record<string, string>> = {
  jwk: JSON.stringify(rsa.jwk),
  at: 'the-token\n',
  other: 'another',
  empty: '\n',
}

function run(argv: readonly string[]) {
  const out: string[] = []
  const io = {
    stdout: async (text: string) => void out.push(text),
    readFile: async (path: string) => Buffer.from(files[path] ?? ''),
    now: () => now * 1000,
    fetch: () => Promise.reject(new TypeError('fetch failed')),
    connect: noConnect,
    signal: new AbortController().signal,
    env: {},
  } as unknown as CliIo
  return verifyCommand(argv, io).then((code) => ({ code, text: out.join('') }))
}
const asId = [idToken, '--key', 'jwk', '--as', 'id_token']

it.each([
  ['an ID token with its access token', [...asId, '--client-id', 'app', '--access-token-file', 'at'], 0],
  ['an ID token with another access token', [...asId, '--access-token-file', 'other'], 1],
  ['an ID token for another client', [...asId, '--client-id', 'other'], 1],
  ['an ID token as an access token', [idToken, '--key', 'jwk', '--as', 'access_token'], 1],
  [
    'a DPoP proof, which needs no key',
    [proof, '--as', 'dpop_proof', '--htm', 'GET', '--htu', 'https://api.test'],
    0,
  ],
  ['a DPoP proof of another key', [proof, '--as', 'dpop_proof', '--jkt', 'x'], 1],
  ['an SD-JWT', [sdJwt, '--key', 'jwk'], 0],
  ['an SD-JWT without the key binding that is required', [sdJwt, '--key', 'jwk', '--kb-required'], 1],
  [
    'an SD-JWT with another disclosure',
    [sdJwt.replace(disclosure, encode(['s', 'name', 'Eve'])), '--key', 'jwk'],
    1,
  ],
])('%s', async (_, argv, code) => {
  expect((await run(argv)).code).toBe(code)
})

it.each([
  [[...asId, '--htm', 'GET']],
  [[idToken, '--key', 'jwk', '--client-id', 'app']],
  [[idToken, '--key', 'jwk', '--as', 'nothing']],
  [[...asId, '--max-age', '-1']],
  [[...asId, '--access-token-file', 'empty']],
  [[proof, '--htm', 'GET']],
  [[proof, '--as', 'dpop_proof', '--htu', 'api.test']],
  [[proof, '--as', 'dpop_proof', '--key', 'jwk']],
  [[proof, '--as', 'dpop_proof', '--htu', 'https://u@api.test']],
])('an option that nothing would be checked by is wrong usage: %#', async (argv) => {
  await expect(run(argv)).rejects.toThrow(UsageError)
})

it('refuses an address in a line that no proof can be compared with', () => {
  const asked = contextOfLine({ as: 'dpop_proof', htu: 'api.test/orders' })
  expect(asked).toMatch(/^htu: an http or https address/)
})

it('reads the same fields from a line of a batch', () => {
  const line = (fields: object) => contextOfLine(fields)
  expect(line({ as: 'id_token', client_id: 'app', code: null })).toEqual({
    asked: { as: 'id_token', context: { client_id: 'app' } },
    ignored: [],
  })
  expect(line({ kb_required: true })).toEqual({ asked: { context: { kb_required: true } }, ignored: [] })
})

it('refuses in a line what nothing would be checked by, and ignores what means other things too', () => {
  const line = (fields: object) => contextOfLine(fields)
  expect(line({ client_id: 'app' })).toMatch(/^client_id is not a field of a line without as/)
  expect(line({ as: 'id_token', htm: 'GET' })).toMatch(/^htm is compared only/)
  expect(line({ as: 'id_token', max_age: 'x' })).toMatch(/^max_age: a number/)
  expect(line({ state: 5, code: 200 })).toEqual({ asked: {}, ignored: ['code', 'state'] })
})

it('a line of a batch is validated as what it says', () => {
  const parsed = parseBatchLine(
    JSON.stringify({ id: 1, token: 'x', as: 'dpop_proof', htm: 'GET', state: null }),
  )
  expect(parsed).toMatchObject({
    ok: true,
    request: { as: 'dpop_proof', context: { htm: 'GET' } },
    ignored: [],
  })
  expect(parseBatchLine(JSON.stringify({ id: 1, token: 'x', as: 'nothing' })).ok).toBe(false)
})
