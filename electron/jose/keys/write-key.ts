import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto'
import { AppError } from '../../../shared/error.ts'
import type { PrivateForm, PublicForm } from '../../../shared/key/key-form.ts'
import { isPrivateJwk, type Jwk } from '../jwk.ts'
import { writeRawPkcs8, writeRawSec1, writeRawSpki } from '../key-text/raw-key-der.ts'
import { publicHalf } from './key-facts.ts'
import { sealPkcs8 } from './seal-pkcs8.ts'

/** Every public form that this key has; none for a secret and for a key that cannot be read. */
export function writePublicForms(jwk: Jwk): readonly { readonly form: PublicForm; readonly text: string }[] {
  const half = publicHalf(jwk)
  if (!half) return []
  const ders = publicDerForms(jwk)
  const [spki] = ders
  const chain = certificates(jwk)
  return [
    { form: 'jwk', text: json(half) },
    { form: 'jwks', text: json({ keys: [half] }) },
    ...ders.map(({ form, label, der }) => ({ form, text: writePem(label, der) })),
    ...(spki ? [{ form: 'spki_der', text: Buffer.from(spki.der).toString('base64') } as const] : []),
    ...(chain.length > 0
      ? [{ form: 'certificate', text: chain.map((der) => writePem('CERTIFICATE', der)).join('') } as const]
      : []),
  ]
}

export type PublicDer = {
  readonly form: 'spki' | 'pkcs1'
  /** Of its PEM block (RFC 7468). */
  readonly label: string
  readonly der: Uint8Array
}

/** The public half in DER: SubjectPublicKeyInfo first, then for RSA the older PKCS#1; none for what cannot be read. */
export function publicDerForms(jwk: Jwk): readonly PublicDer[] {
  const half = publicHalf(jwk)
  const spki = spkiOf(jwk)
  if (!half || !spki) return []
  const pkcs1 =
    jwk.kty === 'RSA' ? attempt(() => publicKey(half).export({ format: 'der', type: 'pkcs1' })) : null
  return [
    { form: 'spki', label: 'PUBLIC KEY', der: spki },
    ...(pkcs1 ? [{ form: 'pkcs1', label: 'RSA PUBLIC KEY', der: pkcs1 } as const] : []),
  ]
}

/** The private forms that this key can be written in; none for a public key. */
export function privateFormsOf(jwk: Jwk): readonly PrivateForm[] {
  if (jwk.kty === 'oct') return typeof jwk.k === 'string' ? ['jwk', 'jwks', 'base64url', 'base64', 'hex'] : []
  if (!isPrivateJwk(jwk)) return []
  const forms: PrivateForm[] = ['jwk', 'jwks']
  if (attempt(() => pkcs8(jwk))) forms.push('pkcs8', 'pkcs8_encrypted')
  if (jwk.kty === 'RSA' && forms.includes('pkcs8')) forms.push('pkcs1')
  if (jwk.kty === 'EC' && forms.includes('pkcs8')) forms.push('sec1')
  return forms
}

/** The private key or secret in one form. Throws ERR_KEY where it has no such form, ERR_INPUT without a passphrase that is needed. */
export function writePrivateForm(jwk: Jwk, form: PrivateForm, passphrase?: string): string {
  if (!privateFormsOf(jwk).includes(form)) {
    throw new AppError('ERR_KEY', `this key cannot be written in the form ${form}`)
  }
  switch (form) {
    case 'jwk':
      return json(jwk)
    case 'jwks':
      return json({ keys: [jwk] })
    case 'base64url':
    case 'base64':
    case 'hex':
      return Buffer.from(String(jwk.k), 'base64url').toString(form)
    case 'pkcs8':
      return writePem('PRIVATE KEY', pkcs8(jwk))
    case 'pkcs8_encrypted':
      if (!passphrase) throw new AppError('ERR_INPUT', 'a passphrase is needed to encrypt the private key')
      return writePem('ENCRYPTED PRIVATE KEY', sealPkcs8(pkcs8(jwk), passphrase))
    case 'pkcs1':
      return writePem('RSA PRIVATE KEY', privateKey(jwk).export({ format: 'der', type: 'pkcs1' }))
    case 'sec1':
      return writePem(
        'EC PRIVATE KEY',
        writeRawSec1(jwk) ?? privateKey(jwk).export({ format: 'der', type: 'sec1' }),
      )
  }
}

/** The certificates of `x5c` as DER; none where a member of it is not base64. */
export function certificates(jwk: Jwk): readonly Buffer[] {
  const { x5c } = jwk
  if (!Array.isArray(x5c) || x5c.length > 20) return []
  const texts = x5c.filter((item): item is string => typeof item === 'string')
  if (texts.length < x5c.length || !texts.every((text) => /^[A-Za-z0-9+/]+={0,2}$/.test(text))) return []
  return texts.map((text) => Buffer.from(text, 'base64'))
}

/** DER of the SubjectPublicKeyInfo; null where the key cannot be read. */
export function spkiOf(jwk: Jwk): Uint8Array | null {
  const half = publicHalf(jwk)
  return half && attempt(() => writeRawSpki(half) ?? publicKey(half).export({ format: 'der', type: 'spki' }))
}

function pkcs8(jwk: Jwk): Uint8Array {
  return writeRawPkcs8(jwk) ?? privateKey(jwk).export({ format: 'der', type: 'pkcs8' })
}

function privateKey(jwk: Jwk): KeyObject {
  return createPrivateKey({ key: jwk as never, format: 'jwk' })
}

function publicKey(jwk: Jwk): KeyObject {
  return createPublicKey({ key: jwk as never, format: 'jwk' })
}

/** A PEM block (RFC 7468 §3): lines of 64 characters, and a line break behind it. */
export function writePem(label: string, der: Uint8Array): string {
  const lines =
    Buffer.from(der)
      .toString('base64')
      .match(/.{1,64}/g) ?? []
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`
}

/** Key material in a library's message goes nowhere: what does not work is only absent. */
function attempt(write: () => Uint8Array): Uint8Array | null {
  try {
    return write()
  } catch {
    return null
  }
}
