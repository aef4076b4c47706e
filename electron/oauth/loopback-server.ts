import type { IncomingMessage } from 'node:http'
import type { ResponseMode } from '../../shared/oauth/callback.ts'
import { redirectUri } from '../../shared/oauth/redirect-uri.ts'
import type { RedirectSettings } from '../../shared/profile/profile.ts'
import { type LoopbackCertificate, makeLoopbackCertificate } from '../net/loopback-certificate.ts'
import { readRequestBody } from '../net/read-request-body.ts'
import {
  alreadyDonePage,
  type CallbackPage,
  emptyPage,
  fragmentField,
  refusedPage,
  renderPage,
} from './callback-page.ts'
import { type GuardedAnswer, isAddressedTo, mediaTypeOf, startGuardedServer } from './guarded-server.ts'
import type { MissedPort } from './listen-on.ts'

/** A callback is small, also as a form; more is an attack or a mistake. */
const maxRequestBytes = 8 * 1024
/** What the run makes of a callback; `final` ends the server's interest in any other. */
export type CallbackDecision = {
  readonly page: CallbackPage
  readonly final: boolean
  /** Why it is not final, where that is more than another state. */
  readonly reason?: string
}

export type LoopbackServer = {
  /** With the port that is really listened on. */
  readonly redirectUri: string
  /** The ports that were wanted more and could not be had. */
  readonly missed: readonly MissedPort[]
  /** Of an https redirect URI; what is shown of it, as PEM. */
  readonly certificate: string | null
  /** Stops listening at once; a page under way is still delivered. */
  readonly close: () => Promise<void>
  /** Stops listening and cuts every connection. */
  readonly abort: () => void
}

export type LoopbackOptions = {
  readonly settings: RedirectSettings
  /** Called with the answer, in the form of a query wherever it came, until it answers with `final`. */
  readonly decide: (query: string, via: ResponseMode) => CallbackDecision | Promise<CallbackDecision>
  /** Called when the redirect URI was asked for without a query, as an answer in the fragment does. */
  readonly onEmpty?: () => void
  /** Called when a form was posted here with an answer in the query: the browser was sent on by 307 with what it held. */
  readonly onRepeatedPost?: () => void
  /** What an https redirect URI is shown with; not asked for a plain one. */
  readonly certificate?: () => Promise<LoopbackCertificate>
  readonly slowestRequestMs?: number
}

/**
 * Listens for the redirect of one transaction on the loopback interface (RFC 8252 §7.3, §8.3): one path, one
 * use, GET or a posted form, and only under its own name, so that DNS rebinding finds nothing.
 * Throws AppError ERR_PORT_IN_USE, or ERR_INPUT where the address cannot be listened on.
 */
export async function startLoopbackServer(options: LoopbackOptions): Promise<LoopbackServer> {
  const { settings, decide } = options
  let answered = false

  const judge = async (query: string, via: ResponseMode): Promise<CallbackPage> => {
    if (answered) return alreadyDonePage
    const decision = await decide(query, via)
    answered ||= decision.final
    return decision.page
  }

  const pageFor = async (request: IncomingMessage, port: number): Promise<CallbackPage> => {
    const refusal = refuse(request, settings, port)
    if (refusal === repeatedPostPage) options.onRepeatedPost?.()
    if (refusal) return refusal
    // A browser that fetches ahead of the person must not use up the code.
    const purpose = `${request.headers['sec-purpose'] ?? ''} ${request.headers.purpose ?? ''}`
    if (purpose.includes('prefetch')) return { ...emptyPage, status: 503 }
    if (request.method === 'POST') {
      const form = await readRequestBody(request, maxRequestBytes)
      if (form === null) return tooLargePage
      const fragment = new URLSearchParams(form).get(fragmentField)
      return fragment === null ? judge(form, 'form_post') : judge(fragment, 'fragment')
    }
    const query = (request.url ?? '').slice(settings.path.length + 1)
    if (query === '' && !answered) {
      options.onEmpty?.()
      return emptyPage
    }
    return judge(query, 'query')
  }

  const certificate =
    settings.https === true ? await (options.certificate ?? makeLoopbackCertificate)() : undefined
  const server = await startGuardedServer({
    settings,
    certificate,
    maxHeaderBytes: maxRequestBytes,
    answer: async (request, port) => rendered(await pageFor(request, port)),
    ...(options.slowestRequestMs === undefined ? {} : { slowestRequestMs: options.slowestRequestMs }),
  })
  return {
    redirectUri: redirectUri(settings, server.port),
    missed: server.missed,
    certificate: certificate?.certificate ?? null,
    close: server.close,
    abort: server.abort,
  }
}

/** Everything that is no callback gets a page and leaves no trace in the run. */
function refuse(request: IncomingMessage, settings: RedirectSettings, port: number): CallbackPage | null {
  const target = request.url ?? ''
  if (!isAddressedTo(settings.host, port, request)) {
    return { ...refusedPage('The request was addressed to another host.'), status: 400 }
  }
  if (Number(request.headers['content-length'] ?? 0) > maxRequestBytes) {
    return tooLargePage
  }
  // Not by prefix, and before any decoding: one path, spelled one way.
  if (target.split('?', 1)[0] !== settings.path) {
    return { status: 404, title: 'Nothing here', paragraphs: ['Claimscope answers one address only.'] }
  }
  // HEAD must not use up the code.
  if (request.method !== 'GET' && request.method !== 'POST') {
    return { ...refusedPage('Only GET and POST are answered here.'), status: 405 }
  }
  if (request.method === 'POST') {
    if (mediaTypeOf(request) !== 'application/x-www-form-urlencoded') {
      return { ...refusedPage('Only a posted form is read here.'), status: 415 }
    }
    // One answer, in one place.
    if (target.includes('?')) return repeatedPostPage
  }
  return null
}

const repeatedPostPage: CallbackPage = {
  ...refusedPage('A posted form has no query beside it.'),
  status: 400,
}

const tooLargePage: CallbackPage = {
  ...refusedPage('The request is larger than a callback can be.'),
  status: 413,
}

function rendered(page: CallbackPage): GuardedAnswer {
  const { status, headers, body } = renderPage(page)
  return { status, headers: status === 405 ? { ...headers, Allow: 'GET, POST' } : headers, body }
}
