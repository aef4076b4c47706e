import { generateKeyPairSync, type KeyObject } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { calculateJwkThumbprint, type JWK } from 'jose'
import { describe, expect, it } from 'vitest'
import { jwkThumbprint } from './thumbprint.ts'

const publicKeys: readonly { readonly publicKey: KeyObject }[] = [
  generateKeyPairSync('rsa', { modulusLength: 2048 }),
  generateKeyPairSync('ec', { namedCurve: 'P-521' }),
  generateKeyPairSync('ec', { namedCurve: 'secp256k1' }),
  generateKeyPairSync('ed25519'),
  generateKeyPairSync('ed448'),
  generateKeyPairSync('ml-dsa-65'),
]
const jwks = publicKeys.map(({ publicKey }) => publicKey.export({ format: 'jwk' }) as JWK)

describe('jwkThumbprint', () => {
  it('is what jose computes, whatever else the key says of itself', async () => {
    for (const jwk of jwks) {
      const expected = await calculateJwkThumbprint(jwk)
      expect(jwkThumbprint({ use: 'sig', kid: 'k', ...jwk })).toBe(expected)
    }
  })

  it('is the same for a number with leading zeros (RFC 7638 §3.3)', () => {
    const [rsa] = jwks
    const padded = Buffer.concat([Buffer.alloc(2), Buffer.from(String(rsa?.n), 'base64url')])
    expect(jwkThumbprint({ ...rsa, n: padded.toString('base64url') })).toBe(jwkThumbprint({ ...rsa }))
  })

  it.each([[{ kty: 'oct', k: 'c2VjcmV0' }], [{ kty: 'RSA', e: 'AQAB' }], [{ kty: '__proto__' }], [{}]])(
    'there is none of %j',
    (jwk) => expect(jwkThumbprint(jwk)).toBeNull(),
  )
})

const folder = new URL('../../../shared/vectors/rfc/', import.meta.url)
it.skipIf(!existsSync(folder))('RFC 7638 §3.1', () => {
  const text = (name: string) => readFileSync(new URL(name, folder), 'utf8').trim()
  expect(jwkThumbprint(JSON.parse(text('rfc7638_3.1.jwk')))).toBe(text('rfc7638_3.1.thp'))
})
