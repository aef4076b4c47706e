/** Control characters, ANSI's escape among them, and what turns the reading direction or hides (UAX #9, UTR #36). */
const unseen =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g

/**
 * Foreign text, made fit to stand beside our own words: one line, no control or bidi characters, at most
 * `max` characters. It is still foreign text: whoever puts it into HTML escapes it there.
 */
export function plainText(text: string, max = 500): string {
  // Cut before the work as well, so that a megabyte costs no more than a sentence.
  const oneLine = text
    .slice(0, max * 8)
    .replace(unseen, ' ')
    .replace(/\s+/g, ' ')
    .trim()
  const characters = Array.from(oneLine)
  const cut = characters.length > max || text.length > max * 8
  return cut ? `${characters.slice(0, max).join('')}…` : oneLine
}

/** A JSON value from elsewhere as short text: strings as they are, everything else as JSON. */
export function plainValue(value: unknown, max = 200): string {
  if (value === undefined) return 'nothing'
  // JSON would say null of it.
  if (typeof value === 'number' && !Number.isFinite(value)) return 'a number beyond range'
  return plainText(typeof value === 'string' ? value : (JSON.stringify(value) ?? 'nothing'), max)
}
