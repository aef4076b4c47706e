import { randomUUID } from 'node:crypto'
import { exportJWK, generateKeyPair, SignJWT } from 'jose'

export type ReplayedProof = {
  /** The proof to send; the same each time until it is renewed. */
  readonly current: () => string
  readonly renew: (nonce: string) => Promise<void>
}

/** One DPoP proof for the token endpoint (RFC 9449 §4.2), made by a key of its own, for being sent more than once. */
export async function createReplayedProof(endpoint: string, now: () => number): Promise<ReplayedProof> {
  const { privateKey, publicKey } = await generateKeyPair('ES256')
  const jwk = await exportJWK(publicKey)
  const make = (more: Readonly<Record<string, string>> = {}) =>
    new SignJWT({ jti: randomUUID(), htm: 'POST', htu: endpoint, ...more })
      .setProtectedHeader({ alg: 'ES256', typ: 'dpop+jwt', jwk })
      .setIssuedAt(Math.floor(now() / 1000))
      .sign(privateKey)
  let proof = await make()
  return {
    current: () => proof,
    renew: async (nonce) => {
      proof = await make({ nonce })
    },
  }
}
