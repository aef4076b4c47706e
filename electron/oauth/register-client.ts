import { checkRegistration } from '../../shared/oauth/check-registration.ts'
import { findRefusal } from '../../shared/oauth/check-run.ts'
import { problemOfCheck } from '../../shared/oauth/explain-flow-check.ts'
import { problem } from '../../shared/oauth/explain-problem.ts'
import type { JsonObject } from '../../shared/oauth/read-id-token.ts'
import type { RunProblem } from '../../shared/oauth/run.ts'
import { discoverMetadata } from './discover.ts'
import { challengeProblem, problemOfAnswer } from './problem-of-error.ts'
import { membersOf } from './raw-answer.ts'
import type { RunSession } from './run-session.ts'

/** RFC 7591 §3.1, and the management of a registration by its own address and token (RFC 7592 §2). */
export type RegistrationCall =
  | {
      readonly kind: 'register'
      readonly metadata: JsonObject
      /** Null where the provider lets anybody register. */
      readonly initialAccessToken: string | null
    }
  | ({
      readonly uri: string
      readonly token: string
    } /** `clientId`: whom the answer must be about, where it is known. */ & (
      | { readonly kind: 'read' | 'delete'; readonly clientId?: string }
      | { readonly kind: 'update'; readonly metadata: JsonObject }
    ))

const methods = { register: 'POST', read: 'GET', update: 'PUT', delete: 'DELETE' } as const

/**
 * Makes the call and checks its answer. Returns the problem, or null when all went well. Throws AppError: ERR_METADATA
 * where no registration endpoint is announced, and those of `discoverIssuer` and of the wire.
 */
export async function callRegistration(
  session: RunSession,
  call: RegistrationCall,
): Promise<RunProblem | null> {
  const { recorder } = session
  const url = call.kind === 'register' ? await endpointOf(session) : call.uri
  const token = call.kind === 'register' ? call.initialAccessToken : call.token
  const metadata = 'metadata' in call ? call.metadata : {}
  session.expect(recorder.begin('registration', 'claimscope', 'provider'))
  await session.wire(url, {
    method: methods[call.kind],
    headers: {
      accept: 'application/json',
      ...('metadata' in call ? { 'content-type': 'application/json' } : {}),
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
    },
    ...('metadata' in call ? { body: JSON.stringify(metadata) } : {}),
  })
  const answer = session.seen()
  if (answer === null) return problem('NETWORK', 'No answer came.')
  if (call.kind === 'delete' && answer.status === 204) return null
  const isGood = answer.status === 200 || answer.status === 201
  const formProblem =
    (isGood ? null : challengeProblem(answer, recorder.redactor.text)) ??
    problemOfAnswer(
      isGood ? { ...answer, status: 200 } : answer,
      'The registration endpoint',
      recorder.redactor.body,
    )
  if (formProblem !== null) return formProblem
  if (call.kind === 'delete') {
    return problem(
      'HTTP_STATUS',
      `The registration endpoint answered a deletion with HTTP ${answer.status}; 204 is expected.`,
    )
  }
  const checks = checkRegistration({
    call: call.kind,
    status: answer.status,
    answer: membersOf(answer.json),
    asked: 'clientId' in call && call.clientId !== undefined ? { client_id: call.clientId } : metadata,
    endpoint: url,
    now: Math.floor(session.now() / 1000),
  })
  recorder.update({ checks })
  const refusal = findRefusal(checks)
  return refusal === null ? null : problemOfCheck(refusal)
}

async function endpointOf(session: RunSession): Promise<string> {
  const { metadata } = await discoverMetadata(session, ['registration_endpoint'])
  // Its absence was refused there.
  return metadata.registration_endpoint ?? ''
}
