import { randomBytes } from 'node:crypto'
import { FlattenedEncrypt, GeneralEncrypt, type GeneralJWE, importJWK, type JWK } from 'jose'
import type { VerdictCode } from '../../../shared/verdict/check.ts'
import { ensureAesKeyWrap } from '../gaps/aes-key-wrap.ts'
import { type Jwk, rsaBits } from '../jwk.ts'
import type { KeyMaterial } from '../verify-job.ts'
import { maxPbes2Count } from './check-jwe-header.ts'
import { createStandIn, encryptToX448, x448Recipient } from './encrypt-to-x448.ts'
import { findKeyMisfit } from './fit-key.ts'
import {
  type ContentEncryption,
  contentEncryption,
  type KeyManagement,
  keyManagement,
} from './jwe-algorithms.ts'
import type { HeaderObject } from './parse-jwe.ts'
import { chooseEncryptKey } from './read-encrypt-keys.ts'
import { serializeJwe } from './serialize-jwe.ts'

export type EncryptJob = {
  /** `base64url` for bytes that are no text. */
  readonly plaintext: { readonly text: string; readonly encoding: 'utf8' | 'base64url' }
  readonly enc: string
  readonly form: 'compact' | 'flattened' | 'general'
  /** One, or several in general form. */
  readonly recipients: readonly EncryptRecipient[]
  /** Further protected header parameters, for example `cty`, `typ`; `zip: "DEF"` compresses. */
  readonly header?: HeaderObject
  /** Only in JSON form: what is authenticated beside the content, as text. */
  readonly aad?: string
}

export type EncryptRecipient = {
  readonly alg: string
  readonly material: KeyMaterial
  /** The key's own kid stands in the header unless another is given; null for none. */
  readonly kid?: string | null
  /** Iterations of PBES2; 600,000 where not given. */
  readonly p2c?: number
}

export type EncryptOutcome =
  | { readonly ok: true; readonly token: string; readonly notes: readonly string[] }
  | { readonly ok: false; readonly code: VerdictCode; readonly reason: string }

/** A recipient whose key was found to fit. */
export type ReadyRecipient = {
  readonly management: KeyManagement
  readonly jwk: Jwk
  readonly header: HeaderObject
  readonly p2c: number
}

/** What OWASP asks of PBKDF2 with SHA-256 today. */
const usualIterations = 600_000
const minIterations = 1000
/** The names that the encryption itself writes. */
const ownParameters = ['alg', 'enc', 'epk', 'p2s', 'p2c', 'iv', 'tag', 'encrypted_key'] as const

/** Encrypts to one key or several (RFC 7516 §5.1). What cannot be done is an answer; never throws for its input. */
export async function encryptToken(job: EncryptJob): Promise<EncryptOutcome> {
  const encryption = contentEncryption(job.enc)
  if (!encryption) return refused('ALG_UNSUPPORTED', `${job.enc.slice(0, 60)} is no content encryption`)
  const problem = headerProblem(job) ?? formProblem(job)
  if (problem) return refused('MALFORMED', problem)
  const ready: ReadyRecipient[] = []
  const notes: string[] = []
  for (const recipient of job.recipients) {
    const result = readyRecipient(recipient, encryption)
    if ('reason' in result) return result
    ready.push(result.recipient)
    notes.push(...result.notes)
  }
  const plaintext = Buffer.from(job.plaintext.text, job.plaintext.encoding)
  try {
    return { ok: true, token: await seal(job, encryption, ready, plaintext), notes }
  } catch {
    return refused('KEY_INVALID', 'the key’s numbers do not form a usable key')
  }
}

function readyRecipient(
  { alg, material, kid, p2c = usualIterations }: EncryptRecipient,
  encryption: ContentEncryption,
):
  | { readonly recipient: ReadyRecipient; readonly notes: readonly string[] }
  | Extract<EncryptOutcome, { ok: false }> {
  const management = keyManagement(alg)
  if (!management) return refused('ALG_UNSUPPORTED', `${alg.slice(0, 60)} is no key management algorithm`)
  if (management.obsolete)
    return refused('ALG_NOT_ALLOWED', `${alg} is obsolete and nothing is encrypted with it`)
  if (
    management.kind === 'pbes2' &&
    !(Number.isSafeInteger(p2c) && p2c >= minIterations && p2c <= maxPbes2Count)
  ) {
    return refused('MALFORMED', `p2c is a whole number from ${minIterations} to ${maxPbes2Count}`)
  }
  const chosen = chooseEncryptKey(material, (jwk) => findKeyMisfit(jwk, management, encryption, 'encrypt'))
  if ('code' in chosen) return { ok: false, ...chosen }
  const { jwk, notes } = chosen
  if (management.kind === 'rsa' && rsaBits(jwk) < 2048) {
    return refused('KEY_INVALID', `the RSA key has ${rsaBits(jwk)} bits; 2048 are needed (RFC 7518 §4.3)`)
  }
  const named = kid === undefined ? jwk.kid : kid
  const header = { alg, ...(typeof named === 'string' ? { kid: named } : {}) }
  return { recipient: { management, jwk, header, p2c }, notes }
}

