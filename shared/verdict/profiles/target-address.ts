/**
 * An http or https address in the one spelling in which two are compared: without query and fragment (RFC 9449 §4.3),
 * after syntax-based and scheme-based normalisation (RFC 3986 §6.2.2 and §6.2.3). Null for anything else, and for an
 * address with a user in it, which names another host to who reads it than to who calls it.
 */
export function readTargetAddress(address: string): string | null {
  if (!URL.canParse(address) || !/^https?:\/\//i.test(address)) return null
  const url = new URL(address)
  if (url.username !== '' || url.password !== '') return null
  url.search = ''
  url.hash = ''
  // Percent-encoding of unreserved characters means nothing; that of others keeps its meaning, in capitals.
  return url.href.replace(/%[0-9a-f]{2}/gi, (code) => {
    const character = String.fromCharCode(Number.parseInt(code.slice(1), 16))
    return /[A-Za-z0-9\-._~]/.test(character) ? character : code.toUpperCase()
  })
}
