import { createHash, X509Certificate } from 'node:crypto'
import { AppError } from '../../../shared/error.ts'
import type {
  CertificateFacts,
  KeyDescription,
  KeyReading,
  Thumbprint,
} from '../../../shared/key/key-description.ts'
import type { PrivateForm } from '../../../shared/key/key-form.ts'
import type { Jwk } from '../jwk.ts'
import { findKeyFlaw } from './find-key-flaw.ts'
import { findKeyWeakness } from './find-key-weakness.ts'
import { keyFactsOf, thumbprintOf } from './key-facts.ts'
import { readKeys } from './read-keys.ts'
import { certificates, privateFormsOf, spkiOf, writePrivateForm, writePublicForms } from './write-key.ts'

export type KeyTextInput = { readonly text: string; readonly passphrase?: string | undefined }

/** Everything about the keys of a text that may be shown without asking. Throws ERR_KEY, ERR_PASSPHRASE. */
export async function describeKeys({ text, passphrase }: KeyTextInput): Promise<KeyReading> {
  const { found, keys, notes } = readKeys(text, passphrase)
  return { found, notes, keys: await Promise.all(keys.map(describeKey)) }
}

/** One private form of the key at `index`. Throws ERR_KEY, ERR_PASSPHRASE, ERR_INPUT. */
export async function writePrivateKey(
  input: KeyTextInput & {
    readonly index: number
    readonly form: PrivateForm
    readonly newPassphrase?: string | undefined
  },
): Promise<string> {
  const jwk = readKeys(input.text, input.passphrase).keys[input.index]
  if (!jwk) throw new AppError('ERR_NOT_FOUND', 'there is no such key in the text')
  return writePrivateForm(jwk, input.form, input.newPassphrase)
}

async function describeKey(jwk: Jwk): Promise<KeyDescription> {
  const chain = readCertificates(jwk)
  return {
    ...(await keyFactsOf(jwk)),
    thumbprints: await thumbprintsOf(jwk, chain),
    certificates: chain,
    publicForms: writePublicForms(jwk),
    privateForms: privateFormsOf(jwk),
    flaw: findKeyFlaw(jwk),
    weakness: findKeyWeakness(jwk),
  }
}

/** The certificates of `x5c` that can be read, in its order. */
export function readCertificates(jwk: Jwk): readonly CertificateFacts[] {
  return certificates(jwk).flatMap((der) => {
    try {
      return [certificateFacts(new X509Certificate(der))]
    } catch {
      return []
    }
  })
}

function certificateFacts(certificate: X509Certificate): CertificateFacts {
  const { raw, serialNumber, validFrom, validTo } = certificate
  return {
    subject: oneLine(certificate.subject),
    issuer: oneLine(certificate.issuer),
    serialNumber,
    notBefore: Math.floor(Date.parse(validFrom) / 1000),
    notAfter: Math.floor(Date.parse(validTo) / 1000),
    x5t: createHash('sha1').update(raw).digest('base64url'),
    x5tS256: createHash('sha256').update(raw).digest('base64url'),
  }
}

async function thumbprintsOf(jwk: Jwk, chain: readonly CertificateFacts[]): Promise<readonly Thumbprint[]> {
  const [sha256, sha512] = await Promise.all([thumbprintOf(jwk), thumbprintOf(jwk, 'sha512')])
  const spki = spkiOf(jwk)
  const [leaf] = chain
  return [
    ...(sha256
      ? [
          { label: 'JWK, SHA-256', value: sha256, spec: 'RFC 7638 §3' },
          {
            label: 'URI',
            value: `urn:ietf:params:oauth:jwk-thumbprint:sha-256:${sha256}`,
            spec: 'RFC 9278 §3',
          },
        ]
      : []),
    ...(sha512 ? [{ label: 'JWK, SHA-512', value: sha512, spec: 'RFC 7638 §3' }] : []),
    ...(spki
      ? [
          {
            label: 'SPKI pin, SHA-256',
            value: createHash('sha256').update(spki).digest('base64'),
            spec: 'RFC 7469 §2.4',
          },
        ]
      : []),
    ...(leaf
      ? [
          { label: 'x5t#S256', value: leaf.x5tS256, spec: 'RFC 7515 §4.1.8' },
          { label: 'x5t', value: leaf.x5t, spec: 'RFC 7515 §4.1.7' },
        ]
      : []),
  ]
}

function oneLine(name: string): string {
  return (name ?? '').replaceAll('\n', ', ').slice(0, 300)
}
