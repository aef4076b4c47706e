/**
 * What may stand directly before a token in other text: whatever is not a character of tokens. Only a full stop, a tilde
 * and what ends a word hide one: it is then a part of something longer. Any character beyond ASCII bounds one as well.
 */
export function isBoundBefore(text: string, start: number): boolean {
  if (start === 0) return true
  const code = text.charCodeAt(start - 1)
  if (code > 127 || boundsBefore[code] === 1) return true
  // Escapes whose last character is a letter or a digit, the prefix of Supabase's cookies, colours of a terminal;
  // an address within an address escapes its percent signs once more.
  return escapeBefore.test(text.slice(Math.max(0, start - 12), start))
}

/** What may stand directly after a token. A full stop is no part of this: it belongs to the run of token characters. */
export function isBoundAfter(text: string, end: number): boolean {
  if (end >= text.length) return true
  const code = text.charCodeAt(end)
  return code > 127 ? code !== 0x2026 : boundsAfter[code] === 1
}

const boundsBefore = tableOf('"\'`=:,;&#?/<>()[]{}|\\!$%*+@^')
const boundsAfter = tableOf('"\'`,;&#<)]}|\\%?!:>')
const escapeBefore =
  /(?:%(?:25){0,4}[0-9A-Fa-f]{2}|(?<!\\)\\(?:\\\\)*[nrtbf]|\\u00[0-9A-Fa-f]{2}|\\x[0-9A-Fa-f]{2}|base64-|\u001b\[[\d;]{0,8}m)$/

function tableOf(characters: string): Uint8Array {
  const table = new Uint8Array(128)
  // Controls and the space.
  table.fill(1, 0, 33)
  table[127] = 1
  for (const character of characters) table[character.charCodeAt(0)] = 1
  return table
}