async function seal(
  job: EncryptJob,
  encryption: ContentEncryption,
  recipients: readonly ReadyRecipient[],
  plaintext: Uint8Array,
): Promise<string> {
  const aad = job.aad === undefined || job.aad === '' ? null : Buffer.from(job.aad, 'utf8')
  const shared = { enc: encryption.enc, ...job.header }
  const [first] = recipients
  if (!first) throw new Error('no recipient')
  if (recipients.length === 1 && first.jwk.crv === 'X448') {
    return encryptToX448({ first, encryption, shared, aad, plaintext, form: job.form })
  }
  await ensureAesKeyWrap()
  if (recipients.length === 1) {
    const encrypt = new FlattenedEncrypt(plaintext).setProtectedHeader({ ...first.header, ...shared })
    if (aad) encrypt.setAdditionalAuthenticatedData(aad)
    if (first.management.kind === 'pbes2') encrypt.setKeyManagementParameters({ p2c: first.p2c, p2s: salt() })
    return serializeJwe(await encrypt.encrypt(await importKey(first)), job.form)
  }
  return JSON.stringify(await sealForSeveral(recipients, { encryption, shared, aad, plaintext }))
}

async function sealForSeveral(
  recipients: readonly ReadyRecipient[],
  { encryption, shared, aad, plaintext }: Sealing,
): Promise<GeneralJWE> {
  const onX448 = recipients.filter(({ jwk }) => jwk.crv === 'X448')
  const standIn = onX448.length > 0 ? createStandIn() : null
  const encrypt = new GeneralEncrypt(plaintext).setProtectedHeader(shared)
  if (aad) encrypt.setAdditionalAuthenticatedData(aad)
  for (const recipient of recipients) {
    if (onX448.includes(recipient)) continue
    const added = encrypt
      .addRecipient(await importKey(recipient))
      .setUnprotectedHeader({ ...recipient.header })
    if (recipient.management.kind === 'pbes2')
      added.setKeyManagementParameters({ p2c: recipient.p2c, p2s: salt() })
  }
  if (standIn) encrypt.addRecipient(standIn.key).setUnprotectedHeader({ alg: standIn.alg })
  const sealed = await encrypt.encrypt()
  if (!standIn) return sealed
  const rest = [...sealed.recipients]
  const wrapped = rest.pop()?.encrypted_key ?? ''
  return {
    ...sealed,
    recipients: recipients.map((recipient) =>
      onX448.includes(recipient)
        ? x448Recipient(recipient, { standIn, wrapped, encryption, shared })
        : (rest.shift() ?? {}),
    ),
  }
}

type Sealing = {
  readonly encryption: ContentEncryption
  readonly shared: HeaderObject
  readonly aad: Uint8Array | null
  readonly plaintext: Uint8Array
}

async function importKey({ jwk, management }: ReadyRecipient) {
  if (jwk.kty === 'oct') return Buffer.from(String(jwk.k), 'base64url')
  const { alg: _alg, use: _use, key_ops: _ops, ext: _ext, ...numbers } = jwk
  return importJWK(numbers as JWK, management.alg)
}

function salt(): Uint8Array {
  return randomBytes(16)
}

function headerProblem({ header = {} }: EncryptJob): string | null {
  const own = ownParameters.find((name) => Object.hasOwn(header, name))
  if (own) return `the header parameter ${own} is written by the encryption itself`
  if (Object.hasOwn(header, 'crit')) return 'crit demands an extension, and none is implemented'
  if (header.zip !== undefined && header.zip !== 'DEF') return 'zip is DEF or nothing'
  return null
}

function formProblem({ form, recipients, aad }: EncryptJob): string | null {
  if (recipients.length === 0) return 'there is no key to encrypt to'
  if (recipients.length > 100) return 'at most 100 recipients are encrypted to'
  if (form === 'compact' && aad) return 'a JWE in compact form has no aad'
  if (recipients.length === 1) return null
  if (form !== 'general') return 'several recipients need the general form'
  const alone = recipients.find(({ alg }) => alg === 'dir' || alg === 'ECDH-ES')
  return alone ? `${alone.alg} makes the content key itself, so it takes one recipient alone` : null
}

function refused(code: VerdictCode, reason: string): Extract<EncryptOutcome, { ok: false }> {
  return { ok: false, code, reason }
}
