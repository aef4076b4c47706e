import type { RedirectSettings } from '../profile/profile.ts'
import { redirectUri } from './redirect-uri.ts'

/** What a person enters at the provider, ready to be copied. */
export type RedirectToRegister = {
  readonly uri: string
  /** A free port is taken at each run: the provider must ignore the port of loopback addresses (RFC 8252 §7.3). */
  readonly anyPort: boolean
}

/** The redirect URI to register for these settings; without a port where any may be used. */
export function redirectToRegister(settings: RedirectSettings): RedirectToRegister {
  if (settings.remote_uri !== undefined) return { uri: settings.remote_uri, anyPort: false }
  if (settings.port !== 0) return { uri: redirectUri(settings), anyPort: false }
  return { uri: `http://${settings.host}${settings.path}`, anyPort: true }
}
