import type { TokenReading } from '../../../../../shared/token/reading.ts'
import { type ExpectForm, emptyExpect, emptyKey, type KeyForm, statedValue } from '../key-choice.ts'
import { isPublicKeyText } from './public-key-text.ts'

/** What the person decided of the key form; the rest follows the token. */
export type Chosen = { readonly kind: boolean; readonly issuer: boolean }

export const nothingChosen: Chosen = { kind: false, issuer: false }

/** What stays in the forms for another token, in words: for example `the key`, `the expected audience`. */
export type Carried = { readonly what: readonly string[] }

export type CarriedForms = {
  readonly key: KeyForm | null
  readonly expect: ExpectForm
  readonly carried: Carried | null
}

/**
 * What of the forms makes sense for another token: only where it names the same issuer and its algorithm takes the same
 * kind of key. A secret, a passphrase and a private key never stay, nor what belongs to one token alone: its nonce, its
 * type and the moment it was judged for. `key` is null where the token before leaves none.
 */
export function carryOver(
  before: { readonly reading: TokenReading; readonly key: KeyForm; readonly expect: ExpectForm },
  next: TokenReading,
  chosen: Chosen,
): CarriedForms {
  if (!isSameIssuer(before.reading, next)) return { key: null, expect: emptyExpect, carried: null }
  const { iss, aud, alg, skew } = before.expect
  const expect = { ...emptyExpect, iss, aud, alg, skew }
  const key = isSameKeyType(before.reading, next) ? keyThatStays(before.key, chosen) : null
  const what = [
    ...(key ? [keyWords[key.kind]] : []),
    ...(iss.trim() === '' ? [] : ['the expected issuer']),
    ...(aud.trim() === '' ? [] : ['the expected audience']),
    ...(alg.trim() === '' ? [] : ['the accepted algorithms']),
    ...(skew === emptyExpect.skew ? [] : ['the clock tolerance']),
  ]
  return { key, expect, carried: what.length > 0 ? { what } : null }
}

const keyWords: Readonly<Record<KeyForm['kind'], string>> = {
  discovery: 'the issuer to ask',
  jwks_url: 'the address of the key set',
  key: 'the public key',
  secret: 'the secret',
  vault: 'your key',
}

/** Only the field in use, and only where nothing in it is secret. */
function keyThatStays({ kind, issuer, url, key, keyId }: KeyForm, chosen: Chosen): KeyForm | null {
  switch (kind) {
    case 'discovery':
      return chosen.issuer && issuer.trim() !== '' ? { ...emptyKey, kind, issuer } : null
    case 'jwks_url':
      return url.trim() === '' ? null : { ...emptyKey, kind, url }
    case 'key':
      return isPublicKeyText(key) ? { ...emptyKey, kind, key } : null
    case 'vault':
      return keyId === '' ? null : { ...emptyKey, kind, keyId }
    case 'secret':
      return null
  }
}

function isSameIssuer(before: TokenReading, next: TokenReading): boolean {
  const issuer = statedValue(before, 'payload', 'iss')
  return typeof issuer === 'string' && issuer !== '' && issuer === statedValue(next, 'payload', 'iss')
}

function isSameKeyType(before: TokenReading, next: TokenReading): boolean {
  const type = keyTypeOf(statedValue(before, 'header', 'alg'))
  return type !== null && type === keyTypeOf(statedValue(next, 'header', 'alg'))
}

/** What keys of an algorithm have in common (RFC 7518 §3.1): RSA, one curve, a secret. */
function keyTypeOf(alg: unknown): string | null {
  if (typeof alg !== 'string' || alg === 'none') return null
  return /^[RP]S\d{3}$/.test(alg) ? 'RSA' : /^HS\d{3}$/.test(alg) ? 'oct' : alg
}
