import { X509Certificate } from 'node:crypto'
import type { ClientKeys, PublicJwk } from '../../shared/profile/client-metadata.ts'
import type { Secrets } from '../../shared/profile/secret-name.ts'
import { publicHalf, thumbprintOf } from '../jose/keys/key-facts.ts'
import { readKeys } from '../jose/keys/read-keys.ts'
import { certificateJwk } from '../jose/keys/read-pem-keys.ts'

/** What of a client's secrets a provider may know: the public halves. Never throws; what cannot be read is null. */
export async function registrationKeys(secrets: Secrets): Promise<ClientKeys> {
  const [client_key, decryption_key] = await Promise.all([
    publicKeyOf(secrets.client_key),
    publicKeyOf(secrets.decryption_key),
  ])
  return { client_key, decryption_key, certificate: certificateOf(secrets.client_certificate) }
}

async function publicKeyOf(text: string | undefined): Promise<PublicJwk | null> {
  if (text === undefined || text.trim() === '') return null
  try {
    const [jwk] = readKeys(text).keys
    const half = jwk ? publicHalf(jwk) : null
    if (half === null) return null
    const { key_ops: _, ...kept } = half
    return typeof kept.kid === 'string' ? kept : withKid(kept, await thumbprintOf(half))
  } catch {
    return null
  }
}

/** A set of two keys without names would have to be tried out. */
function withKid(jwk: PublicJwk, kid: string | null): PublicJwk {
  return kid === null ? jwk : { ...jwk, kid }
}

/** PEM alone: of PKCS#12 this app asks only that it opens. */
function certificateOf(text: string | undefined): ClientKeys['certificate'] {
  const pem = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/.exec(text ?? '')?.[0]
  if (pem === undefined) return null
  try {
    const certificate = new X509Certificate(pem)
    const half = publicHalf(certificateJwk(certificate))
    if (half === null) return null
    return {
      jwk: { ...half, x5c: [certificate.raw.toString('base64')] },
      subject_dn: distinguishedName(certificate.subject),
    }
  } catch {
    return null
  }
}

/** RFC 4514 §2.1: the last part of the name comes first; Node writes one part a line, in the order of the certificate. */
function distinguishedName(subject: string): string {
  return subject
    .split('\n')
    .filter((part) => part !== '')
    .reverse()
    .join(',')
}
