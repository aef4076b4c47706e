import type { Serialization } from '../../../shared/build/sign-request.ts'

export type TokenParts = {
  /** The protected header as JSON text. */
  readonly header: string
  readonly payload: Uint8Array
  /** The payload is signed and carried as it is (RFC 7797). */
  readonly unencoded: boolean
  readonly serialization: Serialization
  readonly detached: boolean
  /** Disclosures after the compact form (RFC 9901 §4), with their tildes. */
  readonly suffix: string
}

export type Assembly = {
  readonly signingInput: Uint8Array
  readonly withSignature: (signature: Uint8Array) => { readonly token: string }
}

/** JWS Signing Input and the serializations around it (RFC 7515 §5.1, §7, RFC 7797 §3). */
export function assembleToken(parts: TokenParts): Assembly {
  const { unencoded, serialization, detached, suffix } = parts
  const header = Buffer.from(parts.header, 'utf8').toString('base64url')
  const bytes = Buffer.from(parts.payload)
  const payload = unencoded ? bytes.toString('utf8') : bytes.toString('base64url')
  const signingInput = unencoded
    ? Buffer.concat([Buffer.from(`${header}.`, 'ascii'), bytes])
    : Buffer.from(`${header}.${payload}`, 'ascii')
  return {
    signingInput,
    withSignature(bytesOfSignature) {
      const signature = Buffer.from(bytesOfSignature).toString('base64url')
      const carried = detached ? {} : { payload }
      switch (serialization) {
        case 'compact':
          return { token: `${header}.${detached ? '' : payload}.${signature}${suffix}` }
        case 'flattened':
          return { token: JSON.stringify({ ...carried, protected: header, signature }) }
        case 'general':
          return { token: JSON.stringify({ ...carried, signatures: [{ protected: header, signature }] }) }
      }
    },
  }
}
