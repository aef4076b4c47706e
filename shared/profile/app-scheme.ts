/**
 * Private-use schemes that the installed app is registered for. The first is a reversed domain name, as RFC 8252 §7.1
 * asks for; the second is for providers that take no dots.
 */
export const appSchemes = ['dev.claimscope.app', 'claimscope'] as const

/** One slash: there is no host in it that a system could write differently (RFC 8252 §7.1). */
export const appSchemeUri = `${appSchemes[0]}:/callback`

/** Whether the system hands addresses that begin like this to the installed app. */
export function isAppSchemeUri(uri: string): boolean {
  return appSchemes.some((scheme) => uri.startsWith(`${scheme}:/`))
}
