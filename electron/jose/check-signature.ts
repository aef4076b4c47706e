import type { KeyUsed } from '../../shared/verdict/verification.ts'
import { type AlgorithmNeeds, algorithmNeeds } from './algorithms.ts'
import { describeJwk, type Jwk, rsaBits } from './jwk.ts'
import { bytesOf } from './key-numbers.ts'
import { readingOf, type Selection, selectKeys } from './select-keys.ts'
import { signedParts } from './signed-parts.ts'
import { jwkThumbprint } from './thumbprint.ts'
import { mayTry, notTried, trialBudget, trialCost } from './trial-budget.ts'
import { type SignedBytes, verifyBytes } from './verify-bytes.ts'
import type { Finding, VerifyJob, VerifyOutcome } from './verify-job.ts'

/** An old token with a shorter key is still checked here, and the key called weak (RFC 7518 §3.3). */
const minRsaBits = 2048

/**
 * Checks one JWS against the key material of the job (RFC 7515 §5.2). The token must have been read without errors.
 * Never throws for what the token or the keys hold. Runs in a worker or in place; needs no network.
 */
export function checkSignature(job: VerifyJob): VerifyOutcome {
  const outcome = judge(job)
  const dated = certificateDates(job)
  return dated === null ? outcome : { ...outcome, keyNotes: [...outcome.keyNotes, dated] }
}

function judge(job: VerifyJob): VerifyOutcome {
  const selection = selectKeys(job)
  const keyNotes = selection.notes
  if ('refusal' in selection) return { signature: selection.refusal, key: null, keyNotes }
  const [first] = selection.keys
  const parts = signedParts(job)
  if ('problem' in parts)
    return { signature: { status: 'fail', code: 'MALFORMED', found: parts.problem }, key: null, keyNotes }
  if (!first) return { signature: { status: 'not_checked', code: 'INTERNAL' }, key: null, keyNotes }
  const budget = job.budget ?? trialBudget
  let left = budget
  const spent = (outcome: VerifyOutcome) =>
    job.budget === undefined ? outcome : { ...outcome, cost: budget - left }
  let unusable: Finding | null = null
  for (const [index, jwk] of selection.keys.entries()) {
    const cost = trialCost(jwk, parts.input.length)
    if (!mayTry(cost, left)) {
      const { length } = selection.keys
      return spent({ signature: notTried(length - index, length), key: null, keyNotes })
    }
    left -= cost
    const result = tryKey(parts, jwk)
    if (result === 'valid') return spent(provedBy(jwk, job, selection))
    if (result !== 'invalid') unusable = result
  }
  const key = selection.keys.length === 1 ? describeKeyUsed(first, job) : null
  if (unusable && selection.keys.length === 1) return spent({ signature: unusable, key: null, keyNotes })
  const needs = algorithmNeeds(job.alg, first.crv)
  return spent({ signature: signatureFailure(job, parts.signature, needs), key, keyNotes })
}

/** The same key proves the same way each time; a batch of its tokens shares one answer. */
const proofs = new WeakMap<Selection, Map<Jwk, VerifyOutcome>>()

function provedBy(jwk: Jwk, job: VerifyJob, selection: Selection): VerifyOutcome {
  const known = proofs.get(selection) ?? new Map<Jwk, VerifyOutcome>()
  const outcome = known.get(jwk) ?? {
    signature: { status: 'pass', expected: job.alg, found: job.alg, ...weaknessNote(jwk, job.alg) },
    key: describeKeyUsed(jwk, job),
    keyNotes: selection.notes,
  }
  known.set(jwk, outcome)
  proofs.set(selection, known)
  return outcome
}

/** A certificate out of date proves what it proves: its key made the signature. Whoever trusts it should know. */
function certificateDates({ at, material }: VerifyJob): string | null {
  if (at === undefined || material.kind !== 'key') return null
  const reading = readingOf(material)
  const validity = reading.kind === 'single' ? reading.validity : undefined
  if (!validity) return null
  const notes = [validity, ...(validity.issuers ?? [])].flatMap(({ notBefore, notAfter }, index) => {
    const which = index === 0 ? 'The certificate' : `Certificate ${index + 1} of the chain`
    if (notAfter !== null && at > notAfter)
      return [`${which} had expired at the moment of this check, on ${dayOf(notAfter)}.`]
    if (notBefore !== null && at < notBefore)
      return [`${which} was not valid yet at the moment of this check, but from ${dayOf(notBefore)}.`]
    return []
  })
  return notes.length > 0 ? notes.join(' ') : null
}

function dayOf(seconds: number): string {
  return new Date(seconds * 1000).toISOString().slice(0, 10)
}

function tryKey(parts: SignedBytes, jwk: Jwk): 'valid' | 'invalid' | Finding {
  try {
    return verifyBytes(parts, jwk) ? 'valid' : 'invalid'
  } catch {
    const found = `${describeJwk(jwk)}: the key's numbers do not form a usable key`
    return { status: 'not_checked', code: 'KEY_INVALID', found, spec: 'RFC 7518 §6' }
  }
}

function weaknessNote(jwk: Jwk, alg: string): { readonly note?: string } {
  if (jwk.kty === 'RSA') {
    const bits = rsaBits(jwk)
    if (bits < minRsaBits)
      return { note: `The RSA key has only ${bits} bits; RFC 7518 §3.3 asks for 2048 or more.` }
    return {}
  }
  if (jwk.kty !== 'oct') return {}
  const secretBits = bytesOf(jwk.k).length * 8
  const wanted = algorithmNeeds(alg)?.hashBits ?? 0
  return secretBits < wanted
    ? { note: `The secret has only ${secretBits} bits; RFC 7518 §3.2 asks for ${wanted} or more.` }
    : {}
}

function signatureFailure(job: VerifyJob, bytes: Uint8Array, needs: AlgorithmNeeds | null): Finding {
  const base = {
    status: 'fail',
    code: 'SIGNATURE_INVALID',
    expected: `a signature that fits, ${job.alg}`,
  } as const
  if (bytes.length === 0) return { ...base, found: 'no signature' }
  if (needs?.signatureBytes !== undefined && bytes.length !== needs.signatureBytes) {
    const der = needs.kty === 'EC' && bytes[0] === 0x30 ? ', in DER form, which JWS does not use' : ''
    return { ...base, found: `${bytes.length} bytes${der}; ${job.alg} has ${needs.signatureBytes}` }
  }
  if (needs?.kty === 'EC' && bytes.every((byte) => byte === 0)) {
    return { ...base, found: 'only zeros, a forgery that broken verifiers accept' }
  }
  const encodingHint =
    needs?.kty === 'oct' && job.material.kind === 'secret'
      ? { note: 'Was the secret read as it was meant: as text (UTF-8), base64, base64url or hex?' }
      : {}
  return { ...base, found: 'a signature that does not fit', ...encodingHint }
}

const described = new WeakMap<Jwk, Omit<KeyUsed, 'provenance'>>()

function describeKeyUsed(jwk: Jwk, { material }: VerifyJob): KeyUsed {
  const known = described.get(jwk) ?? factsOf(jwk)
  described.set(jwk, known)
  return { ...known, provenance: material.kind === 'secret' ? 'secret' : material.provenance }
}

function factsOf(jwk: Jwk): Omit<KeyUsed, 'provenance'> {
  const thumbprint = jwkThumbprint(jwk)
  return {
    ...(typeof jwk.kid === 'string' ? { kid: jwk.kid } : {}),
    description: describeJwk(jwk),
    ...(thumbprint === null ? {} : { thumbprint }),
  }
}
