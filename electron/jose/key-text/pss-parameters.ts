import {
  type DerElement,
  readDer,
  readDerElements,
  readDerSequence,
  readOid,
  readSmallInteger,
} from '../der.ts'

const hashBits: Readonly<Record<string, 256 | 384 | 512 | undefined>> = {
  __proto__: null as never,
  '2.16.840.1.101.3.4.2.1': 256,
  '2.16.840.1.101.3.4.2.2': 384,
  '2.16.840.1.101.3.4.2.3': 512,
}
const mgf1 = '1.2.840.113549.1.1.8'

/**
 * What a key under id-RSASSA-PSS may verify (RFC 4055 §3.1): every PS algorithm where it has no parameters, else the one
 * whose hash, mask and salt they name (RFC 7518 §3.5: all of the hash's length). Empty where no JWS algorithm fits.
 */
export function pssAlgorithms(parameters: DerElement | undefined): readonly string[] {
  if (!parameters) return ['PS256', 'PS384', 'PS512']
  const fields = new Map(
    (readDerSequence(parameters.whole) ?? []).map(({ tag, content }) => [tag & 0x1f, content] as const),
  )
  // What is absent has its default: SHA-1, a salt of 20 bytes.
  const bits = hashBits[readOid(identifier(fields.get(0))?.[0])]
  const mask = identifier(fields.get(1))
  const maskHash = mask?.[1] ? readDerSequence(mask[1].whole) : null
  const salt = fields.has(2) ? readSmallInteger(readDer(fields.get(2) ?? new Uint8Array()) ?? undefined) : 20
  if (bits === undefined || readOid(mask?.[0]) !== mgf1 || hashBits[readOid(maskHash?.[0])] !== bits)
    return []
  // The salt of a key is the least that a signature may have.
  return salt !== null && salt <= bits / 8 ? [`PS${bits}`] : []
}

function identifier(bytes: Uint8Array | undefined): readonly DerElement[] | null {
  const [element] = bytes ? (readDerElements(bytes) ?? []) : []
  return element ? readDerSequence(element.whole) : null
}
