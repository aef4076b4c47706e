import { problem } from '../../shared/oauth/explain-problem.ts'
import type { KeySetFinding } from './id-token-signature.ts'
import { problemOfAnswer, problemOfError } from './problem-of-error.ts'
import type { RunSession } from './run-session.ts'

/** The provider's key set as it came in this run, fetched now where none did; or why there is none. */
export async function fetchKeySet(session: RunSession): Promise<KeySetFinding> {
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
