import { readIdToken } from '../../shared/oauth/read-id-token.ts'
import { runJobHere } from '../jose/crypto-jobs.ts'
import { membersOf, type RawAnswer } from './raw-answer.ts'
import type { RunSession } from './run-session.ts'

/** What became of an encrypted token of the last answer. */
export type Opening =
  | { readonly status: 'opened'; readonly algorithms: string }
  | { readonly status: 'closed'; readonly reason: string }

/**
 * The answer with its ID token, or its whole body where that is one, opened with the client's own key (OIDC Core §16.14).
 * That a key opens it proves nothing about who made it: what was inside is judged like any other token. Null where
 * nothing in it is encrypted.
 */
export async function openAnswer(
  session: RunSession,
  answer: RawAnswer,
): Promise<{ readonly answer: RawAnswer; readonly opening: Opening } | null> {
  const isWhole = answer.headers.get('content-type')?.startsWith('application/jwt') === true
  const members = membersOf(answer.json)
  const token = isWhole ? answer.text.trim() : members.id_token
  if (typeof token !== 'string' || readIdToken(token).kind !== 'encrypted') return null
  const key = session.config.secrets.decryption_key
  if (key === undefined || key === '') {
    return { answer, opening: { status: 'closed', reason: 'the profile has no decryption key' } }
  }
  const material = { kind: 'key', text: key, provenance: 'vault' } as const
  const { plaintext, finding, algorithms } = await runJobHere('decryptToken', { jwe: token, material })
  if (plaintext === null || finding.status !== 'pass') {
    const reason = [finding.note, finding.found].find((text) => text) ?? 'the decryption key does not open it'
    return { answer, opening: { status: 'closed', reason } }
  }
  const inner = Buffer.from(plaintext, 'base64url').toString()
  const json = isWhole ? answer.json : { ...members, id_token: inner }
  const text = isWhole ? inner : JSON.stringify(json)
  return { answer: { ...answer, json, text }, opening: { status: 'opened', algorithms } }
}
