import { createHash } from 'node:crypto'
import { isPrivateJwk, type Jwk, publicJwk } from './jwk.ts'
import { halvesDiffer } from './key-text/private-half.ts'
import { isPrivateNote } from './key-text/public-half.ts'
import { type KeyText, parseKeyText } from './parse-key-text.ts'

/** One key, reduced to what verifies: its private half is not kept. */
export type PublicKey = {
  readonly jwk: Jwk
  readonly wasPrivate: boolean
  /** The private half that came with it belongs to another key. */
  readonly halvesDiffer: boolean
  /** Where its container binds it to some algorithms. */
  readonly algorithms?: readonly string[]
}

export type KeyReading =
  | {
      readonly kind: 'single'
      readonly key: PublicKey
      readonly notes: readonly string[]
      readonly validity?: Extract<KeyText, { kind: 'single' }>['validity']
    }
  | { readonly kind: 'set'; readonly keys: readonly PublicKey[]; readonly notes: readonly string[] }
  | Extract<KeyText, { kind: 'unreadable' }>

/** A key set is read once for all the tokens it verifies; sets of several issuers have room beside each other. */
const maxEntries = 64

const cache = new Map<string, KeyReading>()

/**
 * Reads key text as `parseKeyText` does, once for each content: the answer, and with it every key imported from it, is
 * remembered by the hash of the text, the least recently used forgotten first. Holds no private member and no text.
 */
export function readKeys(text: string, passphrase?: string): KeyReading {
  const digest = createHash('sha256')
    .update(text)
    .update('\u0000')
    .update(passphrase ?? '')
    .digest('base64')
  const known = cache.get(digest)
  const reading = known ?? reduce(parseKeyText(text, passphrase))
  if (known) cache.delete(digest)
  else if (cache.size >= maxEntries) cache.delete(cache.keys().next().value ?? '')
  cache.set(digest, reading)
  return reading
}

function reduce(read: KeyText): KeyReading {
  if (read.kind === 'unreadable') return read
  if (read.kind === 'set') {
    return {
      kind: 'set',
      keys: read.keys.map((jwk, at) => toPublic(jwk, undefined, at < mostHalves)),
      notes: read.notes,
    }
  }
  const { jwk, notes, algorithms, validity } = read
  const key = toPublic(jwk, algorithms)
  return {
    kind: 'single',
    key,
    notes: key.wasPrivate ? [...notes, isPrivateNote] : notes,
    ...(validity ? { validity } : {}),
  }
}

/** Computing a public half takes milliseconds for some keys: a set of hundreds must not hold up its reader. */
const mostHalves = 50

function toPublic(jwk: Jwk, algorithms?: readonly string[], compareHalves = true): PublicKey {
  const wasPrivate = isPrivateJwk(jwk)
  return {
    jwk: publicJwk(jwk),
    wasPrivate,
    halvesDiffer: wasPrivate && compareHalves && halvesDiffer(jwk),
    ...(algorithms ? { algorithms } : {}),
  }
}
