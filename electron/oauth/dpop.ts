import { createPrivateKey, type JsonWebKey } from 'node:crypto'
import { calculateJwkThumbprint, importJWK, type JWK } from 'jose'
import { type Configuration, type DPoPHandle, getDPoPHandle, randomDPoPKeyPair } from 'openid-client'
import { AppError } from '../../shared/error.ts'
import type { RunSession } from './run-session.ts'

type KeyPair = Parameters<typeof getDPoPHandle>[1]

/** What openid-client takes with a request whose tokens are bound to a key; undefined where none are. */
export function dpopOptions({ dpop }: RunSession): { readonly DPoP: DPoPHandle } | undefined {
  return dpop === null ? undefined : { DPoP: dpop }
}

/** The key of this run (RFC 9449 §4): the kept one, used again, or a fresh one. Null where DPoP is off. */
export async function createDpop(
  { config, recorder }: RunSession,
  configuration: Configuration,
  stepKey: string,
): Promise<DPoPHandle | null> {
  if (!config.flow.dpop) return null
  const kept = config.secrets.dpop_key ?? ''
  const keyPair = kept === '' ? await randomDPoPKeyPair('ES256') : await keyPairOf(kept)
  const handle = getDPoPHandle(configuration, keyPair)
  const thumbprint = await handle.calculateThumbprint()
  recorder.addFact(
    stepKey,
    'DPoP key',
    `${thumbprint}: SHA-256 thumbprint (jkt) of the ${kept === '' ? 'key made for this run' : 'kept key'}`,
  )
  return handle
}

/** Throws AppError ERR_INPUT for a text that holds no private key that can sign proofs. */
async function keyPairOf(text: string): Promise<KeyPair> {
  try {
    const input = text.trimStart().startsWith('{')
      ? ({ key: JSON.parse(text) as JsonWebKey, format: 'jwk' } as const)
      : text
    const jwk = createPrivateKey(input).export({ format: 'jwk' }) as JWK
    const alg = algOf(jwk)
    const { d: _d, p: _p, q: _q, dp: _dp, dq: _dq, qi: _qi, ...publicJwk } = jwk
    await calculateJwkThumbprint(publicJwk)
    return {
      privateKey: (await importJWK(jwk, alg)) as KeyPair['privateKey'],
      publicKey: (await importJWK(publicJwk, alg, { extractable: true })) as KeyPair['publicKey'],
    }
  } catch {
    throw new AppError('ERR_INPUT', 'the DPoP key is no private key of RSA, EC or Ed25519, as JWK or PEM', {
      details: { field: 'dpop_key' },
    })
  }
}

function algOf({ kty, crv }: JWK): string {
  if (kty === 'RSA') return 'RS256'
  const algs: Readonly<Record<string, string>> = {
    'P-256': 'ES256',
    'P-384': 'ES384',
    'P-521': 'ES512',
    Ed25519: 'Ed25519',
  }
  const alg = algs[crv ?? '']
  if (alg === undefined) throw new Error('no algorithm for this key')
  return alg
}
