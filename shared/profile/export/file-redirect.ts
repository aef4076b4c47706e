import { redirectToRegister } from '../../oauth/redirect-to-register.ts'
import { type RedirectSettings, redirectSettings } from '../redirect-settings.ts'
import type { ProfileFile } from './profile-file.ts'

const here: RedirectSettings = { host: '127.0.0.1', port: 0, path: '/callback' }

type FileRedirect = Pick<ProfileFile, 'redirect_uri' | 'fallback_ports'>

/** `redirect_uri` of a file; a loopback URI without a port means any port (RFC 8252 §7.3). */
export function writeFileRedirect(settings: RedirectSettings): FileRedirect {
  const [redirect_uri] = redirectToRegister(settings).uris
  const { fallback_ports = [], port, remote_uri } = settings
  const hasFallback = remote_uri === undefined && port !== 0 && fallback_ports.length > 0
  return { redirect_uri, ...(hasFallback ? { fallback_ports } : {}) }
}

/** Null for what is no redirect URI that this app can serve or leave to the person, or has fallback ports without a port. */
export function readFileRedirect({
  redirect_uri,
  fallback_ports = [],
}: FileRedirect): RedirectSettings | null {
  const settings = redirect_uri === undefined ? here : readUri(redirect_uri)
  if (settings === null || fallback_ports.length === 0) return settings
  if (settings.port === 0 || settings.remote_uri !== undefined) return null
  return { ...settings, fallback_ports }
}

function readUri(uri: string): RedirectSettings | null {
  const match = /^(https?):\/\/(127\.0\.0\.1|\[::1\]|localhost)(?::(\d{1,5}))?(\/.*)?$/.exec(uri)
  const settings = redirectSettings.safeParse({
    host: match?.[2],
    port: Number(match?.[3] ?? 0),
    ...(match?.[1] === 'https' ? { https: true } : {}),
    path: match?.[4] ?? '/',
  })
  if (match && settings.success) return settings.data
  const remote = redirectSettings.safeParse({ ...here, remote_uri: uri })
  return !match && remote.success ? remote.data : null
}
