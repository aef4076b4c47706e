import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

const path = '/backchannel-logout'

/**
 * Where the ready clients are told that a session is over (OpenID Connect Back-Channel Logout 1.0 §2.2): a port that is
 * free now, for the receiver that a person switches on. Nobody has to listen there.
 */
export async function createLogoutAddress(host: string): Promise<string> {
  const server = createServer()
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, host, resolve)
  })
  const { port } = server.address() as AddressInfo
  await new Promise<void>((resolve) => server.close(() => resolve()))
  return `http://${host}:${port}${path}`
}
