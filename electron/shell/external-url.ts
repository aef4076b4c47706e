import { AppError } from '../../shared/error.ts'
import { isLoopbackHost } from '../../shared/loopback-host.ts'

/** The parsed address, where it may be opened. Throws AppError ERR_URL_REFUSED. */
export function acceptExternalUrl(address: string, allowedHttpHosts: ReadonlySet<string>): URL {
  const url = URL.canParse(address) ? new URL(address) : null
  if (!url) throw new AppError('ERR_URL_REFUSED', 'this is not an address that can be opened')
  if (url.username || url.password) {
    throw new AppError('ERR_URL_REFUSED', 'an address with a user name or password in it is not opened')
  }
  if (url.protocol === 'https:') return url
  if (url.protocol === 'http:' && (isLoopbackHost(url.hostname) || allowedHttpHosts.has(url.host))) return url
  throw new AppError('ERR_URL_REFUSED', `only https addresses are opened, this one is ${url.protocol}`, {
    details: { protocol: url.protocol },
  })
}
