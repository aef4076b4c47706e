import { shell } from 'electron'
import { AppError } from '../../shared/error.ts'
import { acceptExternalUrl } from './external-url.ts'

/**
 * Opens an address in the person's browser. The only place that may: https, and http for loopback and for
 * hosts that the person allowed. Everything else (file:, javascript:, smb:, custom schemes) is refused.
 *
 * Throws AppError ERR_URL_REFUSED, ERR_BROWSER.
 */
export async function openInBrowser(
  address: string,
  allowedHttpHosts: ReadonlySet<string> = new Set(),
): Promise<void> {
  const url = acceptExternalUrl(address, allowedHttpHosts)
  try {
    await shell.openExternal(url.href)
  } catch (cause) {
    throw new AppError('ERR_BROWSER', 'no browser could be opened; copy the link and open it by hand', {
      cause,
    })
  }
}
