import { constants, createPublicKey, type JsonWebKey, verify as verifyWithNode } from 'node:crypto'
import { calculateJwkThumbprint, compactVerify, errors, flattenedVerify, type JWK } from 'jose'
import type { KeyUsed } from '../../shared/verdict/verification.ts'
import { type AlgorithmNeeds, algorithmNeeds } from './algorithms.ts'
import { describeJwk, isPrivateJwk, type Jwk, rsaBits } from './jwk.ts'
import { selectKeys } from './select-keys.ts'
import type { Finding, VerifyJob, VerifyOutcome } from './verify-job.ts'

/** jose takes no RSA key below this (RFC 7518 §3.3); an old token is still checked here, and the key called weak. */
const joseMinRsaBits = 2048

/**
 * Checks one JWS against the key material of the job (RFC 7515 §5.2). The token must have been read without errors.
 * Never throws for what the token or the keys hold. Runs in a worker or in place; needs no network.
 */
export async function checkSignature(job: VerifyJob): Promise<VerifyOutcome> {
  const selection = selectKeys(job)
  const keyNotes = selection.notes
  if ('refusal' in selection) return { signature: selection.refusal, key: null, keyNotes }
  const needs = algorithmNeeds(job.alg)
  const [first] = selection.keys
  if (!needs || !first) return { signature: { status: 'not_checked', code: 'INTERNAL' }, key: null, keyNotes }
  let unusable: Finding | null = null
  for (const jwk of selection.keys) {
    const result = await tryKey(job, jwk, needs)
    if (result === 'valid') {
      return {
        signature: { status: 'pass', expected: job.alg, found: job.alg, ...weaknessNote(jwk, needs) },
        key: await describeKeyUsed(jwk, job),
        keyNotes,
      }
    }
    if (result !== 'invalid') unusable = result
  }
  const key = selection.keys.length === 1 ? await describeKeyUsed(first, job) : null
  if (unusable && selection.keys.length === 1) return { signature: unusable, key: null, keyNotes }
  return { signature: signatureFailure(job, needs), key, keyNotes }
}

type TryResult = 'valid' | 'invalid' | Finding

async function tryKey(job: VerifyJob, jwk: Jwk, needs: AlgorithmNeeds): Promise<TryResult> {
  try {
    if (needs.kty === 'RSA' && rsaBits(jwk) < joseMinRsaBits) return verifyShortRsa(job, jwk, needs)
    // The key goes in as a JWK object, so that its own alg, use and key_ops bind once more inside jose.
    if (isCompact(job)) await compactVerify(job.token, jwk as JWK, { algorithms: [job.alg] })
    else await flattenedVerify(flattenedJws(job), jwk as JWK, { algorithms: [job.alg] })
    return 'valid'
  } catch (error) {
    if (error instanceof errors.JWSSignatureVerificationFailed) return 'invalid'
    if (error instanceof errors.JOSENotSupported) {
      return { status: 'not_checked', code: 'ALG_UNSUPPORTED', found: job.alg }
    }
    if (error instanceof errors.JOSEAlgNotAllowed)
      return { status: 'fail', code: 'ALG_NOT_ALLOWED', found: job.alg }
    if (error instanceof errors.JWSInvalid)
      return { status: 'fail', code: 'MALFORMED', found: 'the JWS is not well formed' }
    const found = `${describeJwk(jwk)}: the key's numbers do not form a usable key`
    return { status: 'not_checked', code: 'KEY_INVALID', found, spec: 'RFC 7518 §6' }
  }
}

function isCompact({ unencodedPayload, unprotected }: VerifyJob): boolean {
  return unencodedPayload === undefined && unprotected === undefined
}

function flattenedJws({ token, unencodedPayload, unprotected }: VerifyJob) {
  const [header = '', payload = '', signature = ''] = token.split('.')
  return {
    // An empty text is no header: everything may stand in the unprotected one (RFC 7515 §7.2.1).
    ...(header === '' ? {} : { protected: header }),
    ...(unprotected ? { header: unprotected } : {}),
    payload: unencodedPayload === undefined ? payload : Buffer.from(unencodedPayload, 'base64url'),
    signature,
  }
}

