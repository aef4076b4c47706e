import type { KeyBinding } from '../../shared/oauth/check-token-answer.ts'
import type { RunSession } from './run-session.ts'

/** The keys that this run's access tokens are to be bound to. */
export async function bindingsOf(session: RunSession): Promise<readonly KeyBinding[]> {
  const { config, dpop, provider } = session
  const { metadata } = provider ?? {}
  const address = metadata?.mtls_endpoint_aliases?.token_endpoint ?? metadata?.token_endpoint ?? ''
  const certificate = session.ownCertificate(address)
  return [
    ...(dpop === null
      ? []
      : [{ member: 'jkt', value: await dpop.calculateThumbprint(), required: true } as const]),
    ...(certificate === null
      ? []
      : [
          {
            member: 'x5t#S256',
            value: certificate,
            required: config.flow.tls_client_certificate_bound_access_tokens,
          } as const,
        ]),
  ]
}
