/**
 * String literals for six languages. Values come out of tokens and forms, so they may hold quotes, line ends, template
 * and comment marks, and characters that reorder what is shown: every literal is ASCII on one line, and nothing of the
 * value can end it or be seen in another place.
 */
export type Quote = (text: string) => string

const simple: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
}

function quoted(text: string, write: (codePoint: number, character: string) => string): string {
  let literal = ''
  for (const character of text) {
    const known = simple[character]
    const code = character.codePointAt(0) ?? 0
    literal += known ?? (code >= 0x20 && code < 0x7f ? character : write(code, character))
  }
  return `"${literal}"`
}

const hex = (value: number, digits: number) => value.toString(16).padStart(digits, '0')
const units = (character: string) =>
  Array.from({ length: character.length }, (_, index) => `\\u${hex(character.charCodeAt(index), 4)}`).join('')

/** TypeScript: UTF-16 units. In double quotes `${` means nothing. */
export const quoteTypeScript: Quote = (text) => quoted(text, (_code, character) => units(character))

/** Python: a pair of `\u` would be two characters there, so that astral ones are written `\U`. */
export const quotePython: Quote = (text) =>
  quoted(text, (code) => (code > 0xffff ? `\\U${hex(code, 8)}` : `\\u${hex(code, 4)}`))

/**
 * Java: `\u` is read before anything else (JLS §3.3), where an escaped quote or line end would be a real one. Controls
 * are octal therefore; `\u` is only for what is no ASCII.
 */
export const quoteJava: Quote = (text) =>
  quoted(text, (code, character) =>
    code < 0x80 ? `\\${code.toString(8).padStart(3, '0')}` : units(character),
  )

/** C#: UTF-16 units, read inside the literal only. */
export const quoteCSharp: Quote = (text) => quoted(text, (_code, character) => units(character))

/** Go: code points; half of a pair is no character there and becomes U+FFFD, as its JSON reader has it. */
export const quoteGo: Quote = (text) =>
  quoted(text, (code) => {
    if (code >= 0xd800 && code <= 0xdfff) return '\\ufffd'
    return code > 0xffff ? `\\U${hex(code, 8)}` : `\\u${hex(code, 4)}`
  })

/** Text for a comment: one line of printable ASCII, without what could end a comment. */
export function commentText(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, '?').replaceAll('*/', '* /')
}
