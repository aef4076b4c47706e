import { createPrivateKey } from 'node:crypto'
import { x448PublicKey } from '../gaps/x448.ts'
import type { Jwk } from '../jwk.ts'
import { decryptPkcs8 } from '../key-text/decrypt-pkcs8.ts'

export type PrivatePem =
  | { readonly jwk: Jwk; readonly notes: readonly string[] }
  | { readonly problem: string; readonly needsPassphrase?: boolean }

/** The first private key among the blocks of a text: PKCS#8, plain or encrypted, PKCS#1 or SEC1 (RFC 7468). */
export function readPrivatePem(text: string, passphrase: string | undefined): PrivatePem {
  const pem = text.replaceAll('\\r', '').replaceAll('\\n', '\n')
  const found = /-----BEGIN ((?:[A-Z0-9]{1,20} ){0,3}PRIVATE KEY)-----/.exec(pem)
  if (!found) return { problem: 'there is no private key in this PEM text; only a private key decrypts' }
  const [head, label = ''] = found
  const foot = `-----END ${label}-----`
  const end = pem.indexOf(foot, found.index)
  if (end === -1) return { problem: 'the PEM block has no END line; it may be cut off' }
  const block = `${pem.slice(found.index, end + foot.length)}\n`
  const isEncrypted = label === 'ENCRYPTED PRIVATE KEY' || /Proc-Type:[^\n]*ENCRYPTED/.test(block)
  if (isEncrypted && (passphrase === undefined || passphrase === '')) {
    return { problem: 'the private key is encrypted; its passphrase is needed', needsPassphrase: true }
  }
  const unreadable = {
    problem: `the ${label} block cannot be read as such a key, or is of a kind that is not supported`,
  }
  const body = Buffer.from(block.slice(head.length, -foot.length - 1).replace(/\s+/g, ''), 'base64')
  if (label === 'ENCRYPTED PRIVATE KEY') {
    // With bounded work, and for kinds of keys that the runtime does not know.
    const opened = decryptPkcs8(body, passphrase ?? '')
    if ('problem' in opened) return { problem: opened.problem, needsPassphrase: opened.wrong }
    return readPkcs8(opened.der) ?? unreadable
  }
  if (label === 'PRIVATE KEY') return readPkcs8(body) ?? unreadable
  try {
    const key = createPrivateKey({ key: block, format: 'pem', ...(isEncrypted ? { passphrase } : {}) })
    return { jwk: { ...key.export({ format: 'jwk' }) }, notes: [] }
  } catch {
    // The library's message may repeat input; the kind of the block says enough.
    return isEncrypted
      ? { problem: 'the private key does not open with this passphrase', needsPassphrase: true }
      : unreadable
  }
}

function readPkcs8(der: Uint8Array): PrivatePem | null {
  const x448 = readX448(Buffer.from(der))
  if (x448) return { jwk: x448, notes: [] }
  try {
    const key = createPrivateKey({ key: Buffer.from(der), format: 'der', type: 'pkcs8' })
    return { jwk: { ...key.export({ format: 'jwk' }) }, notes: [] }
  } catch {
    return null
  }
}

/** OneAsymmetricKey of id-X448 with its 56 bytes (RFC 8410 §7), always written in these bytes. */
const x448Prefix = '3046020100300506032b656f043a0438'

function readX448(der: Buffer): Jwk | null {
  if (der.length !== 72 || der.subarray(0, 16).toString('hex') !== x448Prefix) return null
  const d = der.subarray(16)
  const x = Buffer.from(x448PublicKey(d)).toString('base64url')
  return { kty: 'OKP', crv: 'X448', x, d: d.toString('base64url') }
}
