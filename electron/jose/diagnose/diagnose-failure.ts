import type { Diagnosis } from '../../../shared/verdict/verification.ts'
import { algorithmNeeds } from '../algorithms.ts'
import { findJwkFlaw, type Jwk } from '../jwk.ts'
import { type KeyReading, type PublicKey, readKeys } from '../read-keys.ts'
import { readSharedSecret } from '../shared-secret.ts'
import { signedParts } from '../signed-parts.ts'
import { verifyBytes } from '../verify-bytes.ts'
import type { VerifyJob } from '../verify-job.ts'
import type { FailedSignature, FindCause } from './attempt.ts'
import { findEntraKeys } from './entra-keys.ts'
import { findGraphNonce } from './graph-nonce.ts'
import { findKeyConfusion } from './key-confusion.ts'
import { findDerSignature, findOtherAlgorithm } from './other-algorithm.ts'
import { findMarkedOtherwise, findOtherKey } from './other-key.ts'
import { findOtherInput, findRewrittenText } from './rewritten-text.ts'
import { findSecretVariant } from './secret-variants.ts'
import { findSignedOtherText, findWrongLength } from './signed-other-text.ts'

export type DiagnosisJob = {
  readonly job: VerifyJob
  /** The issuer or address the keys were asked for at. */
  readonly asked: string | null
}

/** What was tried and fits is the cause; nothing else needs to be said then. */
const proofs: readonly FindCause[] = [
  findKeyConfusion,
  findSecretVariant,
  findOtherKey,
  findMarkedOtherwise,
  findOtherAlgorithm,
  findDerSignature,
  findGraphNonce,
  findOtherInput,
  findRewrittenText,
]
/** What can be said where nothing fits. */
const facts: readonly FindCause[] = [findWrongLength, findSignedOtherText, findEntraKeys]

/** One try takes from 20 µs to some milliseconds, by the algorithm; the tries end at whichever comes first. */
const maxTries = 2_000
const maxMs = 800
const maxKeys = 50

/**
 * Why a signature did not fit, found by trying again with one thing changed. It never makes a token valid: what fits
 * here is an explanation, and no answer of it is a pass. Empty where no cause was found. Never throws.
 */
export function diagnoseFailure({ job, asked }: DiagnosisJob): readonly Diagnosis[] {
  const signed = signedParts(job)
  if ('problem' in signed) return []
  const { material } = job
  const reading = material.kind === 'key' ? readKeys(material.text, material.passphrase) : null
  const [header = '', payload = ''] = job.token.split('.')
  const started = performance.now()
  let tries = 0
  const failed: FailedSignature = {
    job,
    signed,
    header: part(header),
    payload: part(payload),
    reading,
    keys: keysOf(job, reading),
    asked,
    fits(change, jwk) {
      tries += 1
      if (tries > maxTries || performance.now() - started > maxMs) return false
      try {
        return verifyBytes({ ...signed, ...change }, jwk)
      } catch {
        return false
      }
    },
  }
  for (const find of proofs) {
    const cause = ask(find, failed)
    if (cause) return [cause]
  }
  return facts.flatMap((find) => ask(find, failed) ?? [])
}

/** Texts nested too deep to be written again, and whatever else: one cause less. */
function ask(find: FindCause, failed: FailedSignature): Diagnosis | null {
  try {
    return find(failed)
  } catch {
    return null
  }
}

/** The keys that could have signed: of the right kind and sound, whatever they are called and marked for. */
function keysOf({ alg, material }: VerifyJob, reading: KeyReading | null): readonly PublicKey[] {
  if (material.kind === 'secret') {
    const read = readSharedSecret(material.text, material.encoding)
    return 'bytes' in read ? [plain({ kty: 'oct', k: Buffer.from(read.bytes).toString('base64url') })] : []
  }
  if (!reading || reading.kind === 'unreadable') return []
  const published = material.provenance === 'issuer_metadata' || material.provenance === 'jwks_url'
  return (reading.kind === 'set' ? reading.keys : [reading.key])
    .filter(({ jwk, halvesDiffer }) => {
      const needs = algorithmNeeds(alg, jwk.crv)
      return (
        needs !== null &&
        jwk.kty === needs.kty &&
        (needs.crv === undefined || jwk.crv === needs.crv) &&
        !(published && jwk.kty === 'oct') &&
        !halvesDiffer &&
        findJwkFlaw(jwk) === null
      )
    })
    .slice(0, maxKeys)
}

function plain(jwk: Jwk): PublicKey {
  return { jwk, wasPrivate: false, halvesDiffer: false }
}

function part(segment: string): FailedSignature['header'] {
  try {
    const bytes = Buffer.from(segment, 'base64url')
    return { segment, text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes) }
  } catch {
    return { segment, text: null }
  }
}
