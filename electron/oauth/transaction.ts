import { calculatePKCECodeChallenge, randomNonce, randomPKCECodeVerifier, randomState } from 'openid-client'
import { scopeValues } from '../../shared/oauth/check-token-answer.ts'
import { firstParameters } from '../../shared/profile/extra-parameter.ts'
import { partsOf, responseTypeOf } from '../../shared/profile/response-type.ts'
import type { RunSession } from './run-session.ts'

/** The values that tie the parts of one run together; made afresh for each (RFC 9700 §2.1.1). */
export type Transaction = {
  readonly state: string
  /** Null where no ID token is asked for. */
  readonly nonce: string | null
  readonly codeVerifier: string
  /** base64url of the verifier's SHA-256 (RFC 7636 §4.2), or with method plain the verifier itself; null without PKCE. */
  readonly codeChallenge: string | null
  /** Seconds, where `max_age` is among the parameters. */
  readonly maxAge: number | null
}

export async function createTransaction(session: RunSession): Promise<Transaction> {
  const { config, recorder } = session
  const maxAge = firstParameters(config.parameters).find(({ name }) => name === 'max_age')?.value
  const codeVerifier = randomPKCECodeVerifier()
  // Without a code there is nothing to bind.
  const method = partsOf(responseTypeOf(config.flow)).code ? config.flow.code_challenge_method : 'none'
  recorder.redactor.add(codeVerifier)
  const nonce = scopeValues(config.scope).includes('openid') ? randomNonce() : null
  session.nonce = nonce
  return {
    state: randomState(),
    nonce,
    codeVerifier,
    codeChallenge:
      method === 'none'
        ? null
        : method === 'plain'
          ? codeVerifier
          : await calculatePKCECodeChallenge(codeVerifier),
    maxAge: maxAge === undefined ? null : Number(maxAge),
  }
}
