/** A program with its arguments, as a person wrote it on one line. */
export type Command = readonly [program: string, ...args: string[]]

/** `{url}` in an argument stands for the address; without one the address is the last argument. */
const placeholder = '{url}'

/**
 * Splits a command on spaces; single and double quotes keep spaces together, a backslash outside single quotes
 * takes a quote, a space or a backslash as it is. Nothing else is special: no shell reads it. Null where it is empty
 * or a quote is not closed.
 */
export function splitCommand(text: string): Command | null {
  const words: string[] = []
  let word: string | null = null
  let quote: '"' | "'" | null = null
  for (let index = 0; index < text.length; index++) {
    const character = text.charAt(index)
    if (
      character === '\\' &&
      quote !== "'" &&
      index + 1 < text.length &&
      /["'\\ ]/.test(text.charAt(index + 1))
    ) {
      word = (word ?? '') + text.charAt(++index)
    } else if (quote !== null) {
      if (character === quote) quote = null
      else word = (word ?? '') + character
    } else if (character === '"' || character === "'") {
      quote = character
      word ??= ''
    } else if (character === ' ' || character === '\t') {
      if (word !== null) words.push(word)
      word = null
    } else word = (word ?? '') + character
  }
  if (quote !== null) return null
  if (word !== null) words.push(word)
  const [program, ...args] = words
  return program === undefined || program === '' ? null : [program, ...args]
}

/** With the address in its place. The program itself is never taken from an address. */
export function commandFor([program, ...args]: Command, url: string): Command {
  if (!args.some((arg) => arg.includes(placeholder))) return [program, ...args, url]
  return [program, ...args.map((arg) => arg.replaceAll(placeholder, () => url))]
}
