import { type AlgorithmNeeds, algorithmNeeds } from './algorithms.ts'
import { describeJwk, findJwkFlaw, type Jwk } from './jwk.ts'
import { certificateDiffers } from './keys/certificate-differs.ts'
import { publishedKey } from './published-key.ts'
import { type KeyReading, type PublicKey, readKeys } from './read-keys.ts'
import { readSharedSecret } from './shared-secret.ts'
import type { Finding, KeyMaterial, VerifyJob } from './verify-job.ts'

export type Selection =
  | { readonly keys: readonly Jwk[]; readonly notes: readonly string[] }
  | { readonly refusal: Finding; readonly notes: readonly string[] }

/** The token names an algorithm and perhaps a key; this picks the keys it may be checked with, or says why none. */
export function selectKeys({ alg, kid, material }: VerifyJob): Selection {
  const needs = algorithmNeeds(alg)
  if (!needs) return refuse('not_checked', 'ALG_UNSUPPORTED', { found: alg })
  if (material.kind === 'secret') return selectSecret(material, alg, needs)
  const reading = readingOf(material)
  const known = selections.get(reading) ?? new Map<string, Selection>()
  const question = JSON.stringify([alg, kid, material.provenance])
  const selection = known.get(question) ?? selectFrom(reading, { alg, kid, needs, material })
  // The header's kid is anyone's text: it must not fill the memory.
  if (known.size >= maxSelections) known.clear()
  known.set(question, selection)
  selections.set(reading, known)
  return selection
}

/** Tokens of one issuer ask the same again and again; the answers go with the keys they were made from. */
const selections = new WeakMap<KeyReading, Map<string, Selection>>()
const maxSelections = 200

/** A batch has one material for all its tokens: its text is hashed once. */
const readings = new WeakMap<KeyMaterial, KeyReading>()

/** What the text of the material holds. */
export function readingOf(material: Extract<KeyMaterial, { kind: 'key' }>): KeyReading {
  const reading = readings.get(material) ?? readKeys(material.text, material.passphrase)
  readings.set(material, reading)
  return reading
}

type Search = {
  readonly alg: string
  readonly kid: string | null
  readonly needs: AlgorithmNeeds
  readonly material: Extract<KeyMaterial, { kind: 'key' }>
}

function selectFrom(parsed: KeyReading, { alg, kid, needs, material }: Search): Selection {
  if (parsed.kind === 'unreadable') return refuse('not_checked', parsed.code, { found: parsed.reason })
  const fetched = material.provenance === 'issuer_metadata' || material.provenance === 'jwks_url'
  if (parsed.kind === 'single' && fetched) {
    return refuse('not_checked', 'JWKS_INVALID', {
      found: 'the address answered with one key, not with a set of keys',
    })
  }
  if (parsed.kind === 'set') {
    return selectFromSet(parsed.keys, { alg, kid, needs, fetched, notes: parsed.notes })
  }
  const { key } = parsed
  const notes = [...parsed.notes]
  const own = key.jwk.kid
  if (kid !== null && typeof own === 'string' && own !== kid) {
    notes.push(`The token names the key ${kid}; this key is called ${own}.`)
  }
  const refusal = findMismatch(key, alg, needs) ?? findUnusable(key)
  return refusal ? { refusal, notes } : { keys: [key.jwk], notes }
}

type SetSearch = {
  readonly alg: string
  readonly kid: string | null
  readonly needs: AlgorithmNeeds
  /** A set behind an address is public: no secret in it is a secret. */
  readonly fetched: boolean
  readonly notes: readonly string[]
}

function selectFromSet(all: readonly PublicKey[], search: SetSearch): Selection {
  const { alg, kid, needs, fetched } = search
  const notes = [...search.notes]
  if (fetched && all.some(({ wasPrivate }) => wasPrivate)) {
    notes.push(
      'The key set publishes private key members. Whoever can read it can sign: the issuer must replace those keys.',
    )
  }
  if (fetched && all.some(({ jwk }) => jwk.kty === 'oct')) {
    notes.push('The key set publishes a symmetric key, which is no secret any more; it is never used.')
  }
  if (kid !== null) {
    const named = all.filter(({ jwk }) => jwk.kid === kid)
    // One kid may stand on keys of different types and uses (RFC 7517 §4.5): only those that fit are rivals.
    const rivals = named.filter((key) => findMismatch(key, alg, needs) === null)
    if (rivals.length > 1) {
      const found = `${rivals.length} keys that fit ${alg} are called ${kid}: ${rivals
        .map(({ jwk }) => describeJwk(jwk))
        .join(', ')
        .slice(0, 200)}`
      return { ...refuse('fail', 'KEY_AMBIGUOUS', { expected: 'one key for each identifier', found }), notes }
    }
    const key = rivals[0] ?? named.find(({ jwk }) => jwk.kty === needs.kty) ?? named[0]
    if (!key) return { refusal: notFound(`the key identifier ${kid}`, all), notes }
    const refusal =
      findMismatch(key, alg, needs) ??
      (fetched && key.jwk.kty === 'oct' ? publishedSecret : null) ??
      findUnusable(key)
    return refusal ? { refusal, notes } : { keys: [key.jwk], notes }
  }
  const fitting = all.filter(
    (key) => findMismatch(key, alg, needs) === null && !(fetched && key.jwk.kty === 'oct'),
  )
  const usable = fitting.filter((key) => findUnusable(key) === null)
  const [first] = fitting
  if (!first) return { refusal: notFound(`the algorithm ${alg}, and the token names no key`, all), notes }
  if (usable.length === 0) return { refusal: findUnusable(first) ?? publishedSecret, notes }
  if (usable.length > 1) {
    notes.push(
      `The token names no key; ${usable.length} keys of the set could have signed it; they are tried one after another.`,
    )
  } else notes.push('The token names no key; the only key of the set that fits was taken.')
  return { keys: usable.map(({ jwk }) => jwk), notes }
}

