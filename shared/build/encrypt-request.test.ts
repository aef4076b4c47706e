import { expect, test } from 'vitest'
import { encryptionAlgorithmsFor } from './encrypt-request.ts'

const key = { kty: 'RSA', crv: null, bits: null, alg: null }
const rsa = ['RSA-OAEP-256', 'RSA-OAEP-384', 'RSA-OAEP-512', 'RSA-OAEP']
const agreement = ['ECDH-ES+A256KW', 'ECDH-ES+A192KW', 'ECDH-ES+A128KW', 'ECDH-ES']
const passwords = ['PBES2-HS512+A256KW', 'PBES2-HS384+A192KW', 'PBES2-HS256+A128KW']

test.each([
  ['RSA', { ...key, bits: 2048 }, rsa],
  ['RSA for signing', { ...key, alg: 'RS256' }, []],
  ['RSA bound to one', { ...key, alg: 'RSA-OAEP' }, ['RSA-OAEP']],
  ['P-256', { ...key, kty: 'EC', crv: 'P-256' }, agreement],
  ['P-256 bound to one', { ...key, kty: 'EC', crv: 'P-256', alg: 'ECDH-ES' }, ['ECDH-ES']],
  ['secp256k1', { ...key, kty: 'EC', crv: 'secp256k1' }, []],
  ['X25519', { ...key, kty: 'OKP', crv: 'X25519' }, agreement],
  ['Ed25519', { ...key, kty: 'OKP', crv: 'Ed25519' }, []],
  ['128 bits', { ...key, kty: 'oct', bits: 128 }, ['A128KW', 'A128GCMKW', ...passwords, 'dir']],
  ['256 bits', { ...key, kty: 'oct', bits: 256 }, ['A256KW', 'A256GCMKW', ...passwords, 'dir']],
  ['a password', { ...key, kty: 'oct', bits: 40 }, passwords],
  ['a content key', { ...key, kty: 'oct', bits: 256, alg: 'A256GCM' }, ['dir']],
  ['ML-DSA', { ...key, kty: 'AKP', alg: 'ML-DSA-44' }, []],
])('%s', (_, facts, expected) => {
  expect(encryptionAlgorithmsFor(facts)).toEqual(expected)
})
