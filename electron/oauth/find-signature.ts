import { problem } from '../../shared/oauth/explain-problem.ts'
import type { IdTokenReading } from '../../shared/oauth/read-id-token.ts'
import {
  isAsymmetric,
  type KeySetFinding,
  type SignatureProof,
  verifyIdTokenSignature,
} from './id-token-signature.ts'
import { problemOfAnswer, problemOfError } from './problem-of-error.ts'
import type { RunSession } from './run-session.ts'

/** Verifies an ID token of this run, with the key set already fetched or, where none was, one fetched now. */
export async function findSignature(
  session: RunSession,
  token: unknown,
  reading: IdTokenReading,
): Promise<SignatureProof> {
  if (typeof token !== 'string' || reading.kind !== 'jws' || !isAsymmetric(reading.header.alg)) {
    const none: KeySetFinding = { kind: 'none', problem: problem('MALFORMED', 'no signed ID token') }
    return verifyIdTokenSignature(typeof token === 'string' ? token : '', none)
  }
  return verifyIdTokenSignature(token, await keySetOf(session))
}

async function keySetOf(session: RunSession): Promise<KeySetFinding> {
  const address = session.provider?.metadata.jwks_uri
  if (address === undefined) {
    return { kind: 'none', problem: problem('KEY_NOT_FOUND', 'the metadata names no jwks_uri') }
  }
  try {
    // openid-client may have asked already; its answer, or its failure, is the one that counts.
    if (session.keySet() === null) {
      await session.wire(address, { method: 'GET', headers: { accept: 'application/json' } })
    }
  } catch (error) {
    return { kind: 'none', problem: problemOfError(error) }
  }
  const seen = session.keySet()
  if (seen === null) return { kind: 'none', problem: problem('NETWORK', 'no answer') }
  if (seen.answer === null) return { kind: 'none', problem: problemOfError(seen.error) }
  const formProblem = problemOfAnswer(seen.answer, 'The key set address', session.recorder.redactor.body)
  return formProblem === null
    ? { kind: 'keys', text: seen.answer.text }
    : { kind: 'none', problem: formProblem }
}
