import { isBase64url } from '../../shared/token/base64url.ts'

/** A JSON Web Key as given; every member is still to be checked (RFC 7517 §4). */
export type Jwk = Readonly<Record<string, unknown>>

/** Members that only a private key has (RFC 7518 §6.2.2, §6.3.2, RFC 8037 §2). */
const privateMembers = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'priv'] as const

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
    if (!isBase64url(value)) return flaw(`the member ${name} is not base64url`)
  }
  if (jwk.kty === 'RSA') return findRsaFlaw(jwk)
  if (jwk.kty === 'EC') return findEcFlaw(jwk)
  if (jwk.kty === 'OKP') return findOkpFlaw(jwk)
  return jwk.k === '' ? flaw('the secret is empty') : null
}

const members: Readonly<Record<string, readonly string[] | undefined>> = {
  __proto__: null as never,
  RSA: ['n', 'e'],
  EC: ['x', 'y'],
  OKP: ['x'],
  oct: ['k'],
}

/** Above this, one verification takes long enough to be an attack; OpenSSL refuses more as well. */
const maxRsaBits = 16_384
const minRsaBits = 512

function findRsaFlaw(jwk: Jwk): JwkFlaw | null {
  const modulus = bytesOf(jwk.n)
  const exponent = withoutLeadingZeros(bytesOf(jwk.e))
  const bits = bitLength(modulus)
  if (bits < minRsaBits) return hostile(`the RSA modulus has ${bits} bits, so anyone can factor it`)
  if (bits > maxRsaBits) return flaw(`the RSA modulus has ${bits} bits; at most ${maxRsaBits} are checked`)
  if (((modulus.at(-1) ?? 0) & 1) === 0) return hostile('the RSA modulus is even')
  if (exponent.length === 0 || (exponent.length === 1 && (exponent[0] ?? 0) < 3)) {
    return hostile(`the RSA exponent is ${exponent[0] ?? 0}, with which any signature can be forged`)
  }
  if (((exponent.at(-1) ?? 0) & 1) === 0) return hostile('the RSA exponent is even')
  if (exponent.length > 8) return flaw('the RSA exponent is longer than 64 bits')
  return null
}

const coordinateBytes: Readonly<Record<string, number | undefined>> = {
  __proto__: null as never,
  'P-256': 32,
  'P-384': 48,
  'P-521': 66,
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

function findOkpFlaw(jwk: Jwk): JwkFlaw | null {
  if (jwk.crv !== 'Ed25519') return flaw(`the curve ${word(jwk.crv)} is not supported for signatures`)
  const point = bytesOf(jwk.x)
  if (point.length !== 32) return flaw(`the public key has ${point.length} bytes; Ed25519 has 32`)
  const masked = Buffer.from(point)
  masked[31] = (masked[31] ?? 0) & 0x7f
  return smallOrder.has(masked.toString('hex')) ? hostile('the Ed25519 key is a point of small order') : null
}

/** Encodings of the points of order 1, 2, 4 and 8 (RFC 8032 §5.1): with one as key, signatures of others fit. */
const smallOrder = new Set([
  '0000000000000000000000000000000000000000000000000000000000000000',
  '0100000000000000000000000000000000000000000000000000000000000000',
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
  'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
])

/** Bits of an RSA key's modulus; 0 for other keys. */
export function rsaBits(jwk: Jwk): number {
  return jwk.kty === 'RSA' ? bitLength(bytesOf(jwk.n)) : 0
}

function flaw(reason: string): JwkFlaw {
  return { reason, hostile: false }
}

function hostile(reason: string): JwkFlaw {
  return { reason, hostile: true }
}

function bytesOf(value: unknown): Uint8Array {
  return typeof value === 'string' ? Buffer.from(value, 'base64url') : new Uint8Array()
}

function withoutLeadingZeros(bytes: Uint8Array): Uint8Array {
  const first = bytes.findIndex((byte) => byte !== 0)
  return first === -1 ? new Uint8Array() : bytes.subarray(first)
}

function bitLength(bytes: Uint8Array): number {
  const number = withoutLeadingZeros(bytes)
  return number.length === 0 ? 0 : (number.length - 1) * 8 + (32 - Math.clz32(number[0] ?? 0))
}

function word(value: unknown): string {
  return typeof value === 'string' ? value.slice(0, 40) : 'unknown'
}
