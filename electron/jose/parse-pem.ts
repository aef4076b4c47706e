import { createPrivateKey, createPublicKey, type KeyObject, X509Certificate } from 'node:crypto'

/** A public key as a JWK, and what a person should know about where it was found. */
export type PemKey = { readonly jwk: Record<string, unknown>; readonly notes: readonly string[] }
export type PemReading = PemKey | { readonly problem: string }

const maxBlocks = 100

/** True where text is, or holds, PEM (RFC 7468). */
export function isPem(text: string): boolean {
  return text.includes('-----BEGIN ')
}

/**
 * The public key of the first usable block: SPKI, PKCS#8, PKCS#1, SEC1 or X.509 (RFC 7468). A private key is
 * reduced to its public half; a certificate is only a holder of its key here, its chain and dates are not checked.
 */
export function parsePem(text: string): PemReading {
  const { blocks, unfinished } = findBlocks(withRealLineBreaks(text))
  if (blocks.length === 0) {
    return {
      problem: unfinished ? 'the PEM block has no END line; it may be cut off' : 'there is no PEM block',
    }
  }
  const problems: string[] = []
  for (const block of blocks) {
    const read = readBlock(block)
    if ('problem' in read) {
      problems.push(read.problem)
      continue
    }
    const several =
      blocks.length > 1
        ? [`Of ${blocks.length} PEM blocks, the first usable one was taken: ${block.label}.`]
        : []
    return { jwk: read.jwk, notes: [...several, ...read.notes] }
  }
  return { problem: problems[0] ?? 'there is no usable PEM block' }
}

type Block = { readonly label: string; readonly body: string }

function findBlocks(text: string): { readonly blocks: readonly Block[]; readonly unfinished: boolean } {
  const blocks: Block[] = []
  let from = 0
  while (blocks.length < maxBlocks) {
    const begin = text.indexOf('-----BEGIN ', from)
    if (begin === -1) break
    const labelEnd = text.indexOf('-----', begin + 11)
    if (labelEnd === -1) return { blocks, unfinished: true }
    const label = text.slice(begin + 11, labelEnd)
    const end = text.indexOf(`-----END ${label}-----`, labelEnd)
    if (end === -1) return { blocks, unfinished: true }
    blocks.push({ label, body: text.slice(labelEnd + 5, end) })
    from = end + 1
  }
  return { blocks, unfinished: false }
}

/** Environment files and JSON carry PEM with its line breaks written as backslash and n. */
function withRealLineBreaks(text: string): string {
  return text.replaceAll('\\r', '').replaceAll('\\n', '\n')
}

function readBlock({ label, body }: Block): PemReading {
  if (label === 'ENCRYPTED PRIVATE KEY' || /Proc-Type:[^\n]*ENCRYPTED/.test(body)) {
    return { problem: 'the private key is encrypted with a passphrase; give its public key instead' }
  }
  const read = readers[label]
  if (!read) return { problem: `a PEM block of the kind ${label.slice(0, 60)} holds no key` }
  const base64 = body.replace(/\s+/g, '')
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(base64)) {
    return { problem: `the body of the ${label} block is not base64` }
  }
  try {
    const { key, notes } = read(Buffer.from(base64, 'base64'))
    return { jwk: toPublicJwk(key), notes }
  } catch {
    // The library's message may repeat input; the kind of the block says enough.
    return { problem: `the ${label} block cannot be read as such a key, or not of a kind that is supported` }
  }
}

type ReadKey = { readonly key: KeyObject; readonly notes: readonly string[] }

const isPrivate =
  'A private key was given; only its public half is used. Whoever checks tokens needs no private key.'

const readers: Readonly<Record<string, ((der: Buffer) => ReadKey) | undefined>> = {
  __proto__: null as never,
  'PUBLIC KEY': (der) => ({ key: createPublicKey({ key: der, format: 'der', type: 'spki' }), notes: [] }),
  'RSA PUBLIC KEY': (der) => ({
    key: createPublicKey({ key: der, format: 'der', type: 'pkcs1' }),
    notes: [],
  }),
  'PRIVATE KEY': (der) => fromPrivate(der, 'pkcs8'),
  'RSA PRIVATE KEY': (der) => fromPrivate(der, 'pkcs1'),
  'EC PRIVATE KEY': (der) => fromPrivate(der, 'sec1'),
  CERTIFICATE: fromCertificate,
  'X509 CERTIFICATE': fromCertificate,
}

function fromPrivate(der: Buffer, type: 'pkcs8' | 'pkcs1' | 'sec1'): ReadKey {
  return { key: createPublicKey(createPrivateKey({ key: der, format: 'der', type })), notes: [isPrivate] }
}

function fromCertificate(der: Buffer): ReadKey {
  const certificate = new X509Certificate(der)
  const subject = certificate.subject.replaceAll('\n', ', ').slice(0, 120)
  return {
    key: certificate.publicKey,
    notes: [`The key of the certificate for ${subject} is used; its chain and dates are not checked.`],
  }
}

function toPublicJwk(key: KeyObject): Record<string, unknown> {
  return { ...key.export({ format: 'jwk' }) }
}
