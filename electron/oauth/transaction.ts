import { calculatePKCECodeChallenge, randomNonce, randomPKCECodeVerifier, randomState } from 'openid-client'
import type { AnnouncedMetadata } from '../../shared/oauth/check-callback.ts'
import { scopeValues } from '../../shared/oauth/check-token-answer.ts'
import type { ProviderMetadata, RunSession } from './run-session.ts'

/** The values that tie the parts of one run together; made afresh for each (RFC 9700 §2.1.1). */
export type Transaction = {
  readonly state: string
  /** Null where no ID token is asked for. */
  readonly nonce: string | null
  readonly codeVerifier: string
  /** base64url of the verifier's SHA-256 (RFC 7636 §4.2). */
  readonly codeChallenge: string
  /** Seconds, where `max_age` is among the parameters. */
  readonly maxAge: number | null
  readonly metadata: AnnouncedMetadata
}

export async function createTransaction(
  session: RunSession,
  metadata: ProviderMetadata,
): Promise<Transaction> {
  const { config, recorder } = session
  const maxAge = config.parameters.find(({ name }) => name === 'max_age')?.value
  const codeVerifier = randomPKCECodeVerifier()
  recorder.redactor.add(codeVerifier)
  const nonce = scopeValues(config.scope).includes('openid') ? randomNonce() : null
  session.nonce = nonce
  return {
    state: randomState(),
    nonce,
    codeVerifier,
    codeChallenge: await calculatePKCECodeChallenge(codeVerifier),
    maxAge: maxAge === undefined ? null : Number(maxAge),
    metadata: announced(metadata),
  }
}

/** The members the checks read; absent ones stay absent. */
function announced(metadata: ProviderMetadata): AnnouncedMetadata {
  const {
    code_challenge_methods_supported: methods,
    id_token_signing_alg_values_supported: algs,
    authorization_response_iss_parameter_supported: iss,
  } = metadata
  return {
    issuer: metadata.issuer,
    ...(methods === undefined ? {} : { code_challenge_methods_supported: methods }),
    ...(algs === undefined ? {} : { id_token_signing_alg_values_supported: algs }),
    ...(iss === undefined ? {} : { authorization_response_iss_parameter_supported: iss }),
  }
}
