import { calculateJwkThumbprint, type JWK } from 'jose'
import { setMember } from '../../../shared/build/member-edits.ts'
import type {
  KeyBinding,
  SignRefusalCode,
  SignRequest,
  SignResult,
  SignWarning,
} from '../../../shared/build/sign-request.ts'
import { isBase64url } from '../../../shared/token/base64url.ts'
import { namesNoSignature } from '../../../shared/token/read-token.ts'
import { describeJwk, findJwkFlaw, type Jwk, publicJwk } from '../jwk.ts'
import { publishedKey } from '../published-key.ts'
import { assembleToken } from './assemble-token.ts'
import { bindToHolder, type Holder, readHolder } from './bind-holder.ts'
import { discloseClaims } from './disclose-claims.ts'
import { readSigningHeader, type SigningHeader } from './read-signing-header.ts'
import { readSigningKey, type SigningMaterial } from './read-signing-key.ts'
import { signBytes } from './sign-bytes.ts'
import { payloadWarnings, strengthWarnings } from './sign-warnings.ts'
import { algorithmsOf, fits, type SigningAlgorithm, signingAlgorithm } from './signing-algorithms.ts'

/** Key text instead of a name in the vault: a job reaches no vault. */
export type SignJob = Omit<SignRequest, 'key' | 'holder'> & {
  readonly key: SigningMaterial | { readonly kind: 'none' }
  readonly holder?: { readonly key: SigningMaterial; readonly binding?: KeyBinding | undefined } | undefined
}

/**
 * Signs a token from exactly the texts given (RFC 7515 §5.1): neither header nor payload is parsed and written again.
 * Key and algorithm must belong together before anything is signed. The answer `refused` says what did not fit; never
 * throws for what the request holds.
 */
export async function signToken(job: SignJob): Promise<SignResult> {
  if (job.holder === undefined) return signParts(job, null)
  if (job.disclose === undefined) {
    return refused(
      'DISCLOSURE',
      'A holder’s key belongs to an SD-JWT; no disclosures were asked for.',
      'holder',
    )
  }
  const holder = readHolder(job.holder.key)
  if ('code' in holder) return refused(holder.code, holder.reason, 'holder')
  const result = await signParts(job, holder)
  const { binding } = job.holder
  if (result.kind === 'refused' || binding === undefined) return result
  const bound = await bindToHolder(result.token, holder, binding)
  return 'code' in bound ? refused(bound.code, bound.reason, 'holder') : { ...result, token: bound.token }
}

async function signParts(job: SignJob, holder: Holder | null): Promise<SignResult> {
  const header = readSigningHeader(job.header, job.alg)
  if ('code' in header) return refused(header.code, header.message, 'header')
  const prepared = await preparePayload(job, header, holder)
  if ('refusal' in prepared) return prepared.refusal
  const warnings = [...header.warnings, ...prepared.warnings]
  const parts = {
    header: job.header,
    payload: prepared.bytes,
    unencoded: header.unencoded,
    serialization: job.serialization,
    detached: job.detached ?? false,
    suffix: prepared.suffix,
  }
  if (job.key.kind === 'none') {
    if (job.serialization !== 'compact') {
      return refused(
        'ALG_NONE',
        'A token without a signature has the compact form only; the JSON forms hold signatures.',
        'key',
      )
    }
    const { token } = assembleToken(parts).withSignature(new Uint8Array())
    return {
      kind: 'signed',
      token,
      alg: null,
      keyDescription: null,
      kid: header.kid,
      thumbprint: null,
      warnings: [...warnings, unsignedWarning(header.alg)],
    }
  }
  const chosen = chooseAlgorithm(header)
  if ('refusal' in chosen) return chosen.refusal
  const key = readSigningKey(job.key, header.kid)
  if ('code' in key) return refused(key.code, sentence(key.reason), 'key')
  const mismatch = findMismatch(key.jwk, chosen.algorithm)
  if (mismatch) return mismatch
  const assembly = assembleToken(parts)
  const signing = await signBytes(assembly.signingInput, key.jwk, chosen.algorithm)
  if ('problem' in signing) {
    return refused(
      'KEY_INVALID',
      `The key, ${describeJwk(key.jwk)}, cannot be used: ${signing.problem}.`,
      'key',
    )
  }
  return {
    kind: 'signed',
    token: assembly.withSignature(signing.signature).token,
    alg: chosen.algorithm.alg,
    keyDescription: describeJwk(key.jwk),
    kid: typeof key.jwk.kid === 'string' ? key.jwk.kid : null,
    thumbprint: await thumbprintOf(key.jwk),
    warnings: [...warnings, ...strengthWarnings(key.jwk, chosen.algorithm)],
  }
}

/** RFC 7638, SHA-256; null for secrets, because a thumbprint of one would let others test guesses. */
export async function thumbprintOf(jwk: Jwk): Promise<string | null> {
  if (jwk.kty === 'oct') return null
  return calculateJwkThumbprint(publicJwk(jwk) as JWK).catch(() => null)
}

type Refusal = Extract<SignResult, { kind: 'refused' }>

type PreparedPayload =
  | { readonly bytes: Uint8Array; readonly suffix: string; readonly warnings: readonly SignWarning[] }
  | { readonly refusal: Refusal }

