import { createHash, generateKeyPairSync } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { runJobHere as run } from '../crypto-jobs.ts'
import type { Jwk } from '../jwk.ts'
import { readKeys } from './read-keys.ts'
import { certificateBase64, certificatePem, otherCertificateBase64 } from './test-certificates.ts'

/** 2027-01-15, inside the certificates' lifetime. */
const at = 1_800_000_000
const ec = () => generateKeyPairSync('ec', { namedCurve: 'P-256' })
const ecPublic = (): Jwk => ({ ...ec().publicKey.export({ format: 'jwk' }) })
const rsa = (modulusLength = 2048, publicExponent = 65_537): Jwk => ({
  ...generateKeyPairSync('rsa', { modulusLength, publicExponent }).publicKey.export({ format: 'jwk' }),
})
const named = (jwk: Jwk, kid: string, more: Jwk = {}): Jwk => ({
  ...jwk,
  kid,
  use: 'sig',
  alg: 'ES256',
  ...more,
})
const good = () => named(ecPublic(), 'a')
const [certified = {}] = readKeys(certificatePem).keys
const withCertificate = (more: Jwk = {}) => named(certified, 'c', more)
const digest = (name: string) =>
  createHash(name).update(Buffer.from(certificateBase64, 'base64')).digest('base64url')

const check = async (keys: readonly unknown[], when = at) =>
  (await run('checkKeySet', { text: JSON.stringify({ keys }), at: when })).findings
const idsOf = async (keys: readonly unknown[], when?: number) => (await check(keys, when)).map(({ id }) => id)

describe('a weak secret is told with what it has and what is asked for', () => {
  it.each([
    [{ alg: 'HS256' }, 'Key 1 has 24 bits; a secret for HS256 has 256 or more (RFC 7518 §3.2).'],
    [{}, 'Key 1 has 24 bits, so it can be found by trying; HS256 asks for 256 or more (RFC 7518 §3.2).'],
  ])('%o', async (more, sentence) => {
    const findings = await check([{ kty: 'oct', k: 'AQID', ...more }])
    expect(findings.find(({ id }) => id === 'WEAK_SECRET')?.sentence).toBe(sentence)
  })

  it('is none where an algorithm for encryption asks for no more', async () => {
    const key = { kty: 'oct', k: Buffer.alloc(16, 7).toString('base64url'), alg: 'A128KW' }
    expect(await idsOf([key])).not.toContain('WEAK_SECRET')
  })
})

describe('a good set', () => {
  it.each<[what: string, keys: () => readonly unknown[]]>([
    ['one EC key', () => [good()]],
    ['two keys for signatures', () => [good(), named(rsa(), 'b', { alg: 'PS256' })]],
    ['signatures and encryption', () => [good(), named(ecPublic(), 'e', { use: 'enc', alg: 'ECDH-ES' })]],
    ['key_ops instead of use', () => [{ ...ecPublic(), kid: 'a', alg: 'ES256', key_ops: ['verify'] }]],
    ['a certificate', () => [withCertificate({ x5t: digest('sha1'), 'x5t#S256': digest('sha256') })]],
  ])('%s has no finding', async (_what, keys) => {
    expect(await idsOf(keys())).toEqual([])
  })
})

const oneKey = ecPublic()

