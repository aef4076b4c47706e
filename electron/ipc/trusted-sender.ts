/** The part of Electron's WebFrameMain that decides whether a call is answered. */
export type SenderFrame = { readonly url: string; readonly parent: unknown; readonly top: unknown } | null

/**
 * A call is answered only when it comes from the top frame of a page of this app. A frame that was
 * navigated away or is gone (null) is not trusted.
 */
export function isTrustedSender(frame: SenderFrame, origin: string): boolean {
  if (!frame || frame.parent !== null) return false
  // Node knows no origin for a custom scheme ("null"), so protocol and host are compared themselves.
  const found = URL.canParse(frame.url) ? new URL(frame.url) : null
  const wanted = new URL(origin)
  return found?.protocol === wanted.protocol && found.host === wanted.host
}
