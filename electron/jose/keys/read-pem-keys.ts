import { createPrivateKey, type KeyObject, type X509Certificate } from 'node:crypto'
import { AppError } from '../../../shared/error.ts'
import { isPrivateJwk, type Jwk } from '../jwk.ts'
import { bytesOf, withoutLeadingZeros } from '../key-numbers.ts'
import { readCertificate } from '../key-text/certificate.ts'
import { needsPassphrase, readDerKey, wrongPassphrase } from './read-der-key.ts'
import type { FoundKeys } from './read-keys.ts'

const maxBlocks = 100

type Block = { readonly label: string; readonly body: string; readonly whole: string }

/**
 * Every key of a PEM text (RFC 7468): private keys stay private. Certificates after one another are a chain; it goes to
 * the key that its first certificate is for. Blocks that hold no key are noted. Throws ERR_KEY, ERR_PASSPHRASE.
 */
export function readPemKeys(text: string, passphrase?: string): FoundKeys {
  // Environment files and JSON carry PEM with its line breaks written as backslash and n.
  const blocks = findBlocks(text.replaceAll('\\r', '').replaceAll('\\n', '\n'))
  if (blocks.length === 0) {
    throw new AppError('ERR_KEY', 'the PEM block has no END line; it may be cut off')
  }
  const keys: Jwk[] = []
  const chain: X509Certificate[] = []
  const forms = new Set<string>()
  const notes: string[] = []
  let refusal: AppError | null = null
  for (const block of blocks) {
    if (passedOver.has(block.label)) {
      notes.push(`A block of the kind ${block.label} holds no key and was passed over.`)
      continue
    }
    try {
      const read = readBlock(block, passphrase)
      if (read.kind === 'certificate') {
        chain.push(read.certificate)
        forms.add('X.509')
      } else {
        keys.push(read.jwk)
        forms.add(read.form)
      }
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      if (error.code === 'ERR_PASSPHRASE') throw error
      refusal ??= error
      notes.push(`The block ${block.label.slice(0, 60)} was passed over: ${error.message}.`)
    }
  }
  if (keys.length === 0 && chain.length === 0) {
    throw refusal ?? new AppError('ERR_KEY', 'none of the PEM blocks holds a key')
  }
  notes.push(...chainNotes(chain))
  const pairs = keys.filter((jwk) => isPrivateJwk(jwk) || !keys.some((other) => isPairOf(other, jwk)))
  return { found: `PEM, ${[...forms].join(', ')}`, keys: withChain(pairs, chain), notes }
}

const passedOver = new Set(['EC PARAMETERS', 'DH PARAMETERS', 'CERTIFICATE REQUEST', 'X509 CRL'])

function findBlocks(text: string): readonly Block[] {
  const blocks: Block[] = []
  let from = 0
  while (blocks.length < maxBlocks) {
    const begin = text.indexOf('-----BEGIN ', from)
    if (begin === -1) break
    const labelEnd = text.indexOf('-----', begin + 11)
    if (labelEnd === -1) break
    const written = text.slice(begin + 11, labelEnd)
    const footer = `-----END ${written}-----`
    const end = text.indexOf(footer, labelEnd)
    if (end === -1) break
    const whole = text.slice(begin, end + footer.length)
    // Others are no labels (RFC 7468 §3), and what is said about a block repeats its label.
    const label = /^[A-Z0-9 ]{1,60}$/.test(written) ? written : 'unknown'
    blocks.push({ label, body: text.slice(labelEnd + 5, end), whole })
    from = end + footer.length
  }
  return blocks
}

function readBlock({ label, body, whole }: Block, passphrase: string | undefined) {
  if (/Proc-Type:[^\n]*ENCRYPTED/.test(body)) return readLegacy(whole, passphrase)
  if (label === 'OPENSSH PRIVATE KEY') {
    throw new AppError('ERR_KEY', 'this is a key in OpenSSH’s own format; ssh-keygen -p -m PKCS8 rewrites it')
  }
  const base64 = body.replace(/\s+/g, '')
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(base64)) {
    throw new AppError('ERR_KEY', `the body of the ${label.slice(0, 60)} block is not base64`)
  }
  return readDerKey(Buffer.from(base64, 'base64'), passphrase)
}

/** PKCS#1 and SEC1 encrypted by OpenSSL before PKCS#8 (RFC 1421 §4.6); only the runtime can open them. */
function readLegacy(pem: string, passphrase: string | undefined) {
  if (passphrase === undefined) throw needsPassphrase()
  let key: KeyObject
  try {
    key = createPrivateKey({ key: pem, format: 'pem', passphrase })
  } catch {
    throw wrongPassphrase()
  }
  const jwk: Jwk = { ...key.export({ format: 'jwk' }) }
  return { kind: 'key', form: 'PKCS#1 or SEC1, encrypted', jwk } as const
}

/** A private key and its public half, written one after the other, are one key. */
function isPairOf(other: Jwk, jwk: Jwk): boolean {
  return isPrivateJwk(other) && isSamePublicKey(other, jwk)
}

/** Certificates as `x5c` (RFC 7517 §4.7) of the key they certify; without one, the leaf's own public key. */
function withChain(keys: readonly Jwk[], chain: readonly X509Certificate[]): readonly Jwk[] {
  const [leaf] = chain
  if (!leaf) return keys
  const x5c = chain.map(({ raw }) => Buffer.from(raw).toString('base64'))
  const certified = certificateJwk(leaf)
  const owner = keys.findIndex((jwk) => isSamePublicKey(jwk, certified))
  if (owner === -1) return [...keys, { ...certified, x5c }]
  return keys.map((jwk, index) => (index === owner ? { ...jwk, x5c } : jwk))
}

/** Not `publicKey.export()`: the runtime may know the certificate but not the kind of its key. */
export function certificateJwk(certificate: X509Certificate): Jwk {
  try {
    return readCertificate(certificate.raw).jwk
  } catch {
    throw new AppError('ERR_KEY', 'the key of the certificate is of a kind that is not supported')
  }
}

/** By the members that make up a public key; whoever writes `AQAB` as `AAEAAQ` makes it another text, not another key. */
export function isSamePublicKey(one: Jwk, other: Jwk): boolean {
  if (one.kty !== other.kty || one.crv !== other.crv) return false
  const names = { RSA: ['n', 'e'], EC: ['x', 'y'], OKP: ['x'], AKP: ['alg', 'pub'] }[String(one.kty)]
  return (
    names?.every(
      (name) =>
        Buffer.compare(withoutLeadingZeros(bytesOf(one[name])), withoutLeadingZeros(bytesOf(other[name]))) ===
        0,
    ) ?? false
  )
}

function chainNotes(chain: readonly X509Certificate[]): readonly string[] {
  if (chain.length === 0) return []
  const broken = chain.some((certificate, index) => {
    const next = chain[index + 1]
    return next !== undefined && !certificate.checkIssued(next)
  })
  return [
    chain.length === 1
      ? 'The certificate only holds the key here: its dates are shown, and nothing says that it is trusted.'
      : `A chain of ${chain.length} certificates: the first is taken for the key’s own. Nothing here says that it is trusted.`,
    ...(broken ? ['The chain is out of order: a certificate is not followed by its issuer.'] : []),
  ]
}
