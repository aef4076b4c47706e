import { readIdToken } from '../../shared/oauth/read-id-token.ts'
import type { StepId } from '../../shared/oauth/run.ts'
import type { FlowSettings } from '../../shared/profile/flow-settings.ts'
import { type Opening, openToken } from './open-token.ts'
import { membersOf, type RawAnswer } from './raw-answer.ts'
import type { RunSession } from './run-session.ts'

/**
 * The answer with its ID token, or its whole body where that is one, opened (OIDC Core §16.14); what was inside is judged
 * like any other token. Null where nothing in it is encrypted.
 */
export async function openAnswer(
  session: RunSession,
  answer: RawAnswer,
): Promise<{ readonly answer: RawAnswer; readonly opening: Opening } | null> {
  const isWhole = answer.headers.get('content-type')?.startsWith('application/jwt') === true
  const members = membersOf(answer.json)
  const token = isWhole ? answer.text.trim() : members.id_token
  if (typeof token !== 'string' || readIdToken(token).kind !== 'encrypted') return null
  const { config } = session
  const agreed = isWhole
    ? agreedForWhole(config.flow, session.expectedStep())
    : idTokenEncryption(config.flow)
  const { inner, opening } = await openToken(token, { agreed, secrets: config.secrets })
  if (inner === null) return { answer, opening }
  const json = isWhole ? answer.json : { ...members, id_token: inner }
  const text = isWhole ? inner : JSON.stringify(json)
  return { answer: { ...answer, json, text }, opening }
}

function agreedForWhole(flow: FlowSettings, step: StepId | undefined): string {
  return step === 'userinfo' ? flow.userinfo_encrypted_response_alg : ''
}

function idTokenEncryption(flow: FlowSettings): string {
  return flow.id_token_encrypted_response_alg
}
