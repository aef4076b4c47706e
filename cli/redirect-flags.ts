import type { ParseArgsOptionsConfig } from 'node:util'
import { assertPair, type LoopbackCertificate } from '../electron/net/loopback-certificate.ts'
import { AppError } from '../shared/error.ts'
import { readFileRedirect } from '../shared/profile/export/file-redirect.ts'
import type { ProfileFile } from '../shared/profile/export/profile-file.ts'
import { type RedirectSettings, redirectSettings } from '../shared/profile/redirect-settings.ts'
import { readTextArgument } from './arguments.ts'
import { type CliIo, UsageError } from './io.ts'
import { secretOfFile } from './read-secret.ts'

/** Options that say where the answer of the browser comes back. */
export const redirectFlags = {
  'redirect-uri': { type: 'string' },
  'fallback-port': { type: 'string', multiple: true },
  'callback-tls-cert': { type: 'string' },
  'callback-tls-key': { type: 'string' },
} as const satisfies ParseArgsOptionsConfig

export const redirectHelp = `  --redirect-uri URI        http or https://127.0.0.1[:port]/path, or with [::1] or localhost; default: any free
                            http port, /callback; one elsewhere goes with --no-browser and a pasted address
  --fallback-port PORT      tried where the port of the redirect URI is taken; may be repeated, in order
  --callback-tls-cert FILE  the certificate of an https redirect URI, as PEM; default: one is made for the run, of which
                            the browser warns; its SHA-256 is printed to standard error
  --callback-tls-key FILE   the private key of that certificate, as PEM
`

export const redirectUsage =
  '--redirect-uri is http or https://127.0.0.1[:port]/path, or with [::1] or localhost, or an address elsewhere'

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

/** By the names that oauth2c gives them. Null: none is given. Throws UsageError. */
export async function readCertificateFlags(
  values: Readonly<{ 'callback-tls-cert'?: string | undefined; 'callback-tls-key'?: string | undefined }>,
  redirect: RedirectSettings,
  io: CliIo,
): Promise<LoopbackCertificate | null> {
  const { 'callback-tls-cert': path, 'callback-tls-key': keyPath } = values
  if (path === undefined && keyPath === undefined) return null
  if (path === undefined || keyPath === undefined) {
    throw new UsageError('--callback-tls-cert and --callback-tls-key go together')
  }
  if (redirect.https !== true) {
    throw new UsageError('--callback-tls-cert goes with an https redirect URI on this machine')
  }
  const pair = {
    certificate: await readTextArgument(path, io, 'a certificate as PEM'),
    privateKey: await secretOfFile(keyPath, io),
  }
  try {
    assertPair(pair)
  } catch (error) {
    if (error instanceof AppError) throw new UsageError(`--callback-tls-cert: ${error.message}`)
    throw error
  }
  return pair
}
