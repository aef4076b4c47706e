import { genericGrantRequest } from 'openid-client'
import type { RunPhase } from '../../../shared/oauth/run.ts'
import { createClientAssertion } from '../client-assertion.ts'
import { dpopOptions } from '../dpop.ts'
import type { RunSession } from '../run-session.ts'
import { tokenParameters } from '../token-request.ts'
import { runOneTokenRequest } from './one-token-request.ts'

/** RFC 7523 §2.1: tokens for a JWT from elsewhere, or for one that the client's own key signs. */
export function runJwtBearer(session: RunSession): Promise<RunPhase> {
  const grantType = 'urn:ietf:params:oauth:grant-type:jwt-bearer'
  return runOneTokenRequest(session, async (configuration) => {
    const parameters = tokenParameters(session)
    parameters.set('assertion', session.config.secrets.assertion || (await ownAssertion(session)))
    return genericGrantRequest(configuration, grantType, parameters, dpopOptions(session))
  })
}

async function ownAssertion({ config, provider, now, recorder }: RunSession): Promise<string> {
  const { flow, client_id, issuer, secrets } = config
  const assertion = await createClientAssertion({
    clientId: client_id,
    ...(flow.assertion_subject === '' ? {} : { subject: flow.assertion_subject }),
    audience:
      flow.client_assertion_audience === 'issuer' ? issuer : (provider?.metadata.token_endpoint ?? issuer),
    key: { kind: 'key', text: secrets.client_key ?? '' },
    alg: flow.client_assertion_signing_alg,
    now: Math.floor(now() / 1000),
  })
  recorder.redactor.add(assertion)
  return assertion
}
