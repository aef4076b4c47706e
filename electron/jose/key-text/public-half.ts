import { isPrivateJwk, publicJwk } from '../jwk.ts'
import { describeChain, readCertificate } from './certificate.ts'
import type { PublicKeyReading } from './public-der.ts'
import { type DerKey, readDerKey } from './read-der-key.ts'

/** A public key as a JWK, and what a person should know about where it was found. */
export type PublicHalf = PublicKeyReading & {
  readonly notes: readonly string[]
  /** Of the certificate it was found in, in Unix seconds. */
  readonly validity?: Validity & {
    /** Of the certificates behind it in its chain. */
    readonly issuers?: readonly Validity[]
  }
}

export type Validity = { readonly notBefore: number | null; readonly notAfter: number | null }

export type DerForm = 'spki' | 'pkcs1-public' | 'pkcs8' | 'pkcs1' | 'sec1' | 'certificate'

export const isPrivateNote =
  'A private key was given; only its public half is used. Whoever checks tokens needs no private key.'

/** The public key in DER of a known form; null where it is none. A library's message may repeat input, so none is kept. */
export function readPublicHalf(der: Uint8Array, form: DerForm): PublicHalf | null {
  try {
    if (form === 'certificate') return certifiedKey(der)
    const read = readDerKey(der)
    return read.kind === 'key' && read.form === formNames[form] ? publicHalf(read) : null
  } catch {
    return null
  }
}

/** The public key in DER of a form that nothing names; null where it is none of them. */
export function readUnnamedPublicHalf(der: Uint8Array): PublicHalf | null {
  try {
    const read = readDerKey(der)
    return read.kind === 'key' ? publicHalf(read) : certifiedKey(der)
  } catch {
    return null
  }
}

const formNames: Readonly<Record<Exclude<DerForm, 'certificate'>, string>> = {
  spki: 'SPKI',
  'pkcs1-public': 'PKCS#1 public key',
  pkcs8: 'PKCS#8',
  pkcs1: 'PKCS#1 private key',
  sec1: 'SEC1',
}

function publicHalf({ jwk, algorithms }: Extract<DerKey, { kind: 'key' }>): PublicHalf {
  return {
    jwk: publicJwk(jwk),
    ...(algorithms ? { algorithms } : {}),
    notes: isPrivateJwk(jwk) ? [isPrivateNote] : [],
  }
}

function certifiedKey(der: Uint8Array): PublicHalf {
  const read = readCertificate(der)
  const { jwk, algorithms, notBefore, notAfter } = read
  const bound = algorithms ? { algorithms } : {}
  return { jwk, ...bound, notes: describeChain([read], 0), validity: { notBefore, notAfter } }
}
