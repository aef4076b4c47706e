import { readBase64url } from './base64url.ts'
import type { TokenFormat } from './reading.ts'

/** `v4.public.…`: version, purpose, payload and perhaps a footer (PASETO specification, Common). */
const paseto = /^v[1-4]\.(?:local|public)\.[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]*)?$/

const samlNamespace = /urn:oasis:names:tc:SAML:|<(?:saml2?p?:|[A-Za-z0-9]{1,10}:)?(?:Assertion|Response)[\s>]/

/** Enough of a text to find the namespace of its outermost element. */
const ahead = 4000

/**
 * A format that is recognised and named but not read: PASETO, and SAML as XML, as base64, or as base64 in an address
 * (SAML 2.0 Bindings §3.5; the deflated form of §3.4 cannot be told without inflating it). Null for anything else.
 */
export function nameFormat(token: string): Extract<TokenFormat, 'paseto' | 'saml'> | null {
  if (/^v[1-4]\./.test(token) && paseto.test(token) && !token.endsWith('\n')) return 'paseto'
  return samlText(token) === null ? null : 'saml'
}

/** The beginning of a SAML message as XML; null where the text is none. */
export function samlText(token: string): string | null {
  const head = token.slice(0, ahead)
  const xml = head.startsWith('<') ? head : decodedXml(head)
  return xml !== null && samlNamespace.test(xml) ? xml : null
}

/** Base64 of something that begins with `<`, line breaks and percent escapes undone. */
function decodedXml(head: string): string | null {
  // `<` and any ASCII character begin with P and A to H; white space or a byte order mark may stand in front of it.
  if (!/^(?:P[A-H]|77u(?:[/_]|%2F)|[CDI])/.test(head)) return null
  const plain = head
    .replace(/%2B/gi, '+')
    .replace(/%2F/gi, '/')
    .replace(/(?:%3D|=)+[\s\S]*$/i, '')
    .replace(/\s+/g, '')
  const { bytes } = readBase64url(plain)
  const text = new TextDecoder().decode(bytes).trimStart()
  return text.startsWith('<') ? text : null
}
