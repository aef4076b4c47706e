import { genericGrantRequest } from 'openid-client'
import type { RunPhase } from '../../../shared/oauth/run.ts'
import { dpopOptions } from '../dpop.ts'
import type { RunSession } from '../run-session.ts'
import { tokenParameters } from '../token-request.ts'
import { runOneTokenRequest } from './one-token-request.ts'

/** RFC 7522 §2.1 with an assertion made elsewhere: base64url of the SAML 2.0 XML. */
export function runSaml2Bearer(session: RunSession): Promise<RunPhase> {
  const grantType = 'urn:ietf:params:oauth:grant-type:saml2-bearer'
  return runOneTokenRequest(session, (configuration) => {
    const parameters = tokenParameters(session)
    parameters.set('assertion', session.config.secrets.assertion ?? '')
    return genericGrantRequest(configuration, grantType, parameters, dpopOptions(session))
  })
}
