import { describe, expect, it } from 'vitest'
import { isPublicKeyText } from './public-key-text.ts'

const pem = (label: string) => `-----BEGIN ${label}-----\nMIIB\n-----END ${label}-----\n`

describe('isPublicKeyText', () => {
  it.each([
    '{"kty":"RSA","n":"AQ","e":"AQAB"}',
    ' {"keys":[{"kty":"EC","crv":"P-256","x":"A","y":"B"}]} ',
    pem('PUBLIC KEY'),
    pem('CERTIFICATE') + pem('CERTIFICATE'),
  ])('is true for %j', (text) => {
    expect(isPublicKeyText(text)).toBe(true)
  })

  it.each([
    '',
    'secret',
    '{"kty":"EC","crv":"P-256","x":"A","y":"B","d":"C"}',
    '{"keys":[{"kty":"RSA","n":"A","e":"AQAB"},{"kty":"OKP","d" : "C"}]}',
    '{"kty":"oct","k":"AAAA"}',
    '{"kty":"AKP","pub":"A","priv":"B"}',
    // Written so that only a parser sees the member.
    '{"kty":"OKP","x":"A","\\u0064":"C"}',
    // The first of two members of one name.
    '{"keys":[{"kty":"OKP","d":"C"}],"keys":[]}',
    '{"kty":"RSA","n":"A"',
    pem('PRIVATE KEY'),
    pem('EC PRIVATE KEY'),
    pem('ENCRYPTED PRIVATE KEY'),
    pem('PUBLIC KEY') + pem('PRIVATE KEY'),
    `${pem('CERTIFICATE')}hunter2`,
    `${'A'.repeat(300_000)}`,
  ])('is false for %j', (text) => {
    expect(isPublicKeyText(text)).toBe(false)
  })
})
