import type { StartedProvider } from './create-provider.ts'
import { type ProviderReport, providerCommand } from './provider-messages.ts'

/** The process's end of the line to the main process; `process.parentPort` of a utility process is one. */
export type ParentPort = {
  readonly on: (event: 'message', listener: (event: { readonly data: unknown }) => void) => unknown
  readonly postMessage: (message: ProviderReport) => void
}

export type ServeDeps = {
  readonly start: (options: { readonly port: number }) => Promise<StartedProvider>
  readonly exit: () => void
}

/** Starts and stops the provider as told. What does not understand itself as a command is passed over. */
export function serveProvider(parent: ParentPort, { start, exit }: ServeDeps): void {
  let started: Promise<StartedProvider> | null = null
  parent.on('message', ({ data }) => {
    const command = providerCommand.safeParse(data)
    if (!command.success) return
    if (command.data.kind === 'stop') {
      const closed = started?.then((provider) => provider.close()) ?? Promise.resolve()
      closed.catch(() => undefined).finally(exit)
      return
    }
    if (started) return
    started = start({ port: command.data.port })
    started.then(
      ({ clients, issuer, ca_certificates, backchannel_logout_uri }) =>
        parent.postMessage({
          kind: 'running',
          issuer,
          clients: [...clients],
          ca_certificates,
          backchannel_logout_uri,
        }),
      (cause: unknown) => parent.postMessage({ kind: 'failed', message: reason(cause) }),
    )
  })
}

function reason(cause: unknown): string {
  return cause instanceof Error ? cause.message : 'the provider could not be started'
}
