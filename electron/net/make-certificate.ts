import 'reflect-metadata'
import { webcrypto } from 'node:crypto'
import {
  BasicConstraintsExtension,
  cryptoProvider,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectAlternativeNameExtension,
  X509CertificateGenerator,
} from '@peculiar/x509'

// Types of the DOM, which the command line is compiled without.
cryptoProvider.set(webcrypto as never)
type KeyPair = Parameters<typeof X509CertificateGenerator.createSelfSigned>[0]['keys']

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const
const day = 24 * 60 * 60 * 1000

/** A certificate with its private key, both as PEM. */
export type MadeCertificate = { readonly certificate: string; readonly privateKey: string }

export type CertificateWish = {
  /** The common name. */
  readonly name: string
  /** Addresses of a server; none for a client. */
  readonly ips?: readonly string[]
  readonly dnsNames?: readonly string[]
  readonly days: number
}

/** Signs certificates; made for one purpose on this machine, and its key is never written anywhere. */
export type Authority = MadeCertificate & {
  readonly issue: (wish: CertificateWish) => Promise<MadeCertificate>
}

export async function makeAuthority(name: string, days: number): Promise<Authority> {
  const keys = await makeKeys()
  const root = await X509CertificateGenerator.createSelfSigned({
    name: nameOf(name),
    ...validity(days),
    keys,
    signingAlgorithm: algorithm,
    extensions: [
      new BasicConstraintsExtension(true, 0, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign, true),
    ],
  })
  return {
    certificate: `${root.toString('pem')}\n`,
    privateKey: await pemOf(keys.privateKey),
    async issue(wish) {
      const own = await makeKeys()
      const issued = await X509CertificateGenerator.create({
        subject: nameOf(wish.name),
        issuer: root.subject,
        publicKey: own.publicKey,
        signingKey: keys.privateKey,
        signingAlgorithm: algorithm,
        ...validity(wish.days),
        extensions: extensionsOf(wish),
      })
      return { certificate: `${issued.toString('pem')}\n`, privateKey: await pemOf(own.privateKey) }
    },
  }
}

/** Signed with its own key: nobody vouches for it, whoever trusts it has to know it (RFC 8705 §2.2). */
export async function makeSelfSigned(wish: CertificateWish): Promise<MadeCertificate> {
  const keys = await makeKeys()
  const made = await X509CertificateGenerator.createSelfSigned({
    name: nameOf(wish.name),
    ...validity(wish.days),
    keys,
    signingAlgorithm: algorithm,
    extensions: extensionsOf(wish),
  })
  return { certificate: `${made.toString('pem')}\n`, privateKey: await pemOf(keys.privateKey) }
}

function extensionsOf({ ips = [], dnsNames = [] }: CertificateWish) {
  const names = [
    ...ips.map((value) => ({ type: 'ip', value }) as const),
    ...dnsNames.map((value) => ({ type: 'dns', value }) as const),
  ]
  return [
    new BasicConstraintsExtension(false, undefined, true),
    new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
    new ExtendedKeyUsageExtension([
      names.length === 0 ? ExtendedKeyUsage.clientAuth : ExtendedKeyUsage.serverAuth,
    ]),
    ...(names.length === 0 ? [] : [new SubjectAlternativeNameExtension(names)]),
  ]
}

/** As an RFC 4514 name; the characters that mean something there are left out of what is put in. */
function nameOf(name: string): string {
  return `CN=${name.replace(/[,+"\\<>;=#\r\n]/g, ' ')}`
}

/** From an hour ago: clocks differ. */
function validity(days: number) {
  const now = Date.now()
  return { notBefore: new Date(now - day / 24), notAfter: new Date(now + days * day) }
}

function makeKeys(): Promise<KeyPair> {
  return webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']) as Promise<KeyPair>
}

async function pemOf(key: KeyPair['privateKey']): Promise<string> {
  const der = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', key as never)).toString('base64')
  return `-----BEGIN PRIVATE KEY-----\n${der.replace(/(.{64})/g, '$1\n').trim()}\n-----END PRIVATE KEY-----\n`
}
