import { randomUUID } from 'node:crypto'
import { customFetch } from 'openid-client'
import { judgeRefusal } from '../../../shared/what-if/judge-refusal.ts'
import type { WhatIfFinding } from '../../../shared/what-if/what-if-result.ts'
import { createConfiguration } from '../create-configuration.ts'
import { createReplayedProof } from './dpop-proof.ts'
import { NotChecked } from './not-checked.ts'
import { exchangeOf, factsOf, requestToken } from './requests.ts'
import type { WhatIfTools } from './what-if-tools.ts'

const grant = 'authorization_code'
/** Beyond every tolerance for clocks. */
const longAgoMs = 3_600_000

export async function expiredAssertion({ session }: WhatIfTools): Promise<WhatIfFinding> {
  const { provider, config, now } = session
  const method = config.token_endpoint_auth_method
  if (provider === null || !/_jwt$/.test(method)) {
    throw new NotChecked(`This client authenticates by ${method}, which has no assertion`)
  }
  // A code that never was: the client is looked at first, and the code only after it.
  const bogus = { code: randomUUID(), redirect_uri: 'http://127.0.0.1/' }
  const good = factsOf(await requestToken(session, grant, bogus))
  if (good.error === 'invalid_client') {
    throw new NotChecked('A fresh assertion was refused as well: invalid_client')
  }
  const past = { ...session, now: () => now() - longAgoMs }
  const expired = createConfiguration(past, provider.metadata)
  const answer = factsOf(await requestToken(session, grant, bogus, expired))
  // The same complaint about the code: the client was taken for itself before it.
  if (answer.error !== null && answer.error === good.error) {
    return {
      verdict: 'fail',
      actual: `The assertion was taken: the answer is about the code, ${answer.error}`,
    }
  }
  return judgeRefusal(answer, ['invalid_client'])
}

export async function dpopProofReplay(tools: WhatIfTools): Promise<WhatIfFinding> {
  const { session } = tools
  const { provider } = session
  const endpoint = provider?.metadata.token_endpoint
  const algs = provider?.metadata.dpop_signing_alg_values_supported
  if (provider === null || endpoint === undefined) throw new NotChecked('The provider is not known')
  if (!Array.isArray(algs) || !algs.includes('ES256')) {
    throw new NotChecked('This provider does not announce DPoP with ES256')
  }
  const proof = await createReplayedProof(endpoint, session.now)
  const configuration = createConfiguration(session, provider.metadata)
  const send = configuration[customFetch]
  if (send === undefined) throw new NotChecked('The provider is not known')
  configuration[customFetch] = (url, options) =>
    send(url, { ...options, headers: { ...options.headers, dpop: proof.current() } })
  let first = await requestToken(session, grant, exchangeOf(await tools.signInForCode()), configuration)
  const nonce = first.headers.get('dpop-nonce')
  if (factsOf(first).error === 'use_dpop_nonce' && nonce !== null) {
    await proof.renew(nonce)
    first = await requestToken(session, grant, exchangeOf(await tools.signInForCode()), configuration)
  }
  if (first.status !== 200) throw new NotChecked(`The proof was refused the first time, with ${first.status}`)
  const again = await requestToken(session, grant, exchangeOf(await tools.signInForCode()), configuration)
  const finding = judgeRefusal(factsOf(again), ['invalid_dpop_proof', 'use_dpop_nonce'])
  // RFC 9449 §11.1 leaves it to the server whether it remembers proofs within their short life.
  return finding.verdict === 'fail' && again.status === 200
    ? { verdict: 'warning', actual: 'Accepted twice; the server does not remember proofs' }
    : finding
}
