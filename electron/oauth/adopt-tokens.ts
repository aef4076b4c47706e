import type { TokenKind } from '../../shared/oauth/run.ts'
import { describeToken } from './describe-token.ts'
import { discover } from './discover.ts'
import { followUpsOf } from './keep-tokens.ts'
import { problemOfError } from './problem-of-error.ts'
import type { RunSession } from './run-session.ts'

export type AdoptedTokens = Readonly<Partial<Record<TokenKind, string | undefined>>>

/**
 * A run that begins with tokens which are there already: it asks for the metadata and then stands as one that is done,
 * so that they can be refreshed, revoked and looked into. Nothing of them was checked here, and it has no checks.
 */
export async function adoptTokens(
  session: RunSession,
  adopted: AdoptedTokens,
  /** Of the access token, Unix seconds; null where nobody knows. */
  expiresAt: number | null,
): Promise<void> {
  const { recorder, tokens, now } = session
  for (const [kind, token] of Object.entries(adopted) as [TokenKind, string | undefined][]) {
    if (token === undefined) continue
    recorder.redactor.add(token)
    tokens.set(kind, token)
  }
  const described = [...tokens].map(([kind, token]) => {
    const facts = describeToken(kind, token, undefined, now())
    return kind === 'access_token' ? { ...facts, expiresAt: facts.expiresAt ?? expiresAt } : facts
  })
  try {
    await discover(session, [])
    recorder.update({ tokens: described })
    recorder.update({ phase: { kind: 'done' }, can: followUpsOf(session), endedAt: now() })
  } catch (error) {
    recorder.failActive('stopped here')
    recorder.update({ phase: { kind: 'failed', problem: problemOfError(error) }, endedAt: now() })
  }
}
