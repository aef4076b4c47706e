import { generateKeyPair, type KeyObject } from 'node:crypto'
import { promisify } from 'node:util'
import type { JWK } from 'oidc-provider'

const generate = promisify(generateKeyPair)

/**
 * Private keys made at the start and gone at the end, one for each family of algorithms; RS256 first, which is
 * what a client gets that asks for nothing else (OpenID Connect Registration §2).
 */
export async function createSigningKeys(): Promise<{ keys: JWK[] }> {
  const [rsa, ec, ed, enc] = await Promise.all([
    generate('rsa', { modulusLength: 2048 }),
    generate('ec', { namedCurve: 'P-256' }),
    generate('ed25519'),
    generate('rsa', { modulusLength: 2048 }),
  ])
  return {
    keys: [
      toJwk(rsa.privateKey, 'RS256'),
      toJwk(ec.privateKey, 'ES256'),
      toJwk(ed.privateKey, 'EdDSA'),
      // What clients encrypt to: their request objects.
      toJwk(enc.privateKey, 'RSA-OAEP-256', 'enc'),
    ],
  }
}

function toJwk(key: KeyObject, alg: string, use: 'sig' | 'enc' = 'sig'): JWK {
  return { ...key.export({ format: 'jwk' }), use, alg } as JWK
}
