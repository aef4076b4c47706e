import type { ParseArgsOptionsConfig } from 'node:util'
import { readFileRedirect } from '../shared/profile/export/file-redirect.ts'
import type { ProfileFile } from '../shared/profile/export/profile-file.ts'
import { type RedirectSettings, redirectSettings } from '../shared/profile/redirect-settings.ts'
import { UsageError } from './io.ts'

/** Options that say where the answer of the browser comes back. */
export const redirectFlags = {
  'redirect-uri': { type: 'string' },
  'fallback-port': { type: 'string', multiple: true },
} as const satisfies ParseArgsOptionsConfig

export const redirectHelp = `  --redirect-uri URI        http://127.0.0.1[:port]/path, or with [::1] or localhost; default: any free port, /callback;
                            one elsewhere goes with --no-browser and a pasted address
  --fallback-port PORT      tried where the port of the redirect URI is taken; may be repeated, in order
`

export const redirectUsage =
  '--redirect-uri is http://127.0.0.1[:port]/path, http://[::1][:port]/path or http://localhost[:port]/path, or an address elsewhere'

/** Over those of a profile file. Throws UsageError. */
export function readRedirectFlags(
  values: Readonly<{ 'redirect-uri'?: string | undefined; 'fallback-port'?: string[] | undefined }>,
  file: Partial<ProfileFile>,
): RedirectSettings {
  const redirect = readFileRedirect({ redirect_uri: values['redirect-uri'] ?? file.redirect_uri })
  if (redirect === null) throw new UsageError(`${redirectUsage} without ? and #`)
  const ports = redirectSettings.shape.fallback_ports.safeParse(
    // An address of one's own takes its ports with it.
    values['fallback-port']?.map(readPort) ??
      (values['redirect-uri'] === undefined ? file.fallback_ports : undefined),
  )
  if (!ports.success) throw new UsageError('--fallback-port is a number from 1 to 65535, at most 20 of them')
  if (ports.data === undefined || ports.data.length === 0) return redirect
  const both = readFileRedirect({
    redirect_uri: values['redirect-uri'] ?? file.redirect_uri,
    fallback_ports: ports.data,
  })
  if (both !== null) return both
  throw new UsageError('--fallback-port goes with a redirect URI on this machine that has a port')
}

function readPort(text: string): number {
  return /^\d{1,5}$/.test(text) ? Number(text) : 0
}
