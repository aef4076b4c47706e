import { createHash } from 'node:crypto'
import type { KeyBinding, SignRefusalCode } from '../../../shared/build/sign-request.ts'
import { splitSdJwt } from '../../../shared/sd-jwt/split-sd-jwt.ts'
import { describeJwk, type Jwk, publicJwk } from '../jwk.ts'
import { readSigningKey, type SigningMaterial } from './read-signing-key.ts'
import { signBytes } from './sign-bytes.ts'
import { algorithmsOf, type SigningAlgorithm, signingAlgorithm } from './signing-algorithms.ts'

/** The key of whoever will present the SD-JWT. */
export type Holder = {
  readonly jwk: Jwk
  readonly algorithm: SigningAlgorithm
  /** `cnf` as JSON text (RFC 7800 §3.2): the public members alone. */
  readonly cnf: string
}

type Problem = { readonly code: SignRefusalCode; readonly reason: string }

/** RFC 7638 §3.2 and, for AKP, what it must name: enough to verify with. */
const publicMembers = ['kty', 'crv', 'x', 'y', 'n', 'e', 'pub']

/** A key that can be named in `cnf` and can sign a key binding: never a secret, which cnf would publish. */
export function readHolder(material: SigningMaterial): Holder | Problem {
  const reading = readSigningKey(material, null)
  if ('code' in reading) return { code: reading.code, reason: `The holder’s key: ${reading.reason}.` }
  const { jwk } = reading
  if (jwk.kty === 'oct') {
    return {
      code: 'HOLDER_KEY',
      reason: 'The holder’s key must be a key pair: a shared secret in cnf would be readable by everybody.',
    }
  }
  const algorithm = signingAlgorithm(algorithmsOf(jwk)[0] ?? '')
  if (!algorithm) {
    return { code: 'HOLDER_KEY', reason: `The holder’s key, ${describeJwk(jwk)}, signs nothing.` }
  }
  const names = jwk.kty === 'AKP' ? [...publicMembers, 'alg'] : publicMembers
  const half = Object.entries(publicJwk(jwk)).filter(([name]) => names.includes(name))
  return { jwk, algorithm, cnf: JSON.stringify({ jwk: Object.fromEntries(half) }) }
}

/** Appends a key binding JWT over the whole SD-JWT, all its disclosures included (RFC 9901 §4.3). */
export async function bindToHolder(
  sdJwt: string,
  { jwk, algorithm }: Holder,
  { aud, nonce, iat }: KeyBinding,
): Promise<{ readonly token: string } | Problem> {
  if (splitSdJwt(sdJwt)?.keyBinding !== null) {
    return { code: 'DISCLOSURE', reason: 'A key binding is made for an SD-JWT alone.' }
  }
  const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const header = encode({ alg: algorithm.alg, typ: 'kb+jwt' })
  const sdHash = createHash('sha256').update(sdJwt, 'ascii').digest('base64url')
  const input = `${header}.${encode({ iat, aud, nonce, sd_hash: sdHash })}`
  const signing = await signBytes(Buffer.from(input, 'ascii'), jwk, algorithm)
  if ('problem' in signing) {
    return { code: 'HOLDER_KEY', reason: `The holder’s key cannot be used: ${signing.problem}.` }
  }
  return { token: `${sdJwt}${input}.${Buffer.from(signing.signature).toString('base64url')}` }
}
