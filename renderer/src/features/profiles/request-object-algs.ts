import { secretEncryptionAlgs } from '../../../../shared/profile/secret-encryption.ts'
import { keySigningAlgs } from './assertion-algs.ts'

type Option = { readonly value: string; readonly label: string }

const encryption = ['RSA-OAEP', 'RSA-OAEP-256', 'ECDH-ES', 'ECDH-ES+A128KW', 'ECDH-ES+A256KW']
const contentEncryption = ['A128GCM', 'A128CBC-HS256', 'A256CBC-HS512']

const bySecret = (value: string): Option => ({ value, label: `${value} (client secret)` })

export const secretSigningAlgs: readonly Option[] = ['HS256', 'HS384', 'HS512'].map(bySecret)

/** What a request object may be signed with: by the client's key, or by its secret (RFC 9101 §6.2). */
export function requestObjectAlgs(current: string): readonly Option[] {
  const byKey = keySigningAlgs.map((value) => ({ value, label: value }))
  return withCurrent(current, [
    { value: '', label: 'none: plain parameters' },
    ...byKey,
    ...secretSigningAlgs,
  ])
}

/** Key management by a public key of the provider (RFC 7518 §4.1), or by the client secret (OIDC Core §10.2). */
export function encryptionAlgs(current: string): readonly Option[] {
  return withCurrent(current, [
    { value: '', label: 'no, signed only' },
    ...encryption.map((value) => ({ value, label: value })),
    ...secretEncryptionAlgs.map(bySecret),
  ])
}

/** The same for what is encrypted to the client, by its own key or its secret. */
export function answerEncryptionAlgs(current: string): readonly Option[] {
  return withCurrent(current, [
    { value: '', label: 'none, or what the decryption key opens' },
    ...encryption.map((value) => ({ value, label: value })),
    ...secretEncryptionAlgs.map(bySecret),
  ])
}

export function requestObjectEncs(current: string): readonly Option[] {
  return withCurrent(current, [
    { value: '', label: 'A256GCM' },
    ...contentEncryption.map((value) => ({ value, label: value })),
  ])
}

/** A select must show what is set, also where it is none of these. */
function withCurrent(current: string, options: readonly Option[]): readonly Option[] {
  return options.some(({ value }) => value === current)
    ? options
    : [...options, { value: current, label: current }]
}