const publishedSecret: Finding = {
  status: 'fail',
  code: 'KEY_INVALID',
  found: 'a symmetric key that is published at an address; anyone could sign with it',
  spec: 'RFC 8725 §2.1',
}

function notFound(expected: string, all: readonly PublicKey[]): Finding {
  const kids = all
    .slice(0, 10)
    .map(({ jwk: { kid, kty } }) => (typeof kid === 'string' ? kid.slice(0, 100) : `${kty} without kid`))
  const more = all.length > kids.length ? `, and ${all.length - kids.length} more` : ''
  const found = all.length === 0 ? 'no key at all' : `${kids.join(', ')}${more}`
  return { status: 'fail', code: 'KEY_NOT_FOUND', expected, found, spec: 'RFC 7515 §4.1.4' }
}

/** Whether the key may be used with the algorithm at all: its type, curve, and what its own members bind it to. */
function findMismatch({ jwk, algorithms }: PublicKey, alg: string, anyNeeds: AlgorithmNeeds): Finding | null {
  const { kty, crv, use, key_ops } = jwk
  const needs = algorithmNeeds(alg, crv) ?? anyNeeds
  if (kty !== needs.kty || (needs.crv !== undefined && crv !== needs.crv)) {
    const found = describeJwk(jwk)
    return {
      status: 'fail',
      code: 'KEY_TYPE_MISMATCH',
      expected: `${needs.words}, for ${alg}`,
      found,
      spec: 'RFC 8725 §3.1',
    }
  }
  if (jwk.alg !== undefined && jwk.alg !== alg) {
    const expected = String(jwk.alg).slice(0, 60)
    const note = `The key is bound to ${expected} by its own alg.`
    return { status: 'fail', code: 'ALG_NOT_ALLOWED', expected, found: alg, note, spec: 'RFC 7517 §4.4' }
  }
  if (algorithms && !algorithms.includes(alg)) {
    const expected = algorithms.join(' or ') || 'no algorithm of JWS'
    const note = `The key is bound to ${expected} by the parameters it was written with.`
    return { status: 'fail', code: 'ALG_NOT_ALLOWED', expected, found: alg, note, spec: 'RFC 4055 §3.1' }
  }
  if (use !== undefined && use !== 'sig') {
    const found = `the key is marked use: ${String(use).slice(0, 60)}`
    return {
      status: 'fail',
      code: 'KEY_INVALID',
      expected: 'a key for signatures',
      found,
      spec: 'RFC 7517 §4.2',
    }
  }
  if (key_ops !== undefined && !mayVerify(jwk)) {
    const found = 'key_ops of the key does not hold verify'
    return {
      status: 'fail',
      code: 'KEY_INVALID',
      expected: 'a key that may verify',
      found,
      spec: 'RFC 7517 §4.3',
    }
  }
  return null
}

function mayVerify(jwk: Jwk): boolean {
  const ops = jwk.key_ops
  return Array.isArray(ops) && ops.every((op) => typeof op === 'string') && ops.includes('verify')
}

/** What is wrong with a key does not change, and takes a while to find out. */
const known = new WeakMap<PublicKey, { readonly finding: Finding | null }>()

function findUnusable(key: PublicKey): Finding | null {
  const found = known.get(key) ?? { finding: examine(key) }
  known.set(key, found)
  return found.finding
}

function examine({ jwk, halvesDiffer }: PublicKey): Finding | null {
  const flaw = findJwkFlaw(jwk)
  if (flaw) {
    return {
      status: flaw.hostile ? 'fail' : 'not_checked',
      code: 'KEY_INVALID',
      found: flaw.reason,
      spec: 'RFC 7518 §6',
    }
  }
  if (halvesDiffer) {
    const found = 'the private and the public half of the key do not belong together'
    return { status: 'not_checked', code: 'KEY_INVALID', found, spec: 'RFC 7517 §9.3' }
  }
  if (certificateDiffers(jwk)) {
    const found = 'the key is another than the one its certificate (x5c) is for'
    return { status: 'not_checked', code: 'KEY_INVALID', found, spec: 'RFC 7517 §4.7' }
  }
  const { kty, k } = jwk
  const published = kty === 'oct' && typeof k === 'string' ? publishedKey(Buffer.from(k, 'base64url')) : null
  if (!published) return null
  const found = `the secret is ${published}, which is no secret: anyone could sign with it`
  return { status: 'fail', code: 'KEY_INVALID', found, spec: 'RFC 8725 §2.1' }
}

function selectSecret(
  material: Extract<KeyMaterial, { kind: 'secret' }>,
  alg: string,
  needs: AlgorithmNeeds,
): Selection {
  if (needs.kty !== 'oct') {
    return refuse('fail', 'KEY_TYPE_MISMATCH', {
      expected: `${needs.words}, for ${alg}`,
      found: 'a shared secret',
    })
  }
  const secret = readSharedSecret(material.text, material.encoding)
  if ('problem' in secret) {
    return refuse(secret.hostile ? 'fail' : 'not_checked', 'KEY_INVALID', { found: secret.problem })
  }
  return { keys: [{ kty: 'oct', k: Buffer.from(secret.bytes).toString('base64url') }], notes: [] }
}

function refuse(
  status: 'fail' | 'not_checked',
  code: NonNullable<Finding['code']>,
  facts: { readonly expected?: string; readonly found?: string },
): { readonly refusal: Finding; readonly notes: readonly string[] } {
  return { refusal: { status, code, ...facts, spec: 'RFC 8725 §3.1' }, notes: [] }
}
