import type { RedirectSettings } from '../profile/profile.ts'

/**
 * The loopback redirect URI of RFC 8252 §7.3 as it is sent.
 * `port` is the one that is listened on; without it the fixed port of the settings is meant.
 */
export function redirectUri(settings: RedirectSettings, port: number = settings.port): string {
  // 80 is left out because URL parsers leave it out, and both ends compare character by character.
  return `http://${settings.host}${port === 80 ? '' : `:${port}`}${settings.path}`
}
