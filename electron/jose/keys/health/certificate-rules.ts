import { X509Certificate } from 'node:crypto'
import type { KeyFinding } from '../../../../shared/key/key-description.ts'
import { chainLinks, issuersThatAreNoCa } from '../../key-text/chain-links.ts'
import { certificateDiffers } from '../certificate-differs.ts'
import { certificates } from '../write-key.ts'
import { findingFor, type KeySetRule, type Member } from './member.ts'

/** The certificates beside the keys. Whether anyone trusts them is not asked here. */
export const certificateRules: readonly KeySetRule[] = [
  unreadable,
  otherKey,
  wrongThumbprint,
  expired,
  notYetValid,
  expiresSoon,
  outOfOrder,
  notSigned,
  issuedByNoCa,
]

const soonSeconds = 30 * 86_400

function unreadable(members: readonly Member[]): readonly KeyFinding[] {
  return findingFor(
    members.filter(({ jwk, certificates: read }) => {
      if (jwk.x5c === undefined) return false
      return !Array.isArray(jwk.x5c) || jwk.x5c.length === 0 || read.length < jwk.x5c.length
    }),
    {
      id: 'X5C_UNREADABLE',
      severity: 'error',
      says: ['has an x5c that cannot be read', 'have an x5c that cannot be read'],
      advice:
        'x5c is a list of certificates, each DER in base64 (not base64url, and without PEM lines), the key’s own first.',
      spec: 'RFC 7517 §4.7',
    },
  )
}

function otherKey(members: readonly Member[]): readonly KeyFinding[] {
  return findingFor(
    members.filter(({ jwk }) => certificateDiffers(jwk)),
    {
      id: 'X5C_OTHER_KEY',
      severity: 'error',
      says: [
        'is another key than the one its first certificate is for',
        'are other keys than those their first certificates are for',
      ],
      advice:
        'The first certificate must be for this very key. Was the key changed and the certificate left?',
      spec: 'RFC 7517 §4.7',
    },
  )
}

function wrongThumbprint(members: readonly Member[]): readonly KeyFinding[] {
  return findingFor(
    members.filter(({ jwk, certificates: [leaf] }) => {
      if (!leaf) return false
      const differs = (name: string, right: string) => jwk[name] !== undefined && jwk[name] !== right
      return differs('x5t', leaf.x5t) || differs('x5t#S256', leaf.x5tS256)
    }),
    {
      id: 'X5T_MISMATCH',
      severity: 'error',
      says: [
        'has an x5t that is not the thumbprint of its certificate',
        'have an x5t that is not the thumbprint of their certificate',
      ],
      advice:
        'x5t is base64url of the digest of the certificate’s DER: of its bytes, not of the digest in hex.',
      spec: 'RFC 7517 §4.8',
    },
  )
}

function expired(members: readonly Member[], at: number): readonly KeyFinding[] {
  return findingFor(
    members.filter(({ certificates: read }) => read.some(({ notAfter }) => notAfter < at)),
    {
      id: 'CERTIFICATE_EXPIRED',
      severity: 'error',
      says: ['has a certificate that has expired', 'have certificates that have expired'],
      advice: 'Renew it, or leave x5c out: who checks the certificate refuses the key.',
      spec: 'RFC 5280 §4.1.2.5',
    },
  )
}

function notYetValid(members: readonly Member[], at: number): readonly KeyFinding[] {
  return findingFor(
    members.filter(({ certificates: read }) => read.some(({ notBefore }) => notBefore > at)),
    {
      id: 'CERTIFICATE_NOT_YET_VALID',
      severity: 'warning',
      says: ['has a certificate that is not valid yet', 'have certificates that are not valid yet'],
      advice: 'Do not sign with it before that day; a key published in advance is otherwise good practice.',
      spec: 'RFC 5280 §4.1.2.5',
    },
  )
}

function expiresSoon(members: readonly Member[], at: number): readonly KeyFinding[] {
  return findingFor(
    members.filter(({ certificates: read }) =>
      read.some(({ notAfter }) => notAfter >= at && notAfter < at + soonSeconds),
    ),
    {
      id: 'CERTIFICATE_EXPIRES_SOON',
      severity: 'warning',
      says: ['has a certificate that expires within 30 days', 'have certificates that expire within 30 days'],
      advice: 'Publish the next key now, so that readers have it before the first token is signed with it.',
      spec: 'RFC 5280 §4.1.2.5',
    },
  )
}

function outOfOrder(members: readonly Member[]): readonly KeyFinding[] {
  return findingFor(
    members.filter(({ jwk }) => {
      return chainLinks(chainOf(jwk)).includes('other_issuer')
    }),
    {
      id: 'X5C_OUT_OF_ORDER',
      severity: 'warning',
      says: [
        'has an x5c in which a certificate is not followed by its issuer',
        'have an x5c in which a certificate is not followed by its issuer',
      ],
      advice: 'Write the key’s own certificate first, then the one that issued it, and so on.',
      spec: 'RFC 7517 §4.7',
    },
  )
}

function notSigned(members: readonly Member[]): readonly KeyFinding[] {
  return findingFor(
    members.filter(({ jwk }) => chainLinks(chainOf(jwk)).includes('not_signed')),
    {
      id: 'X5C_NOT_SIGNED',
      severity: 'error',
      says: [
        'has an x5c in which a certificate is not signed by the one behind it',
        'have an x5c in which a certificate is not signed by the one behind it',
      ],
      advice:
        'The next certificate has the issuer’s name and another key. Was the issuer’s key changed, or the chain forged?',
      spec: 'RFC 5280 §6.1.3',
    },
  )
}

function issuedByNoCa(members: readonly Member[]): readonly KeyFinding[] {
  return findingFor(
    members.filter(({ jwk }) => issuersThatAreNoCa(chainOf(jwk)).length > 0),
    {
      id: 'X5C_ISSUER_NO_CA',
      severity: 'error',
      says: [
        'has an x5c in which a certificate that is no CA stands as an issuer',
        'have an x5c in which a certificate that is no CA stands as an issuer',
      ],
      advice:
        'Only a certificate with basicConstraints CA:TRUE may sign others: who checks the chain refuses it.',
      spec: 'RFC 5280 §4.2.1.9',
    },
  )
}

/** The certificates that can be read; what cannot is a finding of its own. */
function chainOf(jwk: Member['jwk']): readonly X509Certificate[] {
  return (jwk.x5c === undefined ? [] : certificates(jwk)).flatMap((der) => {
    try {
      return [new X509Certificate(der)]
    } catch {
      return []
    }
  })
}
