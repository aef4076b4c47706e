import { createPublicKey, type JsonWebKey } from 'node:crypto'

/** What node:crypto may lack: Electron is built on BoringSSL, which knows fewer curves than Node's OpenSSL. */
export type RuntimeCapabilities = {
  readonly secp256k1: boolean
  readonly ed448: boolean
  readonly mlDsa: boolean
}

/** Nothing native: each gap is filled. Tests compare this with what the runtime has. */
export const noCapabilities: RuntimeCapabilities = { secp256k1: false, ed448: false, mlDsa: false }

let probed: RuntimeCapabilities | null = null

/** Asked at first use, by importing a key of each kind; the answer does not change while the process lives. */
export function runtimeCapabilities(): RuntimeCapabilities {
  probed ??= {
    secp256k1: imports({ kty: 'EC', crv: 'secp256k1', x: generator.x, y: generator.y }),
    ed448: imports({ kty: 'OKP', crv: 'Ed448', x: ed448Generator }),
    mlDsa: imports({ kty: 'AKP', alg: 'ML-DSA-44', pub: 'A'.repeat(1750) }),
  }
  return probed
}

function imports(jwk: JsonWebKey): boolean {
  try {
    createPublicKey({ key: jwk, format: 'jwk' })
    return true
  } catch {
    return false
  }
}

/** SEC 2 §2.4.1. */
const generator = {
  x: 'eb5mfvncu6xVoGKVzocLBwKb_NstzijZWfKBWxb4F5g',
  y: 'SDradyajxGVdpPv8DhEIqP0XtEimhVQZnEfQj_sQ1Lg',
}
/** The base point of RFC 8032 §5.2. */
const ed448Generator = Buffer.from(
  '14fa30f25b790898adc8d74e2c13bdfdc4397ce61cffd33ad7c2a0051e9c78874098a36c7373ea4b62c7c9563720768824bcb66e71463f6900',
  'hex',
).toString('base64url')
