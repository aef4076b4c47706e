import { join, normalize, sep } from 'node:path'

export const appScheme = 'app'
export const appOrigin = 'app://claimscope'

/**
 * The file for an app:// address, or null: another host, an escape from the folder in any spelling
 * (`..`, `%2e%2e`, `%2f`, backslashes, NUL), or an address that is none.
 */
export function resolveAppPath(folder: string, address: string): string | null {
  const url = URL.canParse(address) ? new URL(address) : null
  if (url?.protocol !== `${appScheme}:` || url.host !== 'claimscope') return null
  let path: string
  try {
    path = decodeURIComponent(url.pathname)
  } catch {
    return null
  }
  if (path.includes('\0') || path.includes('\\') || path.split('/').includes('..')) return null
  const file = normalize(join(folder, path === '/' ? 'index.html' : path))
  return file.startsWith(folder + sep) ? file : null
}
