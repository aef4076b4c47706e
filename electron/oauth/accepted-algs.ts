import { announced } from './announced.ts'
import type { RunSession } from './run-session.ts'

/** The algorithms that an ID token may be signed with: the one agreed on, else what the provider announces. */
export function acceptedAlgs({ config, provider }: RunSession): readonly string[] | undefined {
  const { id_token_signed_response_alg: agreed } = config.flow
  if (agreed !== '') return [agreed]
  return provider === null ? undefined : announced(provider.metadata).id_token_signing_alg_values_supported
}
