import type { RedirectSettings } from '../profile/redirect-settings.ts'

/**
 * The loopback redirect URI of RFC 8252 §7.3 as it is sent, without a port where it is 0.
 * `port` is the one that is listened on; without it the fixed port of the settings is meant.
 */
export function redirectUri(settings: RedirectSettings, port: number = settings.port): string {
  const isSecure = settings.https === true
  // The usual one is left out because URL parsers leave it out, and both ends compare character by character.
  const isLeftOut = port === 0 || port === (isSecure ? 443 : 80)
  return `${isSecure ? 'https' : 'http'}://${settings.host}${isLeftOut ? '' : `:${port}`}${settings.path}`
}
