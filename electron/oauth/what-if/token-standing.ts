import * as client from 'openid-client'
import { membersOf, type RawAnswer } from '../raw-answer.ts'
import type { RunSession } from '../run-session.ts'

export type TokenStanding = 'alive' | 'ended' | 'unknown'

/** Whether an access token still works, as introspection or userinfo says; `unknown` where neither can be asked. */
export async function askToken(session: RunSession, token: string): Promise<TokenStanding> {
  const standings = [await introspect(session, token), await askUserinfo(session, token)]
  // One that still takes it is enough to be used.
  if (standings.includes('alive')) return 'alive'
  return standings.includes('ended') ? 'ended' : 'unknown'
}

async function introspect(session: RunSession, token: string): Promise<TokenStanding> {
  const { provider } = session
  if (provider?.metadata.introspection_endpoint === undefined) return 'unknown'
  const answer = await ask(session, () => client.tokenIntrospection(provider.configuration, token))
  const active = answer?.status === 200 ? membersOf(answer.json).active : undefined
  return active === true ? 'alive' : active === false ? 'ended' : 'unknown'
}

async function askUserinfo(session: RunSession, token: string): Promise<TokenStanding> {
  const { provider } = session
  if (provider?.metadata.userinfo_endpoint === undefined) return 'unknown'
  const answer = await ask(session, () =>
    client.fetchUserInfo(provider.configuration, token, client.skipSubjectCheck),
  )
  if (answer?.status === 200) return 'alive'
  return answer?.status === 401 ? 'ended' : 'unknown'
}

async function ask(session: RunSession, send: () => Promise<unknown>): Promise<RawAnswer | null> {
  session.expect(session.recorder.begin('userinfo', 'claimscope', 'provider'))
  await send().catch(() => undefined)
  return session.seen()
}
