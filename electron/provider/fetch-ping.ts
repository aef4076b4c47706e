/** Where the ping of CIBA may go: this path, on this machine. */
export const notificationPath = '/ciba-notification'

/**
 * The one request that the provider makes of itself: a CIBA ping to this machine (CIBA Core §10.2). Whoever registers a
 * client must not make this process fetch what they name, so that nothing else is fetched. A registration must name an
 * https address (§4); what listens on loopback has no certificate, so that it is called there without TLS.
 */
export async function fetchPing(
  url: string | URL | Request,
  { method, headers, body, signal }: RequestInit = {},
): Promise<Response> {
  const address = new URL(url instanceof Request ? url.url : url)
  const isPing =
    method === 'POST' &&
    address.hostname === '127.0.0.1' &&
    address.pathname === notificationPath &&
    address.search === '' &&
    address.username === ''
  if (!isPing) throw new Error('the built-in provider fetches nothing but CIBA pings to this machine')
  const target = `http://127.0.0.1:${address.port || '443'}${notificationPath}`
  return fetch(target, {
    method,
    redirect: 'manual',
    ...(headers === undefined ? {} : { headers }),
    ...(typeof body === 'string' ? { body } : {}),
    ...(signal ? { signal } : {}),
  })
}
