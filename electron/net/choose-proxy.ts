import { isLoopbackHost } from '../../shared/loopback-host.ts'

/** The proxy that this machine's settings name for an address; null: directly. */
export type SystemProxy = (url: URL) => Promise<URL | null>

/** The way to a server: `setting` is empty (the system's), `none`, or a proxy's address. Loopback is never proxied. */
export async function chooseProxy(
  target: URL,
  setting: string,
  systemProxy: SystemProxy,
): Promise<URL | null> {
  if (isLoopbackHost(target.hostname) || setting === 'none') return null
  return setting === '' ? systemProxy(target) : new URL(setting)
}
