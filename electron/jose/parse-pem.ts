import { describeChain, readCertificate } from './key-text/certificate.ts'
import { decryptPkcs8 } from './key-text/decrypt-pkcs8.ts'
import { isLegacyEncrypted, openLegacyPem } from './key-text/legacy-pem.ts'
import { decodePemBody, findPemBlocks, type PemBlock } from './key-text/pem-blocks.ts'
import { type PublicHalf, readPublicHalf } from './key-text/public-half.ts'

/** A public key as a JWK, and what a person should know about where it was found. */
export type PemKey = PublicHalf
export type PemReading =
  | PemKey
  | {
      readonly problem: string
      /** The block is encrypted: no passphrase was given, or not this one. */
      readonly passphrase?: 'missing' | 'wrong'
    }

const maxAttempts = 3
/** More links than a chain has; each is checked against the next. */
const maxChain = 10

/**
 * The public key of the first usable block: SPKI, PKCS#8, PKCS#1, SEC1 or X.509 (RFC 7468), encrypted ones with their
 * passphrase. A private key is reduced to its public half; a certificate is only a holder of its key here, its chain
 * and dates are not checked.
 */
export function parsePem(text: string, passphrase?: string): PemReading {
  const { blocks, unfinished } = findPemBlocks(text)
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

const certificateLabels: ReadonlySet<string> = new Set([
  'CERTIFICATE',
  'X509 CERTIFICATE',
  'TRUSTED CERTIFICATE',
])

function isEncrypted({ label, body }: PemBlock): boolean {
  return label === 'ENCRYPTED PRIVATE KEY' || isLegacyEncrypted(body)
}

function readBlock(block: PemBlock, passphrase: string | undefined): PemReading {
  const { label } = block
  if (isEncrypted(block)) return readEncrypted(block, passphrase)
  const form = forms[label]
  if (!form) return { problem: `a PEM block of the kind ${label} holds no key` }
  const der = decodePemBody(block)
  if (!der) return { problem: `the body of the ${label} block is not base64` }
  return (
    readPublicHalf(der, form) ?? {
      problem: `the ${label} block cannot be read as such a key, or not of a kind that is supported`,
    }
  )
}

function readEncrypted(block: PemBlock, passphrase: string | undefined): PemReading {
  const { label, body } = block
  if (passphrase === undefined || passphrase === '') {
    const problem =
      'the private key is encrypted with a passphrase; give the passphrase, or its public key instead'
    return { problem, passphrase: 'missing' }
  }
  const der = isLegacyEncrypted(body) ? null : decodePemBody(block)
  if (!der && !isLegacyEncrypted(body)) return { problem: `the body of the ${label} block is not base64` }
  const opened = der ? decryptPkcs8(der, passphrase) : openLegacyPem(label, body, passphrase)
  if ('problem' in opened) {
    return opened.wrong ? { problem: opened.problem, passphrase: 'wrong' } : { problem: opened.problem }
  }
  return (
    readPublicHalf(opened.der, 'pkcs8') ?? {
      problem: 'the private key was opened, but it is not of a kind that is supported',
    }
  )
}

/** Certificates one after the other are a chain with the holder of the key first (RFC 7468 §5, RFC 7515 §4.1.6). */
function readChain(blocks: readonly PemBlock[]): PemReading {
  const ders = blocks.slice(0, maxChain).map(decodePemBody)
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
    validity: {
      notBefore,
      notAfter,
      ...(chain.length > 1
        ? { issuers: chain.slice(1).map((link) => ({ notBefore: link.notBefore, notAfter: link.notAfter })) }
        : {}),
    },
  }
}

const forms: Readonly<Record<string, Parameters<typeof readPublicHalf>[1] | undefined>> = {
  __proto__: null as never,
  'PUBLIC KEY': 'spki',
  'RSA PUBLIC KEY': 'pkcs1-public',
  'PRIVATE KEY': 'pkcs8',
  'RSA PRIVATE KEY': 'pkcs1',
  'EC PRIVATE KEY': 'sec1',
  CERTIFICATE: 'certificate',
  'X509 CERTIFICATE': 'certificate',
}
