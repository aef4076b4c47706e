import { redirectUri } from '../../../shared/oauth/redirect-uri.ts'
import type { WhatIfFinding } from '../../../shared/what-if/what-if-result.ts'
import { createTransaction } from '../transaction.ts'
import { NotChecked } from './not-checked.ts'
import { askDirectly } from './requests.ts'
import { requestParameters } from './sign-in.ts'
import type { WhatIfTools } from './what-if-tools.ts'

/** The redirect URI of requests that no browser carries; nothing listens there, and nothing needs to. */
function registeredUri({ session }: WhatIfTools): string {
  const { redirect } = session.config
  return redirectUri(redirect, redirect.port === 0 ? 49_152 : redirect.port)
}

export async function otherRedirectAtAuthorize(tools: WhatIfTools): Promise<WhatIfFinding> {
  const { session } = tools
  const transaction = await createTransaction(session)
  const registered = registeredUri(tools)
  // A server that refuses the right one too has shown nothing.
  const good = await askDirectly(session, requestParameters(session, transaction, registered, {}), registered)
  if (good.kind === 'page' && good.status >= 400) {
    throw new NotChecked(`The request with the right redirect URI was refused as well, with ${good.status}`)
  }
  // Whether scripts of other origins may read the answer is seen from it (RFC 9700 §2.6); nothing here depends on it.
  const origin = { origin: 'https://claimscope.invalid' }
  await askDirectly(session, requestParameters(session, transaction, registered, {}), registered, origin)
  const wrong = `${registered}/claimscope-other`
  const answer = await askDirectly(session, requestParameters(session, transaction, wrong, {}), wrong)
  switch (answer.kind) {
    case 'sent_back':
      return { verdict: 'fail', actual: `Sent the browser to the unregistered address${withError(answer)}` }
    case 'went_on':
      return { verdict: 'not_checked', actual: `Went on to ${answer.host}; what follows was not looked at` }
    case 'page':
      return answer.status >= 400 && answer.status < 500
        ? { verdict: 'pass', actual: `Refused on its own page, ${answer.status}` }
        : { verdict: 'not_checked', actual: `Showed a page with ${answer.status}; read it in a browser` }
  }
}

export async function requestObjectNone(tools: WhatIfTools): Promise<WhatIfFinding> {
  const { session } = tools
  const transaction = await createTransaction(session)
  const redirectUri = registeredUri(tools)
  const plain = requestParameters(session, transaction, redirectUri, {})
  const claims = {
    iss: session.config.client_id,
    aud: session.config.issuer,
    client_id: session.config.client_id,
    response_type: 'code',
    ...Object.fromEntries(plain),
  }
  const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const request = `${encode({ alg: 'none', typ: 'oauth-authz-req+jwt' })}.${encode(claims)}.`
  plain.set('request', request)
  const answer = await askDirectly(session, plain, redirectUri)
  const errors = ['invalid_request_object', 'request_not_supported', 'invalid_request']
  switch (answer.kind) {
    case 'sent_back':
      if (answer.error === null) {
        return { verdict: 'fail', actual: answer.hasCode ? 'Accepted, with a code' : 'Accepted' }
      }
      return errors.includes(answer.error)
        ? { verdict: 'pass', actual: `Refused: ${answer.error}` }
        : {
            verdict: 'warning',
            actual: `Refused, but for ${answer.error}; invalid_request_object is expected`,
          }
    case 'went_on':
      return wentOn(tools, answer.host)
    case 'page':
      return answer.status >= 400 && answer.status < 500
        ? { verdict: 'pass', actual: `Refused on its own page, ${answer.status}` }
        : { verdict: 'not_checked', actual: `Showed a page with ${answer.status}; read it in a browser` }
  }
}

/** A server that takes no request objects may pass over one (OIDC Core §6.1); one that takes them must not. */
function wentOn({ session }: WhatIfTools, host: string): WhatIfFinding {
  const takesThem = session.provider?.metadata.request_parameter_supported === true
  return takesThem
    ? { verdict: 'fail', actual: `Went on to ${host} with the unsigned request object` }
    : {
        verdict: 'not_checked',
        actual: `Went on to ${host}; it announces no request objects and may have passed over this one`,
      }
}

export async function missingState(tools: WhatIfTools): Promise<WhatIfFinding> {
  const { reading } = await tools.signIn({ state: false })
  if (reading.state !== null) {
    return { verdict: 'fail', actual: 'The answer holds a state that was never sent' }
  }
  return reading.error === null
    ? {
        verdict: 'pass',
        actual: 'Answered without state; a client that requires it, as Claimscope does, refuses that',
      }
    : { verdict: 'pass', actual: `Refused: ${reading.error}` }
}

function withError({ error, hasCode }: { readonly error: string | null; readonly hasCode: boolean }): string {
  if (hasCode) return ', with a code'
  return error === null ? '' : `, with the error ${error}`
}
