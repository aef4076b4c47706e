/** The bytes of a base64url member of a key; none where it is no text. */
export function bytesOf(value: unknown): Uint8Array {
  return typeof value === 'string' ? Buffer.from(value, 'base64url') : new Uint8Array()
}

export function withoutLeadingZeros(bytes: Uint8Array): Uint8Array {
  const first = bytes.findIndex((byte) => byte !== 0)
  return first === -1 ? new Uint8Array() : bytes.subarray(first)
}

/** Of an unsigned number, most significant byte first. */
export function bitLength(bytes: Uint8Array): number {
  const number = withoutLeadingZeros(bytes)
  return number.length === 0 ? 0 : (number.length - 1) * 8 + (32 - Math.clz32(number[0] ?? 0))
}
