import { webcrypto } from 'node:crypto'
import { aeskw } from '@noble/ciphers/aes.js'

/** AES key wrap (RFC 3394), which BoringSSL's WebCrypto lacks and jose asks for. */
type Subtle = webcrypto.SubtleCrypto

let probed: Promise<void> | null = null

/** Asked at first use; where the runtime wraps keys itself nothing is changed. */
export function ensureAesKeyWrap(): Promise<void> {
  probed ??= hasAesKeyWrap(webcrypto.subtle).then((has) => {
    if (!has) fillAesKeyWrap(webcrypto.subtle)
  })
  return probed
}

/** True where the runtime can wrap a key with AES-KW by itself. */
export async function hasAesKeyWrap(subtle: Subtle): Promise<boolean> {
  try {
    const wrapping = await subtle.importKey('raw', new Uint8Array(16), 'AES-KW', false, ['wrapKey'])
    const content = await subtle.importKey('raw', new Uint8Array(16), 'AES-GCM', true, ['encrypt'])
    return (await subtle.wrapKey('raw', content, wrapping, 'AES-KW')).byteLength === 24
  } catch {
    return false
  }
}

/**
 * Answers the AES-KW case of `wrapKey` and `unwrapKey` with @noble/ciphers, so that jose works unchanged; every other
 * case goes where it went. Only raw keys, which is all jose asks for. Returns how to undo it.
 */
export function fillAesKeyWrap(subtle: Subtle): () => void {
  const { wrapKey, unwrapKey } = subtle
  const rawBytes = async (key: webcrypto.CryptoKey) => new Uint8Array(await subtle.exportKey('raw', key))
  const wrap: Subtle['wrapKey'] = async (format, key, wrappingKey, algorithm) => {
    if (format !== 'raw' || !isAesKw(algorithm))
      return wrapKey.call(subtle, format, key, wrappingKey, algorithm)
    if (!wrappingKey.usages.includes('wrapKey')) throw new Error('this key may not wrap')
    return exact(aeskw(await rawBytes(wrappingKey)).encrypt(await rawBytes(key)))
  }
  const unwrap = async (...args: Parameters<Subtle['unwrapKey']>): Promise<webcrypto.CryptoKey> => {
    const [format, wrapped, unwrappingKey, algorithm, keyAlgorithm, extractable, usages] = args
    if (format !== 'raw' || !isAesKw(algorithm)) return unwrapKey.apply(subtle, args)
    if (!unwrappingKey.usages.includes('unwrapKey')) throw new Error('this key may not unwrap')
    const bytes = unwrapAesKey(await rawBytes(unwrappingKey), asBytes(wrapped))
    if (bytes === null) throw new Error('the key does not unwrap')
    return subtle.importKey(
      'raw',
      exact(bytes),
      keyAlgorithm as webcrypto.AlgorithmIdentifier,
      extractable,
      usages as webcrypto.KeyUsage[],
    )
  }
  Object.assign(subtle, { wrapKey: wrap, unwrapKey: unwrap })
  return () => {
    Object.assign(subtle, { wrapKey, unwrapKey })
  }
}

/** The wrapped key, or null where it does not fit. */
export function unwrapAesKey(wrappingKey: Uint8Array, wrapped: Uint8Array): Uint8Array | null {
  try {
    return aeskw(wrappingKey).decrypt(wrapped)
  } catch {
    return null
  }
}

/** Wraps a key of full blocks of 8 bytes. */
export function wrapAesKey(wrappingKey: Uint8Array, key: Uint8Array): Uint8Array {
  return aeskw(wrappingKey).encrypt(key)
}

function isAesKw(algorithm: unknown): boolean {
  const name =
    typeof algorithm === 'string' ? algorithm : (algorithm as { readonly name?: unknown } | null)?.name
  return typeof name === 'string' && name.toUpperCase() === 'AES-KW'
}

function asBytes(source: webcrypto.BufferSource): Uint8Array {
  return ArrayBuffer.isView(source)
    ? new Uint8Array(source.buffer, source.byteOffset, source.byteLength)
    : new Uint8Array(source)
}

/** A buffer of its own: noble may answer with a view into a larger one. */
function exact(bytes: Uint8Array): ArrayBuffer {
  return new Uint8Array(bytes).buffer
}