/** What was signed (RFC 7515 §5.2 step 8, RFC 7797 §3). */
function signingInput({ token, unencodedPayload }: VerifyJob): Buffer {
  const [header = '', payload = ''] = token.split('.')
  return unencodedPayload === undefined
    ? Buffer.from(`${header}.${payload}`, 'ascii')
    : Buffer.concat([Buffer.from(`${header}.`, 'ascii'), Buffer.from(unencodedPayload, 'base64url')])
}

function verifyShortRsa(job: VerifyJob, jwk: Jwk, needs: AlgorithmNeeds): 'valid' | 'invalid' {
  const signature = job.token.split('.')[2] ?? ''
  const key = createPublicKey({ key: { kty: 'RSA', n: jwk.n, e: jwk.e } as JsonWebKey, format: 'jwk' })
  const padding = job.alg.startsWith('PS')
    ? { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: needs.hashBits / 8 }
    : { padding: constants.RSA_PKCS1_PADDING }
  const fits = verifyWithNode(
    `sha${needs.hashBits}`,
    signingInput(job),
    { key, ...padding },
    Buffer.from(signature, 'base64url'),
  )
  return fits ? 'valid' : 'invalid'
}

function weaknessNote(jwk: Jwk, needs: AlgorithmNeeds): { readonly note?: string } {
  if (needs.kty === 'RSA' && rsaBits(jwk) < joseMinRsaBits) {
    return { note: `The RSA key has only ${rsaBits(jwk)} bits; RFC 7518 §3.3 asks for 2048 or more.` }
  }
  const secretBits = typeof jwk.k === 'string' ? Buffer.from(jwk.k, 'base64url').length * 8 : null
  if (secretBits !== null && secretBits < needs.hashBits) {
    return {
      note: `The secret has only ${secretBits} bits; RFC 7518 §3.2 asks for ${needs.hashBits} or more.`,
    }
  }
  return {}
}

function signatureFailure(job: VerifyJob, needs: AlgorithmNeeds): Finding {
  const base = {
    status: 'fail',
    code: 'SIGNATURE_INVALID',
    expected: `a signature that fits, ${job.alg}`,
  } as const
  const bytes = Buffer.from(job.token.split('.')[2] ?? '', 'base64url')
  if (bytes.length === 0) return { ...base, found: 'no signature' }
  if (needs.signatureBytes !== undefined && bytes.length !== needs.signatureBytes) {
    const der = needs.kty === 'EC' && bytes[0] === 0x30 ? ', in DER form, which JWS does not use' : ''
    return { ...base, found: `${bytes.length} bytes${der}; ${job.alg} has ${needs.signatureBytes}` }
  }
  if (needs.kty === 'EC' && bytes.every((byte) => byte === 0)) {
    return { ...base, found: 'only zeros, a forgery that broken verifiers accept' }
  }
  const encodingHint =
    needs.kty === 'oct' && job.material.kind === 'secret'
      ? { note: 'Was the secret read as it was meant: as text (UTF-8), base64, base64url or hex?' }
      : {}
  return { ...base, found: 'a signature that does not fit', ...encodingHint }
}

async function describeKeyUsed(jwk: Jwk, { material }: VerifyJob): Promise<KeyUsed> {
  const kid = jwk.kid
  const isSecret = jwk.kty === 'oct'
  return {
    ...(typeof kid === 'string' ? { kid } : {}),
    description: describeJwk(jwk),
    // A thumbprint of a secret would let others test guesses.
    ...(isSecret || isPrivateJwk(jwk) ? {} : { thumbprint: await calculateJwkThumbprint(jwk as JWK) }),
    provenance: material.kind === 'secret' ? 'secret' : material.provenance,
  }
}
