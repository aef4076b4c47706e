import { AppError } from '../../shared/error.ts'
import { isLoopbackHost } from '../../shared/loopback-host.ts'

/**
 * A URL that may be fetched for metadata or keys: https, or http where the host is this machine or the person
 * allowed it. Throws AppError ERR_URL_REFUSED.
 */
export function parseFetchableUrl(text: string, { allowHttp = false } = {}): URL {
  if (!URL.canParse(text)) throw refused(text, 'this is not a URL')
  const url = new URL(text)
  if (url.username !== '' || url.password !== '')
    throw refused(url.origin, 'a user name in the address is not allowed')
  if (url.protocol === 'https:') return url
  if (url.protocol !== 'http:') throw refused(text, `${url.protocol} is not fetched; https is expected`)
  if (allowHttp || isLoopbackHost(url.hostname)) return url
  throw refused(text, 'plain http leaves this machine unprotected; https is expected')
}

function refused(text: string, reason: string): AppError {
  return new AppError('ERR_URL_REFUSED', reason, { details: { url: text.slice(0, 300) } })
}
