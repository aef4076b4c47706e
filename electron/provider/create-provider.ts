import { createServer, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import Provider, { type KoaContextWithOIDC } from 'oidc-provider'
import { AppError } from '../../shared/error.ts'
import { createAccounts } from './accounts.ts'
import { createAuthenticationDevice, devicePath } from './authentication-device.ts'
import { handleInteraction, isInteraction } from './interaction.ts'
import { createLogoutAddress } from './logout-address.ts'
import { openMutualTls } from './mutual-tls.ts'
import { createClients, type ProviderClient } from './provider-clients.ts'
import { createConfiguration } from './provider-configuration.ts'
import { createSigningKeys } from './signing-keys.ts'
import { answerWebfinger, isWebfinger } from './webfinger.ts'

const host = '127.0.0.1'

export type StartedProvider = {
  readonly issuer: string
  readonly clients: readonly ProviderClient[]
  /** PEM; see `mutual-tls.ts`. */
  readonly ca_certificates: string
  /** Where the ready clients are told that a session is over. */
  readonly backchannel_logout_uri: string
  readonly close: () => Promise<void>
}

/**
 * An OpenID provider on this machine's loopback, with keys, client secrets and sessions of its own that end
 * with it. `port` is tried first; when it is taken, a free one is used. Throws ERR_PORT_IN_USE, ERR_PROVIDER.
 */
export async function startProvider(options: { readonly port: number }): Promise<StartedProvider> {
  const jwks = await createSigningKeys()
  const server = createServer()
  const port = await listen(server, options.port)
  const authority = `${host}:${port}`
  const issuer = `http://${authority}`
  const tls = await openMutualTls(host)
  const clients = await createClients(tls.authority)
  const accounts = createAccounts()
  const device = createAuthenticationDevice(accounts)
  const logoutAddress = await createLogoutAddress(host)
  const configuration = createConfiguration(clients, jwks, accounts, device, tls.aliases, logoutAddress)
  const provider = new Provider(issuer, configuration)
  provider.use(askForConsent)
  const handle = provider.callback()
  tls.onRequest((request, response) => void handle(request, response))
  server.on('request', (request, response) => {
    // A page on the internet can point its own name at 127.0.0.1 (DNS rebinding); it cannot change this header.
    if (request.headers.host !== authority) return refuse(response, 421, 'wrong host')
    const failed = () => refuse(response, 500, 'server error')
    if (isWebfinger(request.url ?? '')) return answerWebfinger(issuer, request.url ?? '', response)
    if (request.url === devicePath) return void device.handle(provider, request, response).catch(failed)
    if (!isInteraction(request.url ?? '')) return void handle(request, response)
    handleInteraction(provider, accounts, request, response).catch(failed)
  })
  return {
    issuer,
    clients,
    ca_certificates: tls.authority.certificate,
    backchannel_logout_uri: logoutAddress,
    close: async () => {
      await tls.close()
      await new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      })
    },
  }
}

/**
 * A refresh token needs consent (OpenID Connect Core §11), and without `prompt=consent` in the request the scope is
 * passed over in silence. The sign-in page here always asks, so the prompt may as well be added.
 */
async function askForConsent(ctx: KoaContextWithOIDC, next: () => Promise<void>): Promise<void> {
  const { scope, prompt } = ctx.query
  const isAsked =
    ctx.path === '/auth' && typeof scope === 'string' && scope.split(' ').includes('offline_access')
  if (isAsked && prompt === undefined) ctx.query = { ...ctx.query, prompt: 'consent' }
  if (isAsked && (prompt === 'login' || prompt === 'select_account')) {
    ctx.query = { ...ctx.query, prompt: `${prompt} consent` }
  }
  await next()
}

async function listen(server: Server, preferred: number): Promise<number> {
  try {
    await bind(server, preferred)
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code
    // EACCES: a port below 1024, or one that Windows keeps for itself.
    if (code !== 'EADDRINUSE' && code !== 'EACCES') {
      throw new AppError(
        'ERR_PROVIDER',
        `the provider cannot listen on ${host} (${code ?? 'no reason given'})`,
        {
          cause,
        },
      )
    }
    await bind(server, 0)
  }
  return (server.address() as AddressInfo).port
}

function bind(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      resolve()
    })
  })
}

function refuse(response: ServerResponse, status: number, reason: string): void {
  if (!response.headersSent) response.writeHead(status, { 'content-type': 'text/plain', connection: 'close' })
  response.end(reason)
}
