import type { Jwk } from '../jwk.ts'
import { publicDerForms, writePem } from '../keys/write-key.ts'
import { type KeyReading, readKeys } from '../read-keys.ts'
import { readSharedSecret } from '../shared-secret.ts'
import { type FailedSignature, type FindCause, named } from './attempt.ts'

/** A key set may be large, and each key has a dozen spellings. */
const maxKeys = 20

/**
 * A MAC whose secret is the issuer's public key in one of its spellings: what whoever can read that key can make
 * (RFC 8725 §2.1). This only names the attack; nothing verifies with such a secret.
 */
export const findKeyConfusion: FindCause = (failed) => {
  const { job, signed } = failed
  const reading = failed.reading ?? keyInSecret(job)
  if (!job.alg.startsWith('HS') || !reading || reading.kind === 'unreadable') return null
  const keys = reading.kind === 'set' ? reading.keys : [reading.key]
  for (const { jwk } of keys.filter(({ jwk: own }) => own.kty !== 'oct').slice(0, maxKeys)) {
    const found = secretsOf(jwk, failed).find(([bytes]) =>
      failed.fits(signed, { kty: 'oct', k: Buffer.from(bytes).toString('base64url') }),
    )
    if (found) {
      return {
        cause: 'KEY_CONFUSION',
        sentence: `The token is forged: its ${job.alg} signature was made with a public key as the secret, ${typeof jwk.kid === 'string' ? `the key ${named(jwk.kid)}` : 'the key given here'} ${found[1]}.`,
        advice:
          'Whoever has the public key can make such tokens. Check that your verifier accepts only the algorithms it expects.',
        spec: 'RFC 8725 §2.1',
      }
    }
  }
  return null
}

/** The text of a public key that was given as the secret, as a verifier might be set up by mistake. */
function keyInSecret({ material }: FailedSignature['job']): KeyReading | null {
  if (material.kind !== 'secret') return null
  const read = readSharedSecret(material.text, material.encoding)
  if (!('problem' in read && read.hostile)) return null
  const bytes = secretBytes(material)
  return readKeys(bytes[0] === 0x30 ? bytes.toString('base64') : bytes.toString('utf8'))
}

function secretBytes({ text, encoding }: Extract<FailedSignature['job']['material'], { kind: 'secret' }>) {
  return Buffer.from(encoding === 'hex' ? text.replace(/[\s:]/g, '') : text, encoding)
}

function secretsOf(
  jwk: Jwk,
  { job: { material } }: FailedSignature,
): readonly (readonly [Uint8Array, string])[] {
  const text = material.kind === 'key' ? material.text : secretBytes(material).toString('utf8')
  const texts: (readonly [string, string])[] = [
    [text, 'as it is written here'],
    ...[jwk, ...rewritten(jwk)].map((each) => [JSON.stringify(each), 'as a JWK'] as const),
  ]
  const bytes: (readonly [Uint8Array, string])[] = []
  for (const { form, label, der } of publicDerForms(jwk)) {
    const name = form === 'spki' ? 'SPKI' : 'PKCS#1'
    texts.push([writePem(label, der), `as PEM (${name})`])
    bytes.push([der, `as DER (${name})`])
    texts.push([Buffer.from(der).toString('base64'), `as DER in base64 (${name})`])
  }
  if (Array.isArray(jwk.x5c) && typeof jwk.x5c[0] === 'string') {
    texts.push([jwk.x5c[0], 'by its certificate in base64'])
    texts.push([writePem('CERTIFICATE', Buffer.from(jwk.x5c[0], 'base64')), 'by its certificate in PEM'])
  }
  if (typeof jwk.n === 'string') bytes.push([Buffer.from(jwk.n, 'base64url'), 'by its modulus'])
  return [
    ...texts.flatMap(([own, name]) =>
      [...new Set([own, own.trim(), `${own.trim()}\n`])].map((each) => [Buffer.from(each), name] as const),
    ),
    ...bytes,
  ]
}

/** The same key with its members as runtimes write them (Node's order, RFC 7638's), and nothing beside them. */
function rewritten(jwk: Jwk): readonly object[] {
  const orders = {
    EC: ['kty x y crv', 'crv kty x y'],
    OKP: ['crv x kty', 'crv kty x'],
    RSA: ['kty n e', 'e kty n'],
  }
  const names = orders[jwk.kty as keyof typeof orders] ?? []
  return names.map((order) => Object.fromEntries(order.split(' ').map((name) => [name, jwk[name]])))
}