async function preparePayload(
  job: SignJob,
  header: SigningHeader,
  holder: Holder | null,
): Promise<PreparedPayload> {
  if (job.payloadEncoding === 'base64url') {
    if (!isBase64url(job.payload)) {
      return { refusal: refused('PAYLOAD', 'The bytes of the payload are not base64url.', 'payload') }
    }
    return { bytes: Buffer.from(job.payload, 'base64url'), suffix: '', warnings: [] }
  }
  const claims = holder === null ? job.payload : setMember(job.payload, 'cnf', holder.cnf)
  if (claims === null) {
    const message = 'The holder’s key is put into the claims, and the payload is no JSON object.'
    return { refusal: refused('DISCLOSURE', message, 'payload') }
  }
  const disclosed = await discloseClaims(claims, job.disclose ?? [], job.disclose ? (job.decoys ?? 0) : 0)
  if ('problem' in disclosed) return { refusal: refused('DISCLOSURE', disclosed.problem, 'payload') }
  if (job.disclose !== undefined && (job.serialization !== 'compact' || job.detached || header.unencoded)) {
    const message = 'An SD-JWT with disclosures is made in the compact form, with its payload inside.'
    return { refusal: refused('DISCLOSURE', message, 'payload') }
  }
  const text = disclosed.payload
  if (
    header.unencoded &&
    job.serialization === 'compact' &&
    !job.detached &&
    !/^[\x20-\x2d\x2f-\x7e]*$/.test(text)
  ) {
    const message =
      'With b64: false, a payload in the compact form holds only printable ASCII without dots (RFC 7797 §5.2); detach it, or use a JSON form.'
    return { refusal: refused('UNENCODED_PAYLOAD', message, 'payload') }
  }
  return {
    bytes: Buffer.from(text, 'utf8'),
    suffix: job.disclose === undefined ? '' : ['', ...disclosed.disclosures, ''].join('~'),
    warnings: [
      ...payloadWarnings(text),
      ...disclosed.warnings.map((message) => ({ code: 'DISCLOSURE', message }) as const),
    ],
  }
}

function chooseAlgorithm(
  header: SigningHeader,
): { readonly algorithm: SigningAlgorithm } | { readonly refusal: Refusal } {
  const { alg } = header
  if (alg === null) {
    return {
      refusal: refused(
        'ALG_MISSING',
        'The header names no algorithm: alg is missing or not a string.',
        'header',
      ),
    }
  }
  if (namesNoSignature(alg)) {
    const message = `The header says alg ${JSON.stringify(alg.slice(0, 40))}, which signs nothing; choose “No signature” if that is meant.`
    return { refusal: refused('ALG_NONE', message, 'header') }
  }
  const algorithm = signingAlgorithm(alg)
  if (algorithm) return { algorithm }
  const message = `The header names the algorithm ${JSON.stringify(alg.slice(0, 60))}, which Claimscope cannot sign with.`
  return { refusal: refused('ALG_UNSUPPORTED', message, 'header') }
}

/** Type, curve and the key's own alg, use and key_ops bind (RFC 8725 §3.1, RFC 7517 §4.2 to §4.4). */
function findMismatch(jwk: Jwk, algorithm: SigningAlgorithm): Refusal | null {
  const { alg } = algorithm
  const found = describeJwk(jwk)
  if (!fits(algorithm, { ...jwk, alg: algorithm.family === 'ml-dsa' ? jwk.alg : undefined })) {
    const rest = algorithmsOf(jwk)
    const advice = rest.length > 0 ? ` It can sign with ${rest.slice(0, 6).join(', ')}.` : ''
    return refused(
      'KEY_TYPE_MISMATCH',
      `${alg} needs ${algorithm.words}; this key is ${found}.${advice}`,
      'key',
    )
  }
  if (jwk.alg !== undefined && jwk.alg !== alg) {
    const own = String(jwk.alg).slice(0, 60)
    return refused(
      'ALG_NOT_ALLOWED',
      `The key is bound to ${own} by its own alg; the header says ${alg}.`,
      'key',
    )
  }
  if (jwk.use !== undefined && jwk.use !== 'sig') {
    const use = String(jwk.use).slice(0, 60)
    return refused('KEY_USE', `A key for signatures is needed; this one is marked use: ${use}.`, 'key')
  }
  if (jwk.key_ops !== undefined && !(Array.isArray(jwk.key_ops) && jwk.key_ops.includes('sign'))) {
    return refused('KEY_USE', 'A key that may sign is needed; key_ops of this one does not hold sign.', 'key')
  }
  const flaw = findJwkFlaw(publicJwk(jwk))
  if (flaw?.hostile) return refused('KEY_INVALID', sentence(flaw.reason), 'key')
  if (jwk.kty === 'oct') {
    const secret = typeof jwk.k === 'string' && isBase64url(jwk.k) ? Buffer.from(jwk.k, 'base64url') : null
    if (!secret?.length)
      return refused('SECRET_INVALID', 'The member k of the key is no base64url text, or empty.', 'key')
    const published = publishedKey(secret)
    if (published) {
      return refused(
        'SECRET_INVALID',
        `The secret is ${published}, which is no secret: anyone could sign with it.`,
        'key',
      )
    }
  }
  return null
}

function unsignedWarning(alg: string | null): SignWarning {
  if (alg !== null && !namesNoSignature(alg)) {
    return {
      code: 'SIGNATURE_MISSING',
      message: `The header still names ${alg.slice(0, 60)}, and there is no signature: a correct server refuses this token.`,
    }
  }
  return {
    code: 'UNSECURED',
    message:
      'Nobody signed this token: anyone can write it, and a correct server refuses it (RFC 8725 §3.2).',
  }
}

function refused(code: SignRefusalCode, message: string, at: Refusal['at']): Refusal {
  return { kind: 'refused', code, message, at }
}

function sentence(reason: string): string {
  return `${reason.charAt(0).toUpperCase()}${reason.slice(1)}.`
}
