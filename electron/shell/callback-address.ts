import { isAppSchemeUri } from '../../shared/profile/app-scheme.ts'

/** Longer than any browser sends, as for an address that is pasted. */
const longest = 16_384

export type ArrivedAddress = { readonly url: string } | { readonly refused: string }

/**
 * The one address of the app's own schemes among what the system handed over: an argument of a second start, or an
 * open-url event. Null where there is none. Any program and any page can send such arguments, so that nothing but a
 * whole, plain address counts; whether it is an answer of a run is decided where pasted ones are.
 */
export function readCallbackAddress(argv: readonly string[]): ArrivedAddress | null {
  const found = argv.filter((argument) => /^(?:dev\.claimscope\.app|claimscope):/i.test(argument))
  const [url] = found
  if (url === undefined) return null
  if (found.length > 1) return { refused: 'more than one address came at once' }
  if (url.length > longest) return { refused: 'it is longer than any answer' }
  // Printable ASCII without space, quotes and angle brackets (RFC 3986 §2): what a browser has encoded.
  if (!/^[!#-;=?-_a-z~|]+$/.test(url) || !URL.canParse(url)) return { refused: 'it is no plain address' }
  if (!isAppSchemeUri(url)) return { refused: 'it is spelled in another way than the registered scheme' }
  return { url }
}
