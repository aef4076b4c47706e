import { randomBytes } from 'node:crypto'
import { beforeEach, expect, test, vi } from 'vitest'
import { checkSignature } from './check-signature.ts'
import { runJobHere } from './crypto-jobs.ts'
import type { Jwk } from './jwk.ts'
import { ecKey, encode, jws, rsaKey, signature } from './test-tokens.ts'
import { trialCost } from './trial-budget.ts'
import { verifyToken } from './verify/verify-token.ts'
import { findRsaFlaw } from './weak-rsa.ts'

const tries = vi.hoisted(() => ({ cost: 0, count: 0, costOf: (_jwk: object): number => 0 }))
vi.mock('./verify-bytes.ts', async (original) => {
  const { verifyBytes } = await original<typeof import('./verify-bytes.ts')>()
  return {
    verifyBytes: (...args: Parameters<typeof verifyBytes>) => {
      tries.count++
      tries.cost += tries.costOf(args[1])
      return verifyBytes(...args)
    },
  }
})
tries.costOf = (jwk) => trialCost(jwk as Jwk, 0)
beforeEach(() => {
  tries.count = 0
  tries.cost = 0
})

const now = 1_800_000_000
const deps = {
  fetch: () => Promise.reject(new Error('nothing may be fetched')),
  now: () => now * 1000,
  run: runJobHere,
  diagnose: false,
}
const payload = encode({ iss: 'i', exp: now + 60 })
const head = encode({ alg: 'RS256' })
const signer = rsaKey()
const good = {
  protected: head,
  signature: signature('RS256', `${head}.${payload}`, signer.privateKey).toString('base64url'),
}
const junk = (bytes: number) => ({
  protected: head,
  signature: Buffer.concat([Buffer.of(1), randomBytes(bytes - 1)]).toString('base64url'),
})

/** Keys that nobody holds the other half of, of the size and the exponent that take longest. */
function largeKeys(count: number, bits: number, e: string): readonly Jwk[] {
  const keys: Jwk[] = []
  while (keys.length < count) {
    const bytes = randomBytes(bits / 8)
    bytes[0] = 0xff
    bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) | 1
    const jwk = { kty: 'RSA', n: bytes.toString('base64url'), e }
    if (findRsaFlaw(jwk) === null) keys.push(jwk)
  }
  return keys
}
const large = largeKeys(20, 16_384, 'Af____8')
const small = largeKeys(150, 2048, 'AQAB')

function judge(signatures: readonly object[], keys: readonly Jwk[]) {
  const source = { kind: 'key', text: JSON.stringify({ keys }) } as const
  return verifyToken({ token: JSON.stringify({ payload, signatures }), source, expect: {} }, deps)
}

test('many signatures and many keys are tried together no more than the budget of one token', async () => {
  for (const [keys, bytes, expected] of [
    [large, 2048, 'unverified TOO_LARGE'],
    // The first ones were tried with every key.
    [small, 256, 'invalid SIGNATURE_INVALID'],
  ] as const) {
    tries.cost = 0
    const { verdict, code, parts = [] } = await judge(Array(100).fill(junk(bytes)), keys)
    expect(`${verdict} ${code}`).toBe(expected)
    expect(tries.cost).toBeGreaterThan(1000)
    expect(tries.cost).toBeLessThanOrEqual(2000)
    const last = parts.at(-1)?.checks.find(({ id }) => id === 'signature')
    expect(last).toMatchObject({ status: 'not_checked', code: 'TOO_LARGE' })
    expect(last?.found).toMatch(/^\d+ of \d+ keys were not tried$/)
  }
})

test('one signature and too many large keys: what is left is named, and is no failure', () => {
  const material = { kind: 'key', text: JSON.stringify({ keys: large }), provenance: 'pasted' } as const
  const token = `${head}.${payload}.${junk(2048).signature}`
  const { signature: found, key } = checkSignature({ token, alg: 'RS256', kid: null, material })
  expect(found).toMatchObject({
    status: 'not_checked',
    code: 'TOO_LARGE',
    expected: 'at most the work of 2000 checks with an RSA key of 2048 bits for one token',
    found: expect.stringMatching(/^1\d of 20 keys were not tried$/),
  })
  expect(key).toBeNull()
  expect(tries.count).toBeLessThan(11)
})

test('a key behind the budget proves nothing, and one before it does', () => {
  const token = jws({ alg: 'RS256' }, { iss: 'i' }, signer.privateKey)
  const check = (keys: readonly Jwk[], kid: string | null = null) => {
    const material = { kind: 'key', text: JSON.stringify({ keys }), provenance: 'pasted' } as const
    return checkSignature({ token, alg: 'RS256', kid, material }).signature.status
  }
  expect(check([...large, signer.jwk])).toBe('not_checked')
  expect(check([signer.jwk, ...large])).toBe('pass')
  expect(check([...large, { ...signer.jwk, kid: 'mine' }], 'mine')).toBe('pass')
})

test('a proved signature does not hide those that were not tried', async () => {
  const keys = [signer.jwk, ...small]
  const result = await judge([good, ...Array(40).fill(junk(256))], keys)
  expect([result.verdict, result.code]).toEqual(['unverified', 'TOO_LARGE'])
  expect(result.parts?.[0]?.verdict).toBe('valid')
  expect(result.parts?.at(-1)?.code).toBe('TOO_LARGE')
  expect((await judge([good, ...Array(5).fill(junk(256))], keys)).verdict).toBe('valid')
})

test('a large key set and one signature are tried to the end, and so is the only key whatever is signed', () => {
  const ec = ecKey('P-256')
  const keys = [...Array.from({ length: 300 }, () => ecKey('P-256').jwk), ec.jwk]
  for (const [text, bytes] of [
    [JSON.stringify({ keys }), 10],
    [JSON.stringify(ec.jwk), 3_000_000],
  ] as const) {
    const token = jws({ alg: 'ES256' }, Buffer.alloc(bytes, 'x'), ec.privateKey)
    const material = { kind: 'key', text, provenance: 'pasted' } as const
    expect(checkSignature({ token, alg: 'ES256', kid: null, material }).signature.status).toBe('pass')
  }
})
