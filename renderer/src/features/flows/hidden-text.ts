/** Recorded text, cut where a secret was replaced at capture, so that a view can mark those places. */
export type TextPiece = { readonly text: string; readonly hidden: boolean }

/**
 * What the recorder leaves in place of a secret: `‹hidden, 43 characters›`, `‹JWT RS256, 834 characters›`.
 * The marks may be percent-encoded where the text is a URL or a form.
 */
const mark =
  /‹([A-Za-z][^‹›\r\n]{0,60})›|%E2%80%B9([A-Za-z](?:[A-Za-z0-9.\-_+,]|%[0-9A-F]{2}){0,120}?)%E2%80%BA/gi

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
  const spaced = encoded.replaceAll('+', ' ')
  try {
    return decodeURIComponent(spaced)
  } catch {
    return spaced
  }
}
