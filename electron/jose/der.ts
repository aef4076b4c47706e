/** One element of a DER encoding (X.690 §8, §10): its tag, and where its content stands. */
export type DerElement = {
  readonly tag: number
  /** Content only. */
  readonly content: Uint8Array
  /** Tag, length and content. */
  readonly whole: Uint8Array
}

export const derTag = {
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  oid: 0x06,
  sequence: 0x30,
} as const

/** More elements than any key or certificate has at one level. */
const maxElements = 200

/** The elements that stand in these bytes one after the other; null where they are not DER to the last byte. */
export function readDerElements(bytes: Uint8Array): readonly DerElement[] | null {
  const elements: DerElement[] = []
  let at = 0
  while (at < bytes.length) {
    const element = readDer(bytes.subarray(at))
    if (!element || elements.length === maxElements) return null
    elements.push(element)
    at += element.whole.length
  }
  return elements
}

/** The element at the start; null where there is none. Lengths of more than four bytes and indefinite ones are none. */
export function readDer(bytes: Uint8Array): DerElement | null {
  const [tag, first] = bytes
  if (tag === undefined || first === undefined || (tag & 0x1f) === 0x1f) return null
  let length = first
  let start = 2
  if (first & 0x80) {
    const count = first & 0x7f
    if (count === 0 || count > 4 || bytes.length < 2 + count) return null
    length = 0
    for (let index = 0; index < count; index += 1) length = length * 256 + (bytes[2 + index] ?? 0)
    start = 2 + count
  }
  if (start + length > bytes.length) return null
  return { tag, content: bytes.subarray(start, start + length), whole: bytes.subarray(0, start + length) }
}

/** The parts of a SEQUENCE that fills the bytes; null for anything else. */
export function readDerSequence(bytes: Uint8Array): readonly DerElement[] | null {
  const element = readDer(bytes)
  return element && element.tag === derTag.sequence && element.whole.length === bytes.length
    ? readDerElements(element.content)
    : null
}

/** An object identifier in dotted form; an empty text where it is none. */
export function readOid(element: DerElement | undefined): string {
  if (element?.tag !== derTag.oid || element.content.length > 64) return ''
  const numbers: number[] = []
  let value = 0
  for (const byte of element.content) {
    value = value * 128 + (byte & 0x7f)
    if (byte & 0x80) continue
    if (numbers.length > 0) numbers.push(value)
    else {
      const first = Math.min(Math.floor(value / 40), 2)
      numbers.push(first, value - first * 40)
    }
    value = 0
  }
  return numbers.join('.')
}

/** A non-negative INTEGER that fits a double; null for anything else. */
export function readSmallInteger(element: DerElement | undefined): number | null {
  if (element?.tag !== derTag.integer || element.content.length === 0 || element.content.length > 6)
    return null
  if ((element.content[0] ?? 0) & 0x80) return null
  return element.content.reduce((sum, byte) => sum * 256 + byte, 0)
}

/** The bytes of a BIT STRING without unused bits; null for anything else. */
export function readBitString(element: DerElement | undefined): Uint8Array | null {
  return element?.tag === derTag.bitString && element.content[0] === 0 ? element.content.subarray(1) : null
}

/** Writes one element. */
export function writeDer(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(parts)
  const { length } = content
  const size: number[] = []
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) size.unshift(rest % 256)
  const head = length < 128 ? [tag, length] : [tag, 0x80 | size.length, ...size]
  return Buffer.concat([Buffer.from(head), content])
}
