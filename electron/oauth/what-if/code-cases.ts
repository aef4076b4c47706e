import { scopeValues } from '../../../shared/oauth/check-token-answer.ts'
import { bothFindings, judgeRefusal } from '../../../shared/what-if/judge-refusal.ts'
import type { WhatIfFinding } from '../../../shared/what-if/what-if-result.ts'
import { createConfiguration } from '../create-configuration.ts'
import { membersOf, stringMember } from '../raw-answer.ts'
import { NotChecked } from './not-checked.ts'
import { exchangeOf, factsOf, requestToken } from './requests.ts'
import { askToken } from './token-standing.ts'
import type { WhatIfTools } from './what-if-tools.ts'

const grant = 'authorization_code'

export async function wrongVerifier(tools: WhatIfTools): Promise<WhatIfFinding> {
  const signedIn = await tools.signInForCode()
  // As long, and of the same alphabet (RFC 7636 §4.1): only the hash can tell.
  const wrong = signedIn.transaction.codeVerifier.split('').reverse().join('')
  const answer = await requestToken(tools.session, grant, { ...exchangeOf(signedIn), code_verifier: wrong })
  return judgeRefusal(factsOf(answer), ['invalid_grant'])
}

export async function missingVerifier(tools: WhatIfTools): Promise<WhatIfFinding> {
  const { code, redirect_uri } = exchangeOf(await tools.signInForCode())
  const answer = await requestToken(tools.session, grant, { code, redirect_uri })
  return judgeRefusal(factsOf(answer), ['invalid_grant', 'invalid_request'])
}

export async function otherRedirectAtToken(tools: WhatIfTools): Promise<WhatIfFinding> {
  const exchange = exchangeOf(await tools.signInForCode())
  const answer = await requestToken(tools.session, grant, {
    ...exchange,
    redirect_uri: `${exchange.redirect_uri}/claimscope-other`,
  })
  return judgeRefusal(factsOf(answer), ['invalid_grant'])
}

export async function codeReplay(tools: WhatIfTools): Promise<WhatIfFinding> {
  const exchange = exchangeOf(await tools.signInForCode())
  const first = await requestToken(tools.session, grant, exchange)
  if (first.status !== 200) throw new NotChecked(`The code was refused the first time, with ${first.status}`)
  const again = judgeRefusal(factsOf(await requestToken(tools.session, grant, exchange)), ['invalid_grant'])
  if (again.verdict !== 'pass') return again
  const token = stringMember(first.json, 'access_token')
  const standing = token === null ? 'unknown' : await askToken(tools.session, token)
  switch (standing) {
    case 'ended':
      return { verdict: 'pass', actual: `${again.actual}. The first access token ended` }
    case 'alive':
      // SHOULD, not MUST.
      return { verdict: 'warning', actual: `${again.actual}. The first access token still works` }
    case 'unknown':
      return { verdict: 'pass', actual: `${again.actual}. Whether the first tokens ended was not checked` }
  }
}

export async function crossClientCode(tools: WhatIfTools): Promise<WhatIfFinding> {
  const { session, otherClient } = tools
  const provider = session.provider
  if (otherClient === null || provider === null) {
    throw new NotChecked('It needs a second profile with another client at this provider')
  }
  const exchange = exchangeOf(await tools.signInForCode())
  const configuration = createConfiguration({ ...session, config: otherClient }, provider.metadata)
  return judgeRefusal(factsOf(await requestToken(session, grant, exchange, configuration)), ['invalid_grant'])
}

export async function pkceDowngrade(tools: WhatIfTools): Promise<WhatIfFinding> {
  const signedIn = await tools.signIn({ pkce: false })
  const { code, error } = signedIn.reading
  if (error !== null) return { verdict: 'pass', actual: `Refused without a challenge: ${error}` }
  if (code === null) throw new NotChecked('The sign-in brought no code')
  const answer = await requestToken(tools.session, grant, exchangeOf({ ...signedIn, code }))
  return bothFindings(
    { verdict: 'warning', actual: 'PKCE is not required of this client' },
    judgeRefusal(factsOf(answer), ['invalid_grant', 'invalid_request']),
  )
}

export async function unlistedScope(tools: WhatIfTools): Promise<WhatIfFinding> {
  const scope = 'claimscope-unlisted'
  const signedIn = await tools.signIn({ moreScope: scope })
  const { code, error } = signedIn.reading
  if (error !== null) {
    return error === 'invalid_scope'
      ? { verdict: 'pass', actual: 'Refused: invalid_scope' }
      : { verdict: 'warning', actual: `Refused, but for ${error}; invalid_scope is expected` }
  }
  if (code === null) throw new NotChecked('The sign-in brought no code')
  const answer = await requestToken(tools.session, grant, exchangeOf({ ...signedIn, code }))
  if (answer.status !== 200) return judgeRefusal(factsOf(answer), ['invalid_scope'])
  const granted = membersOf(answer.json).scope
  // RFC 6749 §5.1: left out means that what was asked for was granted.
  if (typeof granted !== 'string') {
    return {
      verdict: 'fail',
      actual: 'Accepted without a scope in the answer, which grants all that was asked',
    }
  }
  return scopeValues(granted).includes(scope)
    ? { verdict: 'fail', actual: `Granted ${scope}` }
    : { verdict: 'pass', actual: 'Accepted without that scope' }
}
