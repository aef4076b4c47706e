import { generateKeyPair, type KeyObject, randomBytes } from 'node:crypto'
import { calculateJwkThumbprint, type JWK } from 'jose'
import { AppError } from '../../../shared/error.ts'
import { algsOf, type KeySpec, type KeyType, keyTypeOf, usageOf } from '../../../shared/key/key-type.ts'
import { rawKeys, rawKindOf } from '../gaps/raw-keys.ts'
import type { Jwk } from '../jwk.ts'
import { rawPrivateJwk } from '../key-text/raw-key-der.ts'

/**
 * A fresh key as a private JWK with kid, use and alg. The kid is the RFC 7638 thumbprint; of a secret it is random,
 * since a thumbprint says something about what it is made of (RFC 7638 §7). Throws ERR_INPUT for an `alg` that does not fit.
 */
export async function generateKey(spec: KeySpec): Promise<Jwk> {
  const type = keyTypeOf(spec.type)
  const alg = spec.alg ?? algsOf(type)[0] ?? ''
  if (!algsOf(type).includes(alg)) {
    throw new AppError('ERR_INPUT', `a key of the type ${type.label} is not for ${alg}`, {
      details: { field: 'spec.alg' },
    })
  }
  const material = await createMaterial(type)
  const kid =
    spec.kid ??
    (type.kty === 'oct'
      ? randomBytes(16).toString('base64url')
      : await calculateJwkThumbprint(material as JWK))
  const { kty, ...members } = material
  return { kty, kid, use: usageOf(type, alg), ...members, alg }
}

async function createMaterial(type: KeyType): Promise<Jwk> {
  const kind = rawKindOf({ kty: type.kty, crv: type.crv, alg: type.signatureAlgs[0] })
  if (kind) {
    const jwk = rawPrivateJwk(kind, rawKeys[kind].createPrivate())
    if (!jwk) throw new AppError('ERR_INTERNAL', 'the new key did not come out right')
    return jwk
  }
  if (type.kty === 'oct') {
    return { kty: 'oct', k: randomBytes((type.bits ?? 256) / 8).toString('base64url') }
  }
  const key = await createPair(type)
  return { ...key.export({ format: 'jwk' }) }
}

function createPair({ kty, crv, bits }: KeyType): Promise<KeyObject> {
  return new Promise((resolve, reject) => {
    const done = (error: Error | null, _publicKey: KeyObject, privateKey: KeyObject) =>
      error
        ? reject(new AppError('ERR_INTERNAL', 'the key could not be made', { cause: error }))
        : resolve(privateKey)
    if (kty === 'RSA') generateKeyPair('rsa', { modulusLength: bits ?? 2048 }, done)
    else if (kty === 'EC') generateKeyPair('ec', { namedCurve: crv ?? 'P-256' }, done)
    else if (crv === 'X25519') generateKeyPair('x25519', {}, done)
    else generateKeyPair('ed25519', {}, done)
  })
}
