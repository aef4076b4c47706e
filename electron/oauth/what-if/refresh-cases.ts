import { tokenRevocation } from 'openid-client'
import { bothFindings, judgeRefusal } from '../../../shared/what-if/judge-refusal.ts'
import type { WhatIfFinding } from '../../../shared/what-if/what-if-result.ts'
import { stringMember } from '../raw-answer.ts'
import { NotChecked } from './not-checked.ts'
import { exchangeOf, factsOf, requestToken } from './requests.ts'
import { askToken } from './token-standing.ts'
import type { WhatIfTools } from './what-if-tools.ts'

async function goodTokens(tools: WhatIfTools): Promise<unknown> {
  const exchange = exchangeOf(await tools.signInForCode())
  const answer = await requestToken(tools.session, 'authorization_code', exchange)
  if (answer.status !== 200) throw new NotChecked(`The code was refused with ${answer.status}`)
  return answer.json
}

export async function revokedToken(tools: WhatIfTools): Promise<WhatIfFinding> {
  const { session } = tools
  const { provider } = session
  if (provider?.metadata.revocation_endpoint === undefined) {
    throw new NotChecked('This provider announces no revocation endpoint')
  }
  const token = stringMember(await goodTokens(tools), 'access_token')
  if (token === null) throw new NotChecked('No access token came')
  const before = await askToken(session, token)
  if (before !== 'alive') throw new NotChecked('Neither introspection nor userinfo takes the fresh token')
  session.expect(session.recorder.begin('revoke', 'claimscope', 'provider'))
  await tokenRevocation(provider.configuration, token, { token_type_hint: 'access_token' }).catch(
    () => undefined,
  )
  const status = session.seen()?.status
  if (status !== 200) throw new NotChecked(`Revocation was answered with ${status ?? 'nothing'}`)
  switch (await askToken(session, token)) {
    case 'ended':
      return { verdict: 'pass', actual: 'Inactive after revocation' }
    case 'alive':
      return { verdict: 'fail', actual: 'Revoked with 200, and still taken afterwards' }
    case 'unknown':
      throw new NotChecked('After revocation neither introspection nor userinfo gave an answer')
  }
}

export async function rotatedRefreshToken(tools: WhatIfTools): Promise<WhatIfFinding> {
  const { session } = tools
  const first = stringMember(await goodTokens(tools), 'refresh_token')
  if (first === null) throw new NotChecked('No refresh token came; ask for offline_access')
  const refresh = (token: string) => requestToken(session, 'refresh_token', { refresh_token: token })
  const rotation = await refresh(first)
  if (rotation.status !== 200) throw new NotChecked(`The first refresh was refused with ${rotation.status}`)
  const second = stringMember(rotation.json, 'refresh_token')
  if (second === null || second === first) {
    // RFC 9700 §2.2.2: rotation, or a sender constraint, is demanded of public clients.
    return session.config.token_endpoint_auth_method === 'none'
      ? { verdict: 'fail', actual: 'Refresh tokens are not rotated, and this client is public' }
      : { verdict: 'warning', actual: 'Refresh tokens are not rotated; this client is confidential' }
  }
  const reuse = judgeRefusal(factsOf(await refresh(first)), ['invalid_grant'])
  const family = await refresh(second)
  const newer: WhatIfFinding =
    family.status === 200
      ? { verdict: 'warning', actual: 'The newer refresh token still works' }
      : { verdict: 'pass', actual: 'The newer refresh token ended too' }
  return bothFindings(reuse, newer)
}
