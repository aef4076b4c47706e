import { randomBytes } from 'node:crypto'
import { deflateRawSync } from 'node:zlib'
import { unwrapAesKey, wrapAesKey } from '../gaps/aes-key-wrap.ts'
import { agreeX448, generateX448 } from '../gaps/x448.ts'
import { concatKdf } from './concat-kdf.ts'
import { sealContent } from './content.ts'
import type { EncryptJob, ReadyRecipient } from './encrypt-token.ts'
import type { ContentEncryption } from './jwe-algorithms.ts'
import type { HeaderObject } from './parse-jwe.ts'
import { serializeJwe } from './serialize-jwe.ts'

type Input = {
  readonly first: ReadyRecipient
  readonly encryption: ContentEncryption
  readonly shared: HeaderObject
  readonly aad: Uint8Array | null
  readonly plaintext: Uint8Array
  readonly form: EncryptJob['form']
}

/** ECDH-ES on X448 (RFC 8037 §3.2), which jose does not offer. Throws where the public key is of small order. */
export function encryptToX448({ first, encryption, shared, aad, plaintext, form }: Input): string {
  const direct = first.management.wrapBytes === undefined
  const { derived, epk } = agree(first, encryption, shared)
  const protectedText = Buffer.from(JSON.stringify({ ...first.header, ...shared, epk })).toString('base64url')
  const key = direct ? derived : randomBytes(encryption.keyBytes)
  const encodedAad = aad === null ? null : Buffer.from(aad).toString('base64url')
  const authenticated = encodedAad === null ? protectedText : `${protectedText}.${encodedAad}`
  const content = shared.zip === 'DEF' ? deflateRawSync(plaintext) : plaintext
  const { iv, ciphertext, tag } = sealContent(encryption, key, content, Buffer.from(authenticated, 'ascii'))
  return serializeJwe(
    {
      protected: protectedText,
      ...(direct ? {} : { encrypted_key: encode(wrapAesKey(derived, key)) }),
      iv: encode(iv),
      ciphertext: encode(ciphertext),
      tag: encode(tag),
      ...(encodedAad === null ? {} : { aad: encodedAad }),
    },
    form,
  )
}

/** A recipient that jose takes in place of those on X448: a key that nobody else has, made for one token. */
export type StandIn = { readonly alg: 'A256KW'; readonly key: Uint8Array }

export function createStandIn(): StandIn {
  return { alg: 'A256KW', key: randomBytes(32) }
}

/**
 * Of several recipients: the content key that jose wrapped for the stand-in, wrapped for this key instead. Throws where
 * the public key is of small order.
 */
export function x448Recipient(
  recipient: ReadyRecipient,
  {
    standIn,
    wrapped,
    encryption,
    shared,
  }: {
    readonly standIn: StandIn
    readonly wrapped: string
    readonly encryption: ContentEncryption
    readonly shared: HeaderObject
  },
): { readonly header: HeaderObject; readonly encrypted_key: string } {
  const key = unwrapAesKey(standIn.key, Buffer.from(wrapped, 'base64url'))
  if (key === null) throw new Error('the content key was not found')
  const { derived, epk } = agree(recipient, encryption, shared)
  return { header: { ...recipient.header, epk }, encrypted_key: encode(wrapAesKey(derived, key)) }
}

/** With a key pair of its own for each recipient (RFC 7518 §4.6.1.1). */
function agree({ management, jwk }: ReadyRecipient, encryption: ContentEncryption, shared: HeaderObject) {
  const { privateKey, publicKey } = generateX448()
  const secret = agreeX448(privateKey, Buffer.from(String(jwk.x), 'base64url'))
  if (secret === null) throw new Error('the public key is a point of small order')
  const derived = concatKdf(secret, management.wrapBytes ?? encryption.keyBytes, {
    algorithm: management.wrapBytes === undefined ? encryption.enc : management.alg,
    apu: partyInfo(shared.apu),
    apv: partyInfo(shared.apv),
  })
  return { derived, epk: { kty: 'OKP', crv: 'X448', x: encode(publicKey) } }
}

function partyInfo(value: unknown): Uint8Array {
  return typeof value === 'string' ? Buffer.from(value, 'base64url') : new Uint8Array()
}

function encode(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64url')
}
