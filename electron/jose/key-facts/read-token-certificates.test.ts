import { createHash, createPrivateKey } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { lintToken } from '../../../shared/lint/lint-token.ts'
import { readToken } from '../../../shared/token/read-token.ts'
import { runJobHere } from '../crypto-jobs.ts'
import { certificateBase64, certificateKey, otherCertificateBase64 } from '../keys/test-certificates.ts'
import { jws, rsaKey } from '../test-tokens.ts'
import { verifyToken } from '../verify/verify-token.ts'
import { readTokenCertificates } from './read-token-certificates.ts'

const key = createPrivateKey(certificateKey)
const claims = { iss: 'https://login.acme.test/', sub: 'a', aud: 'orders' }
const inside = Date.parse('2030-01-01T00:00:00Z') / 1000
const digest = (name: string, base64 = certificateBase64) =>
  createHash(name).update(Buffer.from(base64, 'base64')).digest('base64url')
const make = (header: object) => jws({ alg: 'ES256', ...header }, claims, key)

function judge(token: string, nowSeconds: number, more: object = {}) {
  const certificates = readTokenCertificates({ token })
  return lintToken(readToken(token), { nowSeconds, certificates, ...more })
    .findings.filter(({ rule }) => rule === 'JWT-K03')
    .map(({ severity, sentence }) => `${severity}: ${sentence}`)
}
const unanchored = 'warning: The header holds a certificate; no trust anchor was checked.'

describe('certificates in the header', () => {
  it('are only a warning where everything fits, since whoever made the token chose them', () => {
    const token = make({ x5c: [certificateBase64], x5t: digest('sha1'), 'x5t#S256': digest('sha256') })
    expect(judge(token, inside)).toEqual([unanchored])
  })
  it.each([
    ['expired', '2036-12-01T00:00:00Z', 'error: The first certificate in x5c expired on 2036-11-20'],
    [
      'not valid yet',
      '2026-01-01T00:00:00Z',
      'error: The first certificate in x5c is valid only from 2026-11-23',
    ],
  ])('that are %s as of the clock are told', (_name, at, words) => {
    const found = judge(make({ x5c: [certificateBase64] }), Date.parse(at) / 1000)
    expect(found).toHaveLength(2)
    expect(found[0]).toContain(words)
  })
  it.each([
    ['x5t', { x5t: digest('sha1', otherCertificateBase64) }],
    ['x5t#S256', { 'x5t#S256': digest('sha256', otherCertificateBase64) }],
    ['x5t#S256', { 'x5t#S256': 7 }],
  ])('that are not what %s says are told', (name, header) => {
    expect(judge(make({ x5c: [certificateBase64], ...header }), inside)).toContain(
      `error: ${name} is not the thumbprint of the first certificate in x5c.`,
    )
  })
  it('are compared with the key that proved the signature', async () => {
    const other = rsaKey()
    const source = { kind: 'key', text: JSON.stringify(key.export({ format: 'jwk' })) } as const
    const verified = async (x5c: readonly string[]) => {
      const token = make({ x5c })
      const deps = {
        fetch: () => Promise.reject(new Error('nothing is fetched')),
        now: () => inside * 1000,
        run: runJobHere,
      }
      const verification = await verifyToken({ token, source, expect: {} }, deps)
      expect(verification.verdict).toBe('valid')
      return judge(token, inside, { verification })
    }
    expect(await verified([certificateBase64])).toEqual([unanchored])
    expect(await verified([otherCertificateBase64])).toContain(
      'error: The key that proved the signature is not the one of the first certificate in x5c.',
    )
    // Without a proof there is no key to compare with.
    expect(judge(jws({ alg: 'RS256', x5c: [certificateBase64] }, claims, other.privateKey), inside)).toEqual([
      unanchored,
    ])
  })
  it.each([
    ['no certificate', 'MIIB'],
    [
      'a certificate with more behind it',
      Buffer.concat([Buffer.from(certificateBase64, 'base64'), Buffer.from('x')]).toString('base64'),
    ],
    ['far too much', 'A'.repeat(100_004)],
  ])('that are %s cannot be read', (_name, entry) => {
    expect(judge(make({ x5c: [entry] }), inside)).toEqual([
      'error: The first entry of x5c is not a certificate that can be read.',
    ])
  })
})

it('never throws, whatever x5c holds', () => {
  fc.assert(
    fc.property(fc.anything(), fc.string(), (x5c, text) => {
      expect(() => readTokenCertificates({ token: text })).not.toThrow()
      const token = `${Buffer.from(JSON.stringify({ alg: 'ES256', x5c: [x5c] }) ?? '').toString('base64url')}.e30.AA`
      expect(() => readTokenCertificates({ token })).not.toThrow()
    }),
    { numRuns: 60 },
  )
})
