import { portsOf, type RedirectSettings } from '../profile/redirect-settings.ts'
import { redirectUri } from './redirect-uri.ts'

/** What a person enters at the provider, ready to be copied. */
export type RedirectToRegister = {
  /** In the order in which they are tried; each has to be registered. */
  readonly uris: readonly [string, ...string[]]
  /** A free port is taken at each run: the provider must ignore the port of loopback addresses (RFC 8252 §7.3). */
  readonly anyPort: boolean
}

/** The redirect URIs to register for these settings; without a port where any may be used. */
export function redirectToRegister(settings: RedirectSettings): RedirectToRegister {
  if (settings.remote_uri !== undefined) return { uris: [settings.remote_uri], anyPort: false }
  const [first = redirectUri(settings), ...others] = portsOf(settings).map((port) =>
    redirectUri(settings, port),
  )
  return { uris: [first, ...others], anyPort: settings.port === 0 }
}
