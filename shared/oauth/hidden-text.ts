/** Recorded text, cut where a secret was replaced at capture, so that a view can mark those places. */
export type TextPiece = { readonly text: string; readonly hidden: boolean }

/**
 * What the recorder leaves in place of a secret: `‹hidden, 43 characters›`, `‹JWT RS256, 834 characters›`.
 * The marks may be percent-encoded where the text is a URL or a form.
 */
const mark =
  /‹((?:hidden|JWT [A-Za-z0-9+\- ]{1,24}), \d{1,7} characters)›|%E2%80%B9((?:hidden|JWT(?:\+|%20)(?:[A-Za-z0-9\-+]|%2B|%20){1,40})(?:,|%2C)(?:\+|%20)\d{1,7}(?:\+|%20)characters)%E2%80%BA/gi

/** Splits at the marks; joined again, the pieces that are not hidden are the text unchanged. */
export function splitHidden(text: string): readonly TextPiece[] {
  const pieces: TextPiece[] = []
  let end = 0
  for (const match of text.matchAll(mark)) {
    if (match.index > end) pieces.push({ text: text.slice(end, match.index), hidden: false })
    pieces.push({ text: match[1] ?? readable(match[2] ?? ''), hidden: true })
    end = match.index + match[0].length
  }
  if (end < text.length) pieces.push({ text: text.slice(end), hidden: false })
  return pieces
}

function readable(encoded: string): string {
  return decodeURIComponent(encoded.replaceAll('+', ' '))
}
