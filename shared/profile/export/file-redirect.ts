import { redirectToRegister } from '../../oauth/redirect-to-register.ts'
import { type RedirectSettings, redirectSettings } from '../profile.ts'

const here = { host: '127.0.0.1', port: 0, path: '/callback' } as const

/** `redirect_uri` of a file; a loopback URI without a port means any port (RFC 8252 §7.3). */
export function writeFileRedirect(settings: RedirectSettings): string {
  return redirectToRegister(settings).uri
}

/** Null for what is no redirect URI that this app can serve or leave to the person. */
export function readFileRedirect(uri: string | undefined): RedirectSettings | null {
  if (uri === undefined) return here
  const match = /^http:\/\/(127\.0\.0\.1|\[::1\]|localhost)(?::(\d{1,5}))?(\/.*)?$/.exec(uri)
  const settings = redirectSettings.safeParse({
    host: match?.[1],
    port: Number(match?.[2] ?? 0),
    path: match?.[3] ?? '/',
  })
  if (match && settings.success) return settings.data
  const remote = redirectSettings.safeParse({ ...here, remote_uri: uri })
  return !match && remote.success ? remote.data : null
}
