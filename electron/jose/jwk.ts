import { privateMembers } from '../../shared/key/private-members.ts'
import { isBase64url } from '../../shared/token/base64url.ts'
import { bitLength, bytesOf } from './key-numbers.ts'
import { findRsaFlaw } from './weak-rsa.ts'

/** A JSON Web Key as given; every member is still to be checked (RFC 7517 §4). */
export type Jwk = Readonly<Record<string, unknown>>

/** Members that only a private key has (RFC 7518 §6.2.2, §6.3.2, RFC 8037 §2). */
export function isPrivateJwk(jwk: Jwk): boolean {
  return privateMembers.some((name) => jwk[name] !== undefined)
}

/** The public half. What the pair may sign with, the public half may verify with. */
export function publicJwk(jwk: Jwk): Jwk {
  if (!isPrivateJwk(jwk)) return jwk
  const { key_ops, ...rest } = Object.fromEntries(
    Object.entries(jwk).filter(([name]) => !(privateMembers as readonly string[]).includes(name)),
  )
  if (!Array.isArray(key_ops)) return key_ops === undefined ? rest : { ...rest, key_ops }
  const ops = new Set(key_ops.map((op: unknown) => (op === 'sign' ? 'verify' : op)))
  return { ...rest, key_ops: [...ops] }
}

/** The key in words, for example `RSA 2048` or `EC P-256`; never key material. */
export function describeJwk(jwk: Jwk): string {
  const { kty, crv, n, k } = jwk
  if (kty === 'RSA') return typeof n === 'string' ? `RSA ${bitLength(bytesOf(n))}` : 'RSA'
  if (kty === 'EC' || kty === 'OKP') return `${kty} ${word(crv)}`
  if (kty === 'AKP') return word(jwk.alg)
  if (kty === 'oct') return typeof k === 'string' ? `oct ${bytesOf(k).length * 8} bits` : 'oct'
  return word(kty)
}

/** A flaw that makes a key unusable. `hostile`: a key nobody makes by mistake, with which forged signatures fit. */
export type JwkFlaw = { readonly reason: string; readonly hostile: boolean }

/** What is wrong with the key's own numbers; null where it can be used. The point on the curve is checked on import. */
export function findJwkFlaw(jwk: Jwk): JwkFlaw | null {
  const needed = members[String(jwk.kty)]
  if (!needed) return flaw(`the key type ${word(jwk.kty)} is not supported`)
  for (const name of needed) {
    const value = jwk[name]
    if (typeof value !== 'string') return flaw(`the member ${name} is missing or not a string`)
    if (name !== 'alg' && !isBase64url(value)) return flaw(`the member ${name} is not base64url`)
  }
  if (jwk.kty === 'RSA') return findRsaFlaw(jwk)
  if (jwk.kty === 'EC') return findEcFlaw(jwk)
  if (jwk.kty === 'OKP') return findOkpFlaw(jwk)
  if (jwk.kty === 'AKP') return findAkpFlaw(jwk)
  return jwk.k === '' ? flaw('the secret is empty') : null
}

const members: Readonly<Record<string, readonly string[] | undefined>> = {
  __proto__: null as never,
  RSA: ['n', 'e'],
  EC: ['x', 'y'],
  OKP: ['x'],
  oct: ['k'],
  AKP: ['alg', 'pub'],
}

const coordinateBytes: Readonly<Record<string, number | undefined>> = {
  __proto__: null as never,
  'P-256': 32,
  'P-384': 48,
  'P-521': 66,
  secp256k1: 32,
}

function findEcFlaw(jwk: Jwk): JwkFlaw | null {
  const size = coordinateBytes[String(jwk.crv)]
  if (size === undefined) return flaw(`the curve ${word(jwk.crv)} is not supported`)
  for (const name of ['x', 'y']) {
    const { length } = bytesOf(jwk[name])
    if (length !== size)
      return flaw(`the coordinate ${name} has ${length} bytes; ${word(jwk.crv)} has ${size}`)
  }
  return null
}

const edwardsBytes: Readonly<Record<string, number | undefined>> = {
  __proto__: null as never,
  Ed25519: 32,
  Ed448: 57,
}

function findOkpFlaw(jwk: Jwk): JwkFlaw | null {
  const crv = String(jwk.crv)
  const size = edwardsBytes[crv]
  if (size === undefined) return flaw(`the curve ${word(jwk.crv)} is not supported for signatures`)
  const point = bytesOf(jwk.x)
  if (point.length !== size) return flaw(`the public key has ${point.length} bytes; ${crv} has ${size}`)
  // The sign of x stands in the last bit.
  const masked = Buffer.from(point)
  masked[size - 1] = (masked[size - 1] ?? 0) & 0x7f
  return smallOrder.has(masked.toString('hex')) ? hostile(`the ${crv} key is a point of small order`) : null
}

/** Encodings of the points of small order (RFC 8032 §5.1, §5.2): with one as key, signatures of others fit. */
const smallOrder = new Set([
  '0000000000000000000000000000000000000000000000000000000000000000',
  '0100000000000000000000000000000000000000000000000000000000000000',
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
  'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  // Ed448: y is 0, 1 or -1, or one of them with the prime 2^448 - 2^224 - 1 added.
  `${'00'.repeat(57)}`,
  `01${'00'.repeat(56)}`,
  `fe${'ff'.repeat(27)}fe${'ff'.repeat(27)}00`,
  `${'ff'.repeat(28)}fe${'ff'.repeat(27)}00`,
  `${'00'.repeat(28)}${'ff'.repeat(28)}00`,
])

/** Public keys of FIPS 204 §4, table 2. */
const mlDsaBytes: Readonly<Record<string, number | undefined>> = {
  __proto__: null as never,
  'ML-DSA-44': 1312,
  'ML-DSA-65': 1952,
  'ML-DSA-87': 2592,
}

function findAkpFlaw(jwk: Jwk): JwkFlaw | null {
  const size = mlDsaBytes[String(jwk.alg)]
  if (size === undefined) return flaw(`the algorithm ${word(jwk.alg)} of the key is not supported`)
  const { length } = bytesOf(jwk.pub)
  return length === size ? null : flaw(`the public key has ${length} bytes; ${word(jwk.alg)} has ${size}`)
}

/** Bits of an RSA key's modulus; 0 for other keys. */
export function rsaBits(jwk: Jwk): number {
  return jwk.kty === 'RSA' ? bitLength(bytesOf(jwk.n)) : 0
}

/** Of RSA keys and secrets; null for others, and where the member cannot be read. */
export function bitsOfKey(jwk: Jwk): number | null {
  if (jwk.kty === 'RSA') return rsaBits(jwk)
  if (jwk.kty !== 'oct' || typeof jwk.k !== 'string' || !isBase64url(jwk.k)) return null
  return bytesOf(jwk.k).length * 8
}

function flaw(reason: string): JwkFlaw {
  return { reason, hostile: false }
}

function hostile(reason: string): JwkFlaw {
  return { reason, hostile: true }
}

function word(value: unknown): string {
  return typeof value === 'string' ? value.slice(0, 40) : 'unknown'
}
