import {
  CompactEncrypt,
  type CryptoKey,
  exportJWK,
  exportSPKI,
  generateKeyPair,
  type JWK,
  type JWTPayload,
  SignJWT,
  UnsecuredJWT,
} from 'jose'
import type { Faults } from './scripted-faults.ts'

export type ScriptedKeys = {
  readonly jwks: { readonly keys: readonly JWK[] }
  readonly sign: (claims: JWTPayload, faults: Faults) => Promise<string>
}

let made: Promise<ScriptedKeys> | null = null

/** One set of keys for all issuers of a process: making RSA keys is slow. */
export function scriptedKeys(): Promise<ScriptedKeys> {
  made ??= makeKeys()
  return made
}

async function makeKeys(): Promise<ScriptedKeys> {
  const rsa = await generateKeyPair('RS256', { extractable: true })
  const other = await generateKeyPair('RS256', { extractable: true })
  const ec = await generateKeyPair('ES256', { extractable: true })
  const keys = [
    { ...(await exportJWK(rsa.publicKey)), kid: 'rsa-1', alg: 'RS256', use: 'sig' },
    { ...(await exportJWK(ec.publicKey)), kid: 'ec-1', alg: 'ES256', use: 'sig' },
  ]
  const pem = await exportSPKI(rsa.publicKey)
  const signWith = (claims: JWTPayload, header: Record<string, unknown>, key: CryptoKey | Uint8Array) =>
    new SignJWT(claims)
      .setProtectedHeader(withoutUndefined({ typ: 'JWT', ...header }) as { alg: string })
      .sign(key)

  return {
    jwks: { keys },
    async sign(claims, { signing, idTokenHeader }) {
      switch (signing) {
        case 'RS256':
          return signWith(claims, { alg: 'RS256', kid: 'rsa-1', ...idTokenHeader }, rsa.privateKey)
        case 'ES256':
          return signWith(claims, { alg: 'ES256', kid: 'ec-1', ...idTokenHeader }, ec.privateKey)
        case 'wrong_key':
          return signWith(claims, { alg: 'RS256', kid: 'rsa-1', ...idTokenHeader }, other.privateKey)
        case 'hs256_public_key':
          return signWith(
            claims,
            { alg: 'HS256', kid: 'rsa-1', ...idTokenHeader },
            new TextEncoder().encode(pem),
          )
        case 'none':
          return new UnsecuredJWT(claims).encode()
        case 'damaged': {
          const token = await signWith(claims, { alg: 'RS256', kid: 'rsa-1' }, rsa.privateKey)
          const at = token.lastIndexOf('.') + 10
          return `${token.slice(0, at)}${token[at] === 'A' ? 'B' : 'A'}${token.slice(at + 1)}`
        }
        case 'encrypted':
          return new CompactEncrypt(new TextEncoder().encode('nested'))
            .setProtectedHeader({ alg: 'RSA-OAEP', enc: 'A128GCM' })
            .encrypt(await rsaForEncryption(keys[0] ?? {}))
      }
    },
  }
}

async function rsaForEncryption(jwk: JWK): Promise<JWK> {
  const { kty, n, e } = jwk
  return withoutUndefined({ kty, n, e, alg: 'RSA-OAEP' }) as JWK
}

export function withoutUndefined(members: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined))
}
