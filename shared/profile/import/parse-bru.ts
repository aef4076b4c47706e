/** One block of a .bru file: `name { key: value }`, `name [ item ]`, or text between braces. */
export type BruBlock = { readonly name: string; readonly lines: readonly string[] }

/**
 * The blocks of a .bru file, as text. A block begins at the start of a line and ends with a brace at the start of one,
 * so that no nesting has to be followed.
 */
export function parseBru(text: string): readonly BruBlock[] {
  const blocks: BruBlock[] = []
  let name: string | null = null
  let lines: string[] = []
  for (const line of text.split(/\r?\n/)) {
    if (name === null) {
      const start = /^([A-Za-z][\w:-]{0,100})\s*[{[]\s*$/.exec(line)
      if (start) name = start[1] ?? ''
      lines = []
    } else if (/^[}\]]/.test(line)) {
      blocks.push({ name, lines })
      name = null
    } else lines.push(line)
  }
  return blocks
}

export type BruEntry = { readonly key: string; readonly value: string; readonly enabled: boolean }

/** `key: value` lines; `~` before a key switches it off. */
export function bruEntries(block: BruBlock | undefined): readonly BruEntry[] {
  return (block?.lines ?? []).flatMap((line) => {
    const match = /^\s*(~?)\s*("(?:[^"\\]|\\.)*"|[^\s:][^:]*?)\s*:\s?(.*)$/.exec(line)
    if (!match) return []
    const [, off, key = '', value = ''] = match
    return [{ key: key.replace(/^"(.*)"$/, '$1'), value: value.trim(), enabled: off === '' }]
  })
}
