/** What cannot be seen, or acts on a terminal; line ends and tabs stay. */
const unseen = /(?:(?![\t\n])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]|\p{Default_Ignorable_Code_Point})+/gu

/**
 * Text as one word of a POSIX shell that stands for exactly that text, whatever is in it: single quotes, in which
 * nothing has a meaning (POSIX.1-2024 XCU §2.2.2). What cannot be seen is written as octal bytes. NUL, which no argument
 * can hold, is left out; half a surrogate pair becomes U+FFFD.
 */
export function quotePosix(text: string): string {
  let word = ''
  let end = 0
  for (const match of text.matchAll(unseen)) {
    word += quoteVisible(text.slice(end, match.index)) + octal(match[0])
    end = match.index + match[0].length
  }
  word += quoteVisible(text.slice(end))
  return word === '' ? "''" : word
}

function quoteVisible(text: string): string {
  return text === '' ? '' : `'${text.replaceAll("'", "'\\''")}'`
}

function octal(text: string): string {
  const bytes = [...new TextEncoder().encode(text)].filter((byte) => byte !== 0)
  const digits = bytes.map((byte) => `\\${byte.toString(8).padStart(3, '0')}`).join('')
  return digits === '' ? '' : `"$(printf '${digits}')"`
}
