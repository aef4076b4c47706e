import type { TokenReading } from './reading.ts'

/** Bytes of every signature of an algorithm (RFC 7518 §3.2 and §3.4, RFC 8032 §5, RFC 9964); RSA's follow the key. */
const fixedBytes: ReadonlyMap<string, number> = new Map([
  ['HS256', 32],
  ['HS384', 48],
  ['HS512', 64],
  ['ES256', 64],
  ['ES384', 96],
  ['ES512', 132],
  ['ES256K', 64],
  ['EdDSA', 64],
  ['Ed25519', 64],
  ['Ed448', 114],
  ['ML-DSA-44', 2420],
  ['ML-DSA-65', 3309],
  ['ML-DSA-87', 4627],
])

/** Bytes of signatures that RSA keys in use make. */
const rsaBytes = [128, 256, 384, 512]

/** Bytes that the signatures of an algorithm have; for RSA those of usual keys. Null for names it does not know. */
export function signatureLengths(alg: string): readonly number[] | null {
  const fixed = fixedBytes.get(alg)
  if (fixed !== undefined) return [fixed]
  return /^[RP]S(?:256|384|512)$/.test(alg) ? rsaBytes : null
}

export type CutOffSignature = {
  /** What was found and what the algorithm makes, one sentence. */
  readonly sentence: string
  /** No key of the algorithm makes so short a signature; otherwise only a key of an unusual size does. */
  readonly isCertain: boolean
}

/**
 * The signature of a compact JWS that is shorter than its algorithm makes it, so that the token seems cut off. From
 * the text alone; null where it is long enough, is no base64url text, or something before it is wrong already.
 */
export function findCutOffSignature(reading: TokenReading): CutOffSignature | null {
  const signature = reading.segments.find(({ name }) => name === 'signature')
  const header = reading.segments.find(({ name }) => name === 'header')
  if (reading.format !== 'jws' || !signature || !/^[\w-]+$/.test(signature.text)) return null
  const elsewhere = ({ severity, start }: TokenReading['problems'][number]) =>
    severity === 'error' && start < signature.start
  if (reading.problems.some(elsewhere)) return null
  const alg = header?.members?.findLast(({ name }) => name === 'alg')?.value
  const bytes = typeof alg === 'string' ? signatureLengths(alg) : null
  if (!bytes) return null
  const found = signature.text.length
  const lengths = bytes.map((count) => Math.ceil((count * 4) / 3))
  const expected = lengths.find((length) => found < length)
  if (expected === undefined || lengths.includes(found)) return null
  const missing = expected - found
  const isRsa = lengths.length > 1
  const usual = isRsa ? ` with a key of ${(bytes[lengths.indexOf(expected)] ?? 0) * 8} bits` : ''
  const lost = isRsa ? `${missing} or more seem to be` : `${missing} ${missing === 1 ? 'is' : 'are'}`
  return {
    sentence: `The signature has ${counted(found)}; ${String(alg)}${usual} makes ${expected}, so ${lost} missing at the end.`,
    isCertain: expected === lengths[0] || signature.byteLength === null,
  }
}

function counted(count: number): string {
  return count === 1 ? '1 character' : `${count} characters`
}
