/**
 * The words of one command line as a POSIX shell would split them (Shell Command Language §2.2), without expanding
 * anything: `$NAME` and `${NAME}` become the placeholder `{{NAME}}`, and what would run a command is null.
 */
export function shellWords(text: string): readonly string[] | null {
  const words: string[] = []
  let word: string | null = null
  let at = 0
  const variable = (): boolean => {
    const match = /^\$(?:([A-Za-z_]\w*)|\{([A-Za-z_]\w*)\})/.exec(text.slice(at, at + 200))
    if (!match) return false
    word = `${word ?? ''}{{${match[1] ?? match[2]}}}`
    at += match[0].length
    return true
  }
  while (at < text.length) {
    const character = text.charAt(at)
    if (character === "'") {
      const end = text.indexOf("'", at + 1)
      if (end < 0) return null
      word = (word ?? '') + text.slice(at + 1, end)
      at = end + 1
    } else if (character === '$' && text.charAt(at + 1) === "'") {
      const end = /^\$'((?:[^'\\]|\\.)*)'/s.exec(text.slice(at))
      if (!end) return null
      word =
        (word ?? '') + (end[1] ?? '').replace(/\\(.)/gs, (_, escaped: string) => ansi[escaped] ?? escaped)
      at += end[0].length
    } else if (character === '"') {
      word ??= ''
      at += 1
      while (at < text.length && text.charAt(at) !== '"') {
        const inner = text.charAt(at)
        if (inner === '`' || (inner === '$' && text.charAt(at + 1) === '(')) return null
        if (inner === '$' && variable()) continue
        if (inner === '\\' && /["\\$`\n]/.test(text.charAt(at + 1))) {
          if (text.charAt(at + 1) !== '\n') word += text.charAt(at + 1)
          at += 2
        } else {
          word += inner
          at += 1
        }
      }
      if (at >= text.length) return null
      at += 1
    } else if (character === '\\') {
      // A backslash before a line end joins the lines.
      const next = text.slice(at + 1).startsWith('\r\n') ? '\r\n' : text.charAt(at + 1)
      if (!/^\r?\n$/.test(next)) word = (word ?? '') + next
      at += 1 + Math.max(1, next.length)
    } else if (/\s/.test(character)) {
      if (word !== null) words.push(word)
      word = null
      if (character === '\n' && words.length > 0) break
      at += 1
    } else if (character === '`' || (character === '$' && text.charAt(at + 1) === '(')) return null
    else if (/[|;&<>]/.test(character)) break
    else if (character === '$' && variable()) continue
    else {
      word = (word ?? '') + character
      at += 1
    }
  }
  if (word !== null) words.push(word)
  return words
}

const ansi: Readonly<Record<string, string | undefined>> = {
  __proto__: null as never,
  n: '\n',
  r: '\r',
  t: '\t',
}

/** Options and what stands between them; `--name value`, `--name=value` and short ones with a value. */
export type CommandLine = {
  readonly options: readonly { readonly name: string; readonly value: string | null }[]
  readonly rest: readonly string[]
}

/** `switches`: the options that take no value. */
export function readCommandLine(given: readonly string[], switches: ReadonlySet<string>): CommandLine {
  let words = given
  const options: { name: string; value: string | null }[] = []
  const rest: string[] = []
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? ''
    const long = /^(--[^=]+)(?:=(.*))?$/s.exec(word)
    if (long) {
      const [, name = '', attached] = long
      if (attached !== undefined || switches.has(name)) options.push({ name, value: attached ?? null })
      else {
        at += 1
        options.push({ name, value: words[at] ?? null })
      }
    } else if (/^-[A-Za-z]/.test(word)) {
      const name = word.slice(0, 2)
      if (switches.has(name)) {
        // Short switches may stand together; the last of them may take a value.
        options.push({ name, value: null })
        if (word.length > 2) words = [...words.slice(0, at + 1), `-${word.slice(2)}`, ...words.slice(at + 1)]
      } else if (word.length > 2) options.push({ name, value: word.slice(2) })
      else {
        at += 1
        options.push({ name, value: words[at] ?? null })
      }
    } else rest.push(word)
  }
  return { options, rest }
}
