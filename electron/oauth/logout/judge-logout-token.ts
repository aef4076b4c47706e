import { checkLogoutToken, isLogoutAccepted } from '../../../shared/oauth/check-logout.ts'
import { type JsonObject, readIdToken } from '../../../shared/oauth/read-id-token.ts'
import type { Check } from '../../../shared/verdict/check.ts'
import type { KeySource, VerifyResult } from '../../../shared/verdict/verification.ts'
import { runJobHere } from '../../jose/crypto-jobs.ts'
import type { KeptKeySets } from '../../jose/kept-key-sets.ts'
import { verifyToken } from '../../jose/verify/verify-token.ts'
import { acceptedAlgs } from '../accepted-algs.ts'
import type { RunSession } from '../run-session.ts'

export type LogoutJudgement = {
  readonly verdict: VerifyResult['verdict']
  readonly checks: readonly Check[]
  readonly accepted: boolean
  /** Empty where it cannot be read. */
  readonly claims: JsonObject
}

/**
 * A logout token as OpenID Connect Back-Channel Logout 1.0 §2.6 has it: by the engine that verifies every other token,
 * with the issuer's own keys, and then against what this run knows. Requests for keys are recorded into the step.
 */
export async function judgeLogoutToken(
  session: RunSession,
  token: string,
  {
    stepKey,
    seen,
    keptKeySets,
  }: { readonly stepKey: string; readonly seen: ReadonlySet<string>; readonly keptKeySets: KeptKeySets },
): Promise<LogoutJudgement> {
  const { config, now } = session
  const reading = readIdToken(token)
  const claims = reading.kind === 'jws' ? reading.claims : {}
  const algs = acceptedAlgs(session)
  // Keys are fetched only for a token that speaks of this provider and this client: anybody can post here.
  const isOurs =
    reading.kind === 'jws' && claims.iss === config.issuer && namesAudience(claims, config.client_id)
  const result = await verifyToken(
    {
      token,
      source: isOurs ? sourceFor(session) : { kind: 'none' },
      expect: {
        iss: config.issuer,
        aud: config.client_id,
        skew: 30,
        ...(algs === undefined ? {} : { alg: [...algs].slice(0, 32) }),
      },
      as: 'logout_token',
      context: { client_id: config.client_id },
    },
    { fetch: session.traceInto(stepKey), now, run: runJobHere, keptKeySets, exact: true, diagnose: false },
    session.controller.signal,
  )
  const checks = checkLogoutToken({ result, claims, idToken: session.claims, seen })
  return { verdict: result.verdict, checks, accepted: isLogoutAccepted(result.verdict, checks), claims }
}

/** The client secret only where that algorithm was agreed on; otherwise the issuer's published keys. */
function sourceFor({ config, provider }: RunSession): KeySource {
  const { id_token_signed_response_alg: agreed } = config.flow
  if (agreed.startsWith('HS')) {
    return { kind: 'secret', text: config.secrets.client_secret ?? '', encoding: 'utf8' }
  }
  const jwksUri = provider?.metadata.jwks_uri
  // A provider that was described by hand has nothing to discover.
  if (config.endpoints) return jwksUri === undefined ? { kind: 'none' } : { kind: 'jwks_url', url: jwksUri }
  return { kind: 'discovery', issuer: config.issuer }
}

function namesAudience({ aud }: JsonObject, party: string): boolean {
  return Array.isArray(aud) ? aud.includes(party) : aud === party
}
