import { createPublicKey } from 'node:crypto'
import { describeChain, readCertificate } from './certificate.ts'
import { publicOfPkcs1, publicOfPkcs8, publicOfSec1 } from './private-der.ts'
import { type PublicKeyReading, readSpki } from './public-der.ts'

/** A public key as a JWK, and what a person should know about where it was found. */
export type DerKey = PublicKeyReading & {
  readonly notes: readonly string[]
  /** Of the certificate it was found in, in Unix seconds. */
  readonly validity?: { readonly notBefore: number | null; readonly notAfter: number | null }
}

export type DerForm = 'spki' | 'pkcs1-public' | 'pkcs8' | 'pkcs1' | 'sec1' | 'certificate'

export const isPrivateNote =
  'A private key was given; only its public half is used. Whoever checks tokens needs no private key.'

/** The public key in DER of a known form; null where it is none. A library's message may repeat input, so none is kept. */
export function readDerKey(der: Uint8Array, form: DerForm): DerKey | null {
  try {
    return readers[form](der)
  } catch {
    return null
  }
}

/** The public key in DER of a form that nothing names; null where it is none of them. */
export function readUnnamedDer(der: Uint8Array): DerKey | null {
  for (const form of ['spki', 'certificate', 'pkcs8', 'pkcs1-public', 'pkcs1', 'sec1'] as const) {
    const read = readDerKey(der, form)
    if (read) return read
  }
  return null
}

const readers: Readonly<Record<DerForm, (der: Uint8Array) => DerKey>> = {
  spki: (der) => ({ ...readSpki(der), notes: [] }),
  'pkcs1-public': (der) => ({
    jwk: createPublicKey({ key: Buffer.from(der), format: 'der', type: 'pkcs1' }).export({ format: 'jwk' }),
    notes: [],
  }),
  pkcs8: (der) => ({ ...publicOfPkcs8(der), notes: [isPrivateNote] }),
  pkcs1: (der) => ({ ...publicOfPkcs1(der), notes: [isPrivateNote] }),
  sec1: (der) => ({ ...publicOfSec1(der), notes: [isPrivateNote] }),
  certificate: (der) => {
    const read = readCertificate(der)
    const { jwk, algorithms, notBefore, notAfter } = read
    const bound = algorithms ? { algorithms } : {}
    return { jwk, ...bound, notes: describeChain([read], 0), validity: { notBefore, notAfter } }
  },
}
