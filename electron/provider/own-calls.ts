import type { Configuration } from 'oidc-provider'

/** Where the ping of CIBA may go: this path, on this machine. */
export const notificationPath = '/ciba-notification'

/**
 * The only requests that the provider makes of itself: that a session is over, to `logoutAddress`, and CIBA pings to this
 * machine. Whoever registers a client must not make this process fetch what they name.
 */
export function ownCallsOnly(logoutAddress: string): NonNullable<Configuration['fetch']> {
  return async (url, options = {}) => {
    const target = String(url) === logoutAddress ? logoutAddress : pingTarget(String(url))
    if (target === null || options.method !== 'POST') {
      throw new Error('the built-in provider fetches nothing else')
    }
    const { method, headers, body, signal } = options
    return fetch(target, {
      method,
      redirect: 'manual',
      ...(headers === undefined ? {} : { headers }),
      ...(body === undefined ? {} : { body }),
      ...(signal ? { signal } : {}),
    })
  }
}

/**
 * A registration must name an https address (CIBA Core §4); what listens on loopback has no certificate, so that it is
 * called there without TLS. Null for any other address.
 */
function pingTarget(url: string): string | null {
  const port = /^https:\/\/127\.0\.0\.1:(\d{1,5})\/ciba-notification$/.exec(url)?.[1]
  return port === undefined ? null : `http://127.0.0.1:${port}${notificationPath}`
}
