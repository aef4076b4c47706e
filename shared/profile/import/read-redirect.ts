import { emptyDraft, type RedirectSettings, redirectSettings } from '../profile.ts'

/** Callback pages that belong to a tool's maker: what is sent there is theirs to read. */
const hosted: readonly { readonly host: RegExp; readonly whose: string }[] = [
  { host: /(?:^|\.)(?:oauth\.pstmn\.io|getpostman\.com|postman\.co)$/, whose: 'Postman' },
  { host: /(?:^|\.)hoppscotch\.io$/, whose: 'Hoppscotch' },
  { host: /(?:^|\.)(?:yaak\.app|oauth\.yaak\.app)$/, whose: 'Yaak' },
  { host: /(?:^|\.)insomnia\.rest$/, whose: 'Insomnia' },
  { host: /(?:^|\.)usebruno\.com$/, whose: 'Bruno' },
  { host: /(?:^|\.)(?:oidcdebugger\.com|oauthdebugger\.com)$/, whose: 'OpenID Connect Debugger' },
  { host: /^(?:jwt\.ms|jwt\.io|oauth\.tools|openidconnect\.net|www\.oauth\.com)$/, whose: 'another site' },
]

/** A redirect URI as this app can serve it: on loopback by itself, elsewhere by a pasted address. */
export function readRedirect(
  uri: string,
): { readonly redirect: RedirectSettings } | { readonly why: string } {
  if (/\{\{/.test(uri))
    return { why: 'a redirect URI with a variable is not taken; this app listens on loopback' }
  if (!URL.canParse(uri)) return { why: 'it is no address' }
  const url = new URL(uri)
  const owner = hosted.find(({ host }) => host.test(url.hostname))
  if (owner) {
    return {
      why: `a callback page of ${owner.whose}; in its place this app listens on loopback, at a redirect URI that you register`,
    }
  }
  const loopback = redirectSettings.shape.host.safeParse(url.hostname)
  if (/^https?:$/.test(url.protocol) && loopback.success) {
    const https = url.protocol === 'https:'
    const port = url.port === '' ? (https ? 443 : 80) : Number(url.port)
    const redirect = redirectSettings.safeParse({
      host: loopback.data,
      port,
      ...(https ? { https } : {}),
      path: url.pathname,
    })
    if (redirect.success && url.search === '' && url.hash === '') return { redirect: redirect.data }
    return { why: 'a redirect URI on loopback has a plain path and nothing after it' }
  }
  const remote = redirectSettings.safeParse({ ...emptyDraft.redirect, remote_uri: uri })
  return remote.success ? { redirect: remote.data } : { why: 'a redirect URI has neither query nor fragment' }
}
