/**
 * Hosts that never leave this machine: the addresses of RFC 8252 §7.3, and `localhost` by name. Takes a host as
 * the URL parser writes it (`URL.hostname`), so other spellings of an address are resolved before.
 */
export function isLoopbackHost(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname)
}
