import type { IncomingMessage, ServerResponse } from 'node:http'
import type Provider from 'oidc-provider'
import { type Accounts, isOidcScope } from './accounts.ts'
import { renderProblem } from './end-pages.ts'
import { sendPage } from './page.ts'
import { readForm } from './read-form.ts'
import { renderSignIn, type SignInView } from './sign-in-page.ts'

const path = /^\/interaction\/[\w-]{1,128}$/

export function interactionPath(uid: string): string {
  return `/interaction/${uid}`
}

export function isInteraction(url: string): boolean {
  return path.test(url.split('?')[0] ?? '')
}

type Details = Awaited<ReturnType<Provider['interactionDetails']>>

/** Shows the sign-in page, and takes its answer. The provider's cookie binds both to one browser and one request. */
export async function handleInteraction(
  provider: Provider,
  accounts: Accounts,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const details = await provider.interactionDetails(request, response).catch(() => null)
  if (!details || request.url !== interactionPath(details.uid)) {
    const reason = 'this sign-in has ended, or it was begun in another browser'
    return sendPage(response, 400, 'Sign-in has ended', renderProblem('invalid_request', reason))
  }
  if (request.method === 'GET' || request.method === 'HEAD') {
    return showSignIn(provider, accounts, details, response, null)
  }
  if (request.method !== 'POST') {
    response.writeHead(405, { allow: 'GET, HEAD, POST' }).end()
    return
  }
  const form = isFromOurPage(request, provider.issuer) ? await readForm(request) : null
  if (!form) {
    const reason = 'the form did not come from this page'
    return sendPage(response, 400, 'Not accepted', renderProblem('invalid_request', reason))
  }
  if (form.get('decision') !== 'allow') {
    const refusal = { error: 'access_denied', error_description: 'the sign-in was refused' }
    return provider.interactionFinished(request, response, refusal, { mergeWithLastSubmission: false })
  }
  const name = (form.get('name') ?? '').trim()
  const problem = nameProblem(name)
  if (problem) return showSignIn(provider, accounts, details, response, { name, problem })
  const accountId = accounts.signIn(name)
  const isSame = details.prompt.name === 'consent' && details.session?.accountId === accountId
  const result = {
    ...(isSame ? {} : { login: { accountId, remember: false } }),
    consent: {
      grantId: await grantAsked(provider, details.params, {
        accountId,
        clientId: String(details.params.client_id),
      }),
    },
  }
  await provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false })
}

async function showSignIn(
  provider: Provider,
  accounts: Accounts,
  { uid, params, session }: Details,
  response: ServerResponse,
  entered: { readonly name: string; readonly problem: string } | null,
): Promise<void> {
  const client = await provider.Client.find(String(params.client_id))
  const known = session?.accountId && accounts.nameOf(session.accountId)
  // A device has none: it asks for the answer itself (RFC 8628 §3.4).
  const redirectUri = typeof params.redirect_uri === 'string' ? params.redirect_uri : null
  const view: SignInView = {
    action: interactionPath(uid),
    clientName: client?.clientName ?? String(params.client_id),
    redirectUri,
    scopes: scopesOf(params),
    resources: resourcesOf(params),
    name: entered?.name ?? (known || String(params.login_hint ?? '').slice(0, 100)),
    isSignedIn: Boolean(known) && !entered,
    problem: entered?.problem ?? null,
  }
  sendPage(
    response,
    entered ? 400 : 200,
    'Sign in · Claimscope',
    renderSignIn(view),
    redirectUri ?? undefined,
  )
}

/** A grant of its own for each sign-in, so that revoking one leaves the others alone. */
export async function grantAsked(
  provider: Provider,
  params: Details['params'],
  { accountId, clientId }: { readonly accountId: string; readonly clientId: string },
): Promise<string> {
  const grant = new provider.Grant({ accountId, clientId })
  const scopes = scopesOf(params)
  grant.addOIDCScope(scopes.filter(isOidcScope).join(' '))
  const others = scopes.filter((scope) => !isOidcScope(scope)).join(' ')
  for (const resource of resourcesOf(params)) grant.addResourceScope(resource, others)
  if (typeof params.authorization_details === 'string') {
    for (const detail of JSON.parse(params.authorization_details)) grant.addRar(detail)
  }
  return await grant.save()
}

function scopesOf(params: Details['params']): string[] {
  return typeof params.scope === 'string' ? params.scope.split(' ').filter(Boolean) : []
}

function resourcesOf(params: Details['params']): string[] {
  const { resource } = params
  return (Array.isArray(resource) ? resource : [resource]).filter((value) => typeof value === 'string')
}

function nameProblem(name: string): string | null {
  if (name === '') return 'Enter a name, any name.'
  if (name.length > 100) return 'The name is longer than 100 characters.'
  return /[\p{Cc}\p{Cs}]/u.test(name) ? 'The name holds characters that cannot be shown.' : null
}

/** Besides the cookie: a form on another site cannot sign anyone in here. */
export function isFromOurPage(request: IncomingMessage, issuer: string): boolean {
  const { origin, 'sec-fetch-site': site } = request.headers
  return (origin === undefined || origin === issuer) && (site === undefined || site === 'same-origin')
}
