/** The parts of an SD-JWT as received (RFC 9901 §4). */
export type SdJwtParts = {
  /** The issuer-signed JWT in compact form. */
  readonly jwt: string
  readonly disclosures: readonly string[]
  /** The key binding JWT; null where the SD-JWT ends with `~`. */
  readonly keyBinding: string | null
}

/**
 * Cuts the compact form at its tildes; null where there is none. Nothing is decoded: empty disclosures stay, so that
 * they can be named.
 */
export function splitSdJwt(text: string): SdJwtParts | null {
  const [jwt, ...rest] = text.split('~')
  if (jwt === undefined || rest.length === 0) return null
  const last = rest.pop() ?? ''
  return { jwt, disclosures: rest, keyBinding: last === '' ? null : last }
}

/** The compact SD-JWT without its key binding: also the text that `sd_hash` is taken over (RFC 9901 §4.3.1). */
export function sdJwtWithoutBinding({ jwt, disclosures }: Pick<SdJwtParts, 'jwt' | 'disclosures'>): string {
  return [jwt, ...disclosures, ''].join('~')
}
