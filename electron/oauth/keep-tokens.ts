import { scopeValues } from '../../shared/oauth/check-token-answer.ts'
import type { ReceivedToken, Run, TokenKind } from '../../shared/oauth/run.ts'
import { describeToken } from './describe-token.ts'
import { membersOf, type RawAnswer, stringMember } from './raw-answer.ts'
import type { RunSession } from './run-session.ts'

const kinds: readonly TokenKind[] = ['id_token', 'access_token', 'refresh_token']

/** Keeps an answer's tokens, trusted or not, so that also a refused one can be looked at. */
export function keepTokens(session: RunSession, answer: RawAnswer): void {
  const { recorder, tokens } = session
  const { expires_in } = membersOf(answer.json)
  const before = recorder.run().tokens.filter(isTrusted)
  session.untrustedTokens.clear()
  const described = kinds.flatMap((kind) => {
    const token = stringMember(answer.json, kind)
    if (token === null) return before.filter((each) => each.kind === kind)
    recorder.redactor.add(token)
    tokens.set(kind, token)
    return [describeToken(kind, token, expires_in, session.now())]
  })
  recorder.update({ tokens: described, scope: stringMember(answer.json, 'scope') ?? recorder.run().scope })
}

/** Keeps the tokens of a refused refresh apart: they are shown, and nothing is ever done with them. */
export function keepUntrustedTokens(session: RunSession, answer: RawAnswer): void {
  const { recorder, untrustedTokens } = session
  const { expires_in } = membersOf(answer.json)
  untrustedTokens.clear()
  const described = kinds.flatMap((kind) => {
    const token = stringMember(answer.json, kind)
    if (token === null) return []
    recorder.redactor.add(token)
    untrustedTokens.set(kind, token)
    return [{ ...describeToken(kind, token, expires_in, session.now()), untrusted: true } as const]
  })
  recorder.update({ tokens: [...recorder.run().tokens.filter(isTrusted), ...described] })
}

export function isTrusted(token: ReceivedToken): boolean {
  return token.untrusted !== true
}

/**
 * What can be done with the tokens of an accepted answer, as far as the provider announces it. A revoked token
 * can still be sent: that the provider refuses it then is what shows that the revocation worked.
 */
export function followUpsOf(session: RunSession): Run['can'] {
  const { provider, recorder } = session
  const run = recorder.run()
  const metadata = provider?.metadata
  const has = (kind: TokenKind): boolean =>
    run.tokens.some((token) => token.kind === kind && isTrusted(token))
  const openid = session.claims !== null || scopeValues(run.scope ?? '').includes('openid')
  return {
    refresh: has('refresh_token'),
    userinfo: has('access_token') && metadata?.userinfo_endpoint !== undefined && openid,
    revoke: metadata?.revocation_endpoint !== undefined && (has('access_token') || has('refresh_token')),
    ...(metadata?.introspection_endpoint !== undefined && (has('access_token') || has('refresh_token'))
      ? { introspect: true as const }
      : {}),
    ...(metadata?.end_session_endpoint !== undefined && has('id_token') ? { logout: true as const } : {}),
    ...(has('access_token') ? { api: true as const } : {}),
  }
}
