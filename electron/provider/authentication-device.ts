import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type Provider from 'oidc-provider'
import { type BackchannelAuthenticationRequest, type Client, errors } from 'oidc-provider'
import type { Accounts } from './accounts.ts'
import { renderProblem } from './end-pages.ts'
import { grantAsked, isFromOurPage } from './interaction.ts'
import { html, sendPage } from './page.ts'
import { readForm } from './read-form.ts'

export const devicePath = '/authentication-device'
/** The first ones make room when there are more. */
const maxWaiting = 50

type Waiting = {
  readonly id: string
  readonly request: BackchannelAuthenticationRequest
  readonly accountId: string
  readonly clientId: string
  readonly clientName: string
  readonly name: string
}

/** What stands in for everybody's phone: one page that shows who is asked for what, and takes the answers. */
export type AuthenticationDevice = {
  readonly ask: (request: BackchannelAuthenticationRequest, accountId: string, client: Client) => void
  readonly handle: (provider: Provider, request: IncomingMessage, response: ServerResponse) => Promise<void>
}

export function createAuthenticationDevice(accounts: Accounts): AuthenticationDevice {
  const waiting = new Map<string, Waiting>()
  return {
    ask(request, accountId, client) {
      const id = randomUUID()
      const name = accounts.nameOf(accountId) ?? accountId
      const { clientId, clientName = clientId } = client
      waiting.set(id, { id, request, accountId, clientId, clientName, name })
      for (const oldest of waiting.keys()) {
        if (waiting.size <= maxWaiting) break
        waiting.delete(oldest)
      }
    },
    async handle(provider, request, response) {
      for (const { id, request: asked } of waiting.values()) if (asked.isExpired) waiting.delete(id)
      if (request.method === 'GET') return show(response, [...waiting.values()])
      if (request.method !== 'POST') {
        response.writeHead(405, { allow: 'GET, POST' }).end()
        return
      }
      const form = isFromOurPage(request, provider.issuer) ? await readForm(request) : null
      const chosen = waiting.get(form?.get('id') ?? '')
      if (!chosen) {
        const reason = 'this request has ended, or the form did not come from this page'
        return sendPage(response, 400, 'Not accepted', renderProblem('invalid_request', reason))
      }
      waiting.delete(chosen.id)
      const { request: asked } = chosen
      const told = provider.backchannelResult(
        asked,
        form?.get('decision') === 'allow'
          ? await grantAsked(provider, asked.params ?? {}, chosen)
          : new errors.AccessDenied(undefined, 'the person refused'),
        { authTime: Math.floor(Date.now() / 1000) },
      )
      await told.catch((error: unknown) => {
        // It is kept by then; a client that did not hear the ping asks (CIBA Core §10.2).
        if (asked.grantId === undefined && asked.error === undefined) throw error
      })
      show(response, [...waiting.values()])
    },
  }
}

function show(response: ServerResponse, waiting: readonly Waiting[]): void {
  const list = waiting.map(({ id, request, clientName, name }) => {
    const message = request.params?.binding_message
    return html`<form method="post" action="${devicePath}">
<input type="hidden" name="id" value="${id}">
<p>${clientName} asks ${name} for ${String(request.params?.scope ?? '')}</p>
${typeof message === 'string' && html`<p><code>${message}</code></p>`}
<div class="buttons">
<button class="primary" name="decision" value="allow">Allow</button>
<button name="decision" value="deny">Refuse</button>
</div>
</form>`
  })
  const body = html`<h1>Authentication device</h1>
${list.length === 0 ? html`<p>Nobody is asked for anything now. Reload when a run waits.</p>` : list}`
  sendPage(response, 200, 'Authentication device · Claimscope', body)
}
