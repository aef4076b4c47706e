import { z } from 'zod'

/** The loopback redirect of RFC 8252 §7.3. Port 0: a free one is taken at each run; localhost means both families. */
export const redirectSettings = z.strictObject({
  host: z.enum(['127.0.0.1', '[::1]', 'localhost']),
  port: z.int().min(0).max(65_535),
  /** Over TLS, with a certificate that was made on this machine. */
  https: z.boolean().optional(),
  /** Tried in this order where the port is taken; each is registered too. Without a port of its own they mean nothing. */
  fallback_ports: z.array(z.int().min(1).max(65_535)).max(20).optional(),
  path: z
    .string()
    .max(512)
    .regex(/^\/[A-Za-z0-9\-._~/]*$/, 'a path starts with / and holds unreserved characters'),
  /** Elsewhere: nothing listens, and the person pastes the address that the browser ended at. Over all of the above. */
  remote_uri: z
    .string()
    .max(2048)
    .regex(/^[a-z][a-z0-9+.-]*:\/{0,2}[^\s?#"'<>]+$/i, 'a redirect URI without query and fragment')
    .refine((uri) => URL.canParse(uri) && !/^(?:javascript|data|file|vbscript|blob):/i.test(uri), {
      error: 'a redirect URI without query and fragment',
    })
    .optional(),
})
export type RedirectSettings = z.infer<typeof redirectSettings>

/** The ports that may be listened on, in the order in which they are tried; 0 alone: any free one. */
export function portsOf({
  port,
  fallback_ports = [],
}: Pick<RedirectSettings, 'port' | 'fallback_ports'>): readonly number[] {
  return port === 0 ? [0] : [...new Set([port, ...fallback_ports])]
}
