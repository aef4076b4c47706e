import { session } from 'electron'

/** The proxy that this machine's settings name (also by a PAC file); null: directly. Other kinds are left to fail. */
export async function systemProxy(url: URL): Promise<URL | null> {
  const [first = 'DIRECT'] = (await session.defaultSession.resolveProxy(url.href)).split(';')
  const [kind = '', host = ''] = first.trim().split(/\s+/)
  if (kind === 'DIRECT' || host === '') return null
  const scheme = kind === 'PROXY' ? 'http' : kind.toLowerCase()
  return URL.canParse(`${scheme}://${host}`) ? new URL(`${scheme}://${host}`) : null
}
