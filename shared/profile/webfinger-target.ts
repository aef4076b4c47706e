import { isLoopbackHost } from '../loopback-host.ts'

/** The link relation of an issuer (OpenID Connect Discovery 1.0 §2). */
export const issuerRelation = 'http://openid.net/specs/connect/1.0/issuer'

export type WebfingerTarget =
  | { readonly kind: 'problem'; readonly message: string }
  | {
      readonly kind: 'target'
      /** Whom it is about, as it is sent. */
      readonly resource: string
      /** Who is asked. */
      readonly host: string
      /** The whole address of the question (RFC 7033 §4.1). */
      readonly url: string
    }

/**
 * What a person types to name themselves, as the question it becomes (OpenID Connect Discovery 1.0 §2.1.2): an e-mail
 * or acct: address, a host or a URL. Asked over https, or over http where the host is this machine.
 */
export function webfingerTarget(input: string): WebfingerTarget {
  const text = input.trim().replace(/#.*$/s, '')
  if (text === '') return { kind: 'problem', message: 'Enter an e-mail address, a host or a URL.' }
  if (/^[=@!+$*(]/.test(text))
    return { kind: 'problem', message: 'Global identifiers (XRI) are not looked up.' }
  if (/[\s\p{Cc}]/u.test(text)) return { kind: 'problem', message: 'An address holds no spaces.' }
  const account = /^acct:/i.test(text) ? text.slice('acct:'.length) : isAccount(text) ? text : null
  if (account !== null) return accountTarget(account)
  // A host with a port looks like a scheme; only what stands before // is one.
  const withScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `https://${text}`
  if (!URL.canParse(withScheme))
    return { kind: 'problem', message: 'This is neither an e-mail address nor a URL.' }
  const url = new URL(withScheme)
  if (url.password !== '') return { kind: 'problem', message: 'A password does not belong into an address.' }
  const isLocal = isLoopbackHost(url.hostname)
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLocal)) {
    return {
      kind: 'problem',
      message: 'Only https is asked, because whoever answers says where you sign in.',
    }
  }
  const scheme = withScheme === text ? url.protocol : isLocal ? 'http:' : 'https:'
  return question(withScheme === text ? text : url.href.replace(/^https:/, scheme), scheme, url.host)
}

/** A name at a host, and no path, port or query: those make it a URL (§2.1.2). */
function isAccount(text: string): boolean {
  return /^[^/?:@]+@[^/?:@]+$/.test(text)
}

function accountTarget(account: string): WebfingerTarget {
  // The name may hold an @ of its own, percent-encoded or not; the host is what stands behind the last.
  const at = account.lastIndexOf('@')
  const host = account.slice(at + 1)
  const isHost = at > 0 && /^[^/?#:@\\]+$/.test(host) && URL.canParse(`https://${host}/`)
  if (!isHost) return { kind: 'problem', message: 'An account is a name, an @ and a host: ann@example.com.' }
  return question(
    `acct:${account}`,
    isLoopbackHost(host) ? 'http:' : 'https:',
    new URL(`https://${host}/`).host,
  )
}

function question(resource: string, scheme: string, host: string): WebfingerTarget {
  const query = `resource=${encodeURIComponent(resource)}&rel=${encodeURIComponent(issuerRelation)}`
  return { kind: 'target', resource, host, url: `${scheme}//${host}/.well-known/webfinger?${query}` }
}
