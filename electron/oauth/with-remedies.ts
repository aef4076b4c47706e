import { findRemedies, type Refusal, sentDifferences } from '../../shared/oauth/find-remedies.ts'
import type { RunPhase } from '../../shared/oauth/run.ts'
import type { SecretName } from '../../shared/profile/secret-name.ts'
import type { RunSession } from './run-session.ts'

/** A refusal by the provider, with what was sent against what it announces, and what may be tried. */
export function withRemedies({ config, provider, recorder }: RunSession, phase: RunPhase): RunPhase {
  if (phase.kind !== 'failed' || phase.problem.error === undefined || provider === null) return phase
  const { metadata } = provider
  const names = [
    'grant_types_supported',
    'scopes_supported',
    'token_endpoint_auth_methods_supported',
    'token_endpoint_auth_signing_alg_values_supported',
  ] as const
  const refusal: Refusal = {
    error: phase.problem.error,
    profile: config,
    secrets: (Object.keys(config.secrets) as SecretName[]).filter((name) => Boolean(config.secrets[name])),
    metadata: Object.fromEntries(
      names.flatMap((name) => (metadata[name] === undefined ? [] : [[name, metadata[name]]])),
    ),
    redirectUri: recorder.run().redirectUri,
  }
  return {
    kind: 'failed',
    problem: { ...phase.problem, differences: sentDifferences(refusal), remedies: findRemedies(refusal) },
  }
}
