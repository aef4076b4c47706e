import { constants, createHmac, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import type { Jwk } from './jwk.ts'

/** Tokens and keys for tests, made with node:crypto alone, so that jose is not checked against itself. */
export type TestKey = { readonly publicKey: KeyObject; readonly privateKey: KeyObject; readonly jwk: Jwk }

function withJwk(pair: { publicKey: KeyObject; privateKey: KeyObject }): TestKey {
  return { ...pair, jwk: { ...pair.publicKey.export({ format: 'jwk' }) } }
}

export function rsaKey(modulusLength = 2048, publicExponent = 65_537): TestKey {
  return withJwk(generateKeyPairSync('rsa', { modulusLength, publicExponent }))
}

export function ecKey(namedCurve: 'P-256' | 'P-384' | 'P-521' | 'secp256k1'): TestKey {
  return withJwk(generateKeyPairSync('ec', { namedCurve }))
}

export function ed25519Key(): TestKey {
  return withJwk(generateKeyPairSync('ed25519'))
}

export function encode(value: string | Uint8Array | object): string {
  const bytes =
    typeof value === 'string' || value instanceof Uint8Array
      ? Buffer.from(value as string)
      : JSON.stringify(value)
  return Buffer.from(bytes).toString('base64url')
}

/** Signs header and payload texts, already base64url, with what `alg` says. */
export function signature(alg: string, input: string, key: KeyObject | string | Uint8Array): Buffer {
  const bits = alg.slice(-3)
  const data = Buffer.from(input)
  if (alg.startsWith('HS')) {
    return createHmac(`sha${bits}`, key as string)
      .update(data)
      .digest()
  }
  const privateKey = key as KeyObject
  if (alg.startsWith('RS')) return sign(`sha${bits}`, data, privateKey)
  if (alg.startsWith('PS')) {
    const padding = constants.RSA_PKCS1_PSS_PADDING
    return sign(`sha${bits}`, data, { key: privateKey, padding, saltLength: Number(bits) / 8 })
  }
  if (alg.startsWith('ES')) return sign(`sha${bits}`, data, { key: privateKey, dsaEncoding: 'ieee-p1363' })
  return sign(null, data, privateKey)
}

/** A compact JWS; the header's own alg decides how, unless `alg` says otherwise. */
export function jws(
  header: Readonly<Record<string, unknown>>,
  payload: string | Uint8Array | object,
  key: KeyObject | string | Uint8Array,
  alg = String(header.alg),
): string {
  const input = `${encode(header)}.${encode(payload)}`
  return `${input}.${signature(alg, input, key).toString('base64url')}`
}