/** Each rule with a set that breaks it and nothing else that is an error of another kind than listed. */
const broken: readonly [id: string, severity: string, keys: () => readonly unknown[], when?: number][] = [
  ['EMPTY_SET', 'error', () => []],
  ['NOT_A_KEY', 'error', () => [good(), 7, { kid: 'x' }]],
  ['MISSING_KID', 'warning', () => [good(), { ...ecPublic(), use: 'sig', alg: 'ES256' }]],
  ['MISSING_KID', 'info', () => [{ ...ecPublic(), use: 'sig', alg: 'ES256' }]],
  ['KID_NOT_TEXT', 'error', () => [{ ...good(), kid: 7 }]],
  ['DUPLICATE_KID', 'error', () => [good(), good()]],
  ['DUPLICATE_KID', 'error', () => [good(), { ...ecPublic(), kid: 'a', alg: 'ES256' }]],
  ['KID_ON_SEVERAL_TYPES', 'warning', () => [good(), named(rsa(), 'a', { alg: 'RS256' })]],
  ['SAME_KEY_TWICE', 'warning', () => [named(oneKey, 'a'), named(oneKey, 'b')]],
  ['MISSING_USE', 'info', () => [{ ...ecPublic(), kid: 'a', alg: 'ES256' }]],
  [
    'MISSING_USE',
    'error',
    () => [
      good(),
      named(ecPublic(), 'e', { use: 'enc', alg: 'ECDH-ES' }),
      { ...ecPublic(), kid: 'n', alg: 'ES256' },
    ],
  ],
  ['UNKNOWN_USE', 'warning', () => [{ ...good(), use: 'SIG' }]],
  ['MISSING_ALG', 'info', () => [{ ...ecPublic(), kid: 'a', use: 'sig' }]],
  ['UNKNOWN_ALG', 'warning', () => [{ ...good(), alg: 'es256' }]],
  ['ALG_DOES_NOT_FIT', 'error', () => [{ ...good(), alg: 'RS256' }]],
  ['ALG_DOES_NOT_FIT', 'error', () => [{ ...good(), alg: 'ES384' }]],
  ['ALG_AGAINST_USE', 'error', () => [{ ...good(), use: 'enc' }]],
  ['OPS_AGAINST_USE', 'error', () => [{ ...good(), key_ops: ['encrypt'] }]],
  ['OPS_AGAINST_USE', 'error', () => [{ ...good(), key_ops: 'verify' }]],
  ['REPEATED_OPS', 'warning', () => [{ ...good(), key_ops: ['verify', 'verify'] }]],
  ['OBSOLETE_ALG', 'warning', () => [named(rsa(), 'a', { use: 'enc', alg: 'RSA1_5' })]],
  ['PRIVATE_MEMBER', 'error', () => [named({ ...ec().privateKey.export({ format: 'jwk' }) }, 'a')]],
  [
    'SYMMETRIC_KEY',
    'error',
    () => [{ kty: 'oct', k: Buffer.alloc(32, 7).toString('base64url'), kid: 'a', use: 'sig', alg: 'HS256' }],
  ],
  ['WEAK_SECRET', 'error', () => [{ kty: 'oct', k: 'c2VjcmV0', kid: 'a', use: 'sig', alg: 'HS256' }]],
  ['UNKNOWN_KTY', 'warning', () => [{ kty: 'ec', kid: 'a', use: 'sig', alg: 'ES256' }]],
  ['INVALID_KEY', 'error', () => [{ ...good(), y: 'AAAA' }]],
  ['FORGEABLE_KEY', 'error', () => [named({ ...rsa(), e: 'AQ' }, 'a', { alg: 'RS256' })]],
  ['WEAK_RSA', 'error', () => [named(rsa(1024), 'a', { alg: 'RS256' })]],
  ['UNUSUAL_EXPONENT', 'warning', () => [named(rsa(2048, 3), 'a', { alg: 'RS256' })]],
  ['LEADING_ZERO', 'warning', () => [leadingZero()]],
  ['X5C_UNREADABLE', 'error', () => [{ ...good(), x5c: ['AAAA'] }]],
  ['X5C_UNREADABLE', 'error', () => [{ ...good(), x5c: [] }]],
  ['X5C_UNREADABLE', 'error', () => [{ ...good(), x5c: certificateBase64 }]],
  ['X5C_OTHER_KEY', 'error', () => [{ ...good(), x5c: [certificateBase64] }]],
  ['X5T_MISMATCH', 'error', () => [withCertificate({ x5t: digest('sha256') })]],
  ['X5T_MISMATCH', 'error', () => [withCertificate({ 'x5t#S256': digest('sha1') })]],
  ['CERTIFICATE_EXPIRED', 'error', () => [withCertificate()], 2_200_000_000],
  ['CERTIFICATE_NOT_YET_VALID', 'warning', () => [withCertificate()], 1_700_000_000],
  ['CERTIFICATE_EXPIRES_SOON', 'warning', () => [withCertificate()], 2_110_000_000],
  [
    'X5C_OUT_OF_ORDER',
    'warning',
    () => [withCertificate({ x5c: [certificateBase64, otherCertificateBase64] })],
  ],
]

function leadingZero(): Jwk {
  const jwk = rsa()
  const n = Buffer.concat([Buffer.from([0]), Buffer.from(String(jwk.n), 'base64url')])
  return named({ ...jwk, n: n.toString('base64url') }, 'a', { alg: 'RS256' })
}

describe('each rule finds what it is for', () => {
  it.each(broken)('%s, %s', async (id, severity, keys, when) => {
    const found = (await check(keys(), when)).filter((finding) => finding.id === id)
    expect(found).toHaveLength(1)
    expect(found[0]).toMatchObject({ severity, sentence: expect.stringMatching(/^[A-Z0-9].*\.$/) })
    expect(found[0]?.spec).toMatch(/^(RFC \d+|OIDC Discovery) §/)
  })
})

it('puts the gravest first, and names the keys by their place', async () => {
  const findings = await check([{ ...ecPublic(), kid: 'x' }, 3, { ...good(), alg: 'RS256' }])
  expect(findings.map(({ severity }) => severity)).toEqual(['error', 'error', 'info', 'info'])
  expect(findings.find(({ id }) => id === 'ALG_DOES_NOT_FIT')).toMatchObject({ keys: [2] })
})

it.each([
  ['a JWKS with a member twice', '{"keys":[],"keys":[]}'],
  ['a page', '<html></html>'],
  ['too many', JSON.stringify({ keys: Array.from({ length: 501 }, () => 1) })],
])('is ERR_KEY for %s', async (_what, text) => {
  await expect(run('checkKeySet', { text, at })).rejects.toMatchObject({ code: 'ERR_KEY' })
})

it('stays quick and quiet for 500 hostile keys', async () => {
  const hostile = {
    kty: 'RSA',
    n: 'A'.repeat(1500),
    e: 'AQAB',
    kid: '__proto__',
    x5c: Array.from({ length: 20 }, () => 'AAAA'),
  }
  const findings = await check(Array.from({ length: 500 }, () => hostile))
  expect(findings.some(({ id }) => id === 'SAME_KEY_TWICE')).toBe(true)
})

it('calls one key that is listed twice by one kid just that: no token of it fails', async () => {
  const twice = good()
  const findings = await check([twice, twice])
  expect(findings.filter(({ id }) => id === 'DUPLICATE_KID')).toEqual([])
  const [found] = findings.filter(({ id }) => id === 'SAME_KEY_TWICE')
  expect(found?.advice).toBe('Publish a key once; remove the other entry.')
})
