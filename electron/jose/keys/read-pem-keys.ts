import type { X509Certificate } from 'node:crypto'
import { AppError } from '../../../shared/error.ts'
import { isPrivateJwk, type Jwk } from '../jwk.ts'
import { bytesOf, withoutLeadingZeros } from '../key-numbers.ts'
import { readCertificate } from '../key-text/certificate.ts'
import { chainLinks } from '../key-text/chain-links.ts'
import { isLegacyEncrypted, openLegacyPem } from '../key-text/legacy-pem.ts'
import { decodePemBody, findPemBlocks, type PemBlock } from '../key-text/pem-blocks.ts'
import {
  boundJwk,
  type DerKey,
  needsPassphrase,
  readDerKey,
  wrongPassphrase,
} from '../key-text/read-der-key.ts'
import type { FoundKeys } from './read-keys.ts'

/**
 * Every key of a PEM text (RFC 7468): private keys stay private. Certificates after one another are a chain; it goes to
 * the key that its first certificate is for. Blocks that hold no key are noted. Throws ERR_KEY, ERR_PASSPHRASE.
 */
export function readPemKeys(text: string, passphrase?: string): FoundKeys {
  const { blocks } = findPemBlocks(text)
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
        keys.push(boundJwk(read))
        forms.add(read.form)
      }
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      if (error.code === 'ERR_PASSPHRASE') throw error
      refusal ??= error
      notes.push(`The block ${block.label} was passed over: ${error.message}.`)
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

function readBlock(block: PemBlock, passphrase: string | undefined): DerKey {
  const { label, body } = block
  if (isLegacyEncrypted(body)) {
    if (passphrase === undefined) throw needsPassphrase()
    const opened = openLegacyPem(label, body, passphrase)
    if ('der' in opened) return { ...readDerKey(opened.der), form: 'PKCS#1 or SEC1, encrypted' } as DerKey
    throw opened.wrong ? wrongPassphrase() : new AppError('ERR_KEY', opened.problem)
  }
  if (label === 'OPENSSH PRIVATE KEY') {
    throw new AppError('ERR_KEY', 'this is a key in OpenSSH’s own format; ssh-keygen -p -m PKCS8 rewrites it')
  }
  const der = decodePemBody(block)
  if (!der) throw new AppError('ERR_KEY', `the body of the ${label} block is not base64`)
  return readDerKey(der, passphrase)
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
  const links = chainLinks(chain)
  return [
    chain.length === 1
      ? 'The certificate only holds the key here: its dates are shown, and nothing says that it is trusted.'
      : `A chain of ${chain.length} certificates: the first is taken for the key’s own. Nothing here says that it is trusted.`,
    ...(links.includes('not_signed')
      ? ['A certificate of the chain names the next as its issuer and is not signed by its key.']
      : []),
    ...(links.includes('other_issuer')
      ? ['The chain is out of order: a certificate is not followed by its issuer.']
      : []),
  ]
}
