import { z } from 'zod'

/** The built-in OpenID provider, as one tagged union. */
export const providerStatus = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('stopped') }),
  z.strictObject({ kind: z.literal('starting') }),
  z.strictObject({
    kind: z.literal('running'),
    issuer: z.string(),
    /** PEM: who vouches for the endpoints that take a client certificate. Made afresh at each start. */
    ca_certificates: z.string(),
    /** Where its clients are told that a session is over; nothing needs to listen there. */
    backchannel_logout_uri: z.string(),
    clients: z.array(
      z.strictObject({
        client_id: z.string(),
        token_endpoint_auth_method: z.string(),
        /** Made afresh at each start and good for this machine's loopback only. */
        client_secret: z.string().nullable(),
        /** PEM with its private key. */
        client_certificate: z.string().nullable(),
        description: z.string(),
      }),
    ),
  }),
  z.strictObject({ kind: z.literal('failed'), message: z.string() }),
])
export type ProviderStatus = z.infer<typeof providerStatus>
