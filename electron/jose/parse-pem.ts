import { describeChain, readCertificate } from './key-text/certificate.ts'
import { decryptPkcs8 } from './key-text/decrypt-pkcs8.ts'
import { type DerKey, readDerKey } from './key-text/der-key.ts'
import { openLegacyPem } from './key-text/legacy-pem.ts'

/** A public key as a JWK, and what a person should know about where it was found. */
export type PemKey = DerKey
export type PemReading =
  | PemKey
  | {
      readonly problem: string
      /** The block is encrypted: no passphrase was given, or not this one. */
      readonly passphrase?: 'missing' | 'wrong'
    }

const maxBlocks = 100
const maxAttempts = 3
/** More links than a chain has; each is checked against the next. */
const maxChain = 10

/** True where text is, or holds, PEM (RFC 7468). */
export function isPem(text: string): boolean {
  return text.includes('-----BEGIN ')
}

/**
 * The public key of the first usable block: SPKI, PKCS#8, PKCS#1, SEC1 or X.509 (RFC 7468), encrypted ones with their
 * passphrase. A private key is reduced to its public half; a certificate is only a holder of its key here, its chain
 * and dates are not checked.
 */
export function parsePem(text: string, passphrase?: string): PemReading {
  const { blocks, unfinished } = findBlocks(withRealLineBreaks(text))
  if (blocks.length === 0) {
    return {
      problem: unfinished ? 'the PEM block has no END line; it may be cut off' : 'there is no PEM block',
    }
  }
  const problems: Extract<PemReading, { problem: string }>[] = []
  // A key set is no place to try a passphrase many times: each attempt may take a second.
  let attempts = 0
  for (const [index, block] of blocks.entries()) {
    const isChain = certificateLabels.has(block.label)
    if (isEncrypted(block) && passphrase !== undefined) attempts += 1
    const read =
      isChain && blocks.slice(index).every(({ label }) => certificateLabels.has(label))
        ? readChain(blocks.slice(index))
        : readBlock(block, attempts > maxAttempts ? undefined : passphrase)
    if ('problem' in read) {
      problems.push(read)
      continue
    }
    const several =
      blocks.length > 1 && !(isChain && index === 0)
        ? [`Of ${blocks.length} PEM blocks, the first usable one was taken: ${block.label}.`]
        : []
    return { ...read, notes: [...several, ...read.notes] }
  }
  return problems[0] ?? { problem: 'there is no usable PEM block' }
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

const certificateLabels: ReadonlySet<string> = new Set([
  'CERTIFICATE',
  'X509 CERTIFICATE',
  'TRUSTED CERTIFICATE',
])

function isEncrypted({ label, body }: Block): boolean {
  return label === 'ENCRYPTED PRIVATE KEY' || isLegacyEncrypted(body)
}

function isLegacyEncrypted(body: string): boolean {
  return /^\s*Proc-Type:[^\n]*ENCRYPTED/.test(body)
}

function readBlock(block: Block, passphrase: string | undefined): PemReading {
  const { label, body } = block
  if (isEncrypted(block)) return readEncrypted(block, passphrase)
  const form = forms[label]
  if (!form) return { problem: `a PEM block of the kind ${label.slice(0, 60)} holds no key` }
  const der = decodeBody(body)
  if (!der) return { problem: `the body of the ${label} block is not base64` }
  return (
    readDerKey(der, form) ?? {
      problem: `the ${label} block cannot be read as such a key, or not of a kind that is supported`,
    }
  )
}

function readEncrypted({ label, body }: Block, passphrase: string | undefined): PemReading {
  if (passphrase === undefined || passphrase === '') {
    const problem =
      'the private key is encrypted with a passphrase; give the passphrase, or its public key instead'
    return { problem, passphrase: 'missing' }
  }
  const der = isLegacyEncrypted(body) ? null : decodeBody(body)
  if (!der && !isLegacyEncrypted(body)) return { problem: `the body of the ${label} block is not base64` }
  const opened = der ? decryptPkcs8(der, passphrase) : openLegacyPem(label, body, passphrase)
  if ('problem' in opened) {
    return opened.wrong ? { problem: opened.problem, passphrase: 'wrong' } : { problem: opened.problem }
  }
  return (
    readDerKey(opened.der, 'pkcs8') ?? {
      problem: 'the private key was opened, but it is not of a kind that is supported',
    }
  )
}

function decodeBody(body: string): Buffer | null {
  const base64 = body.replace(/\s+/g, '')
  return /^[A-Za-z0-9+/]+={0,2}$/.test(base64) ? Buffer.from(base64, 'base64') : null
}

/** Certificates one after the other are a chain with the holder of the key first (RFC 7468 §5, RFC 7515 §4.1.6). */
function readChain(blocks: readonly Block[]): PemReading {
  const ders = blocks.slice(0, maxChain).map(({ body }) => decodeBody(body))
  if (!ders[0]) return { problem: `the body of the ${blocks[0]?.label ?? ''} block is not base64` }
  return (
    readCertificates(
      ders.map((der) => der ?? Buffer.alloc(0)),
      blocks.length,
    ) ?? {
      problem: `the ${blocks[0]?.label ?? ''} block cannot be read as such a key, or not of a kind that is supported`,
    }
  )
}

/** The key of the first certificate; null where that is none. Those behind it only add to what is said of the chain. */
export function readCertificates(ders: readonly Uint8Array[], total: number): PemKey | null {
  const chain = []
  for (const der of ders.slice(0, maxChain)) {
    try {
      chain.push(readCertificate(der))
    } catch {
      break
    }
  }
  const [leaf] = chain
  if (!leaf) return null
  const { jwk, algorithms, notBefore, notAfter } = leaf
  return {
    jwk,
    ...(algorithms ? { algorithms } : {}),
    notes: describeChain(chain, total - chain.length),
    validity: { notBefore, notAfter },
  }
}

const forms: Readonly<Record<string, Parameters<typeof readDerKey>[1] | undefined>> = {
  __proto__: null as never,
  'PUBLIC KEY': 'spki',
  'RSA PUBLIC KEY': 'pkcs1-public',
  'PRIVATE KEY': 'pkcs8',
  'RSA PRIVATE KEY': 'pkcs1',
  'EC PRIVATE KEY': 'sec1',
  CERTIFICATE: 'certificate',
  'X509 CERTIFICATE': 'certificate',
}
