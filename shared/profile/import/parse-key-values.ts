/** Settings by name, in their order; of two with the same name, the last counts. */
export type KeyValues = ReadonlyMap<string, string>

/** A `.env` file: `NAME=value`, with `export`, quotes and comments. `$NAME` and `${NAME}` become placeholders. */
export function parseDotenv(text: string): KeyValues {
  const found = new Map<string, string>()
  for (const line of text.split(/\r?\n/)) {
    const match = /^\s*(?:export\s+)?([A-Za-z_][\w.]{0,200})\s*=\s*(.*)$/.exec(line)
    if (!match) continue
    const [, name = '', written = ''] = match
    const quoted = /^(["'`])((?:\\.|(?!\1).)*)\1/.exec(written)
    const value = quoted ? (quoted[2] ?? '') : written.replace(/\s+#.*$/, '').trim()
    found.set(name, quoted?.[1] === "'" ? value : withPlaceholders(value))
  }
  return found
}

/** A Java `.properties` file: `name=value` or `name: value`, lines joined by a backslash. */
export function parseProperties(text: string): KeyValues {
  const found = new Map<string, string>()
  for (const line of text.replace(/\\\r?\n\s*/g, '').split(/\r?\n/)) {
    const match = /^\s*([^#!\s=:][^=:\s]{0,300})\s*[=:\s]\s*(.*)$/.exec(line)
    if (match) found.set(match[1] ?? '', (match[2] ?? '').trim())
  }
  return found
}

function withPlaceholders(text: string): string {
  return text.replace(
    /\$(?:\{([A-Za-z_]\w*)(?::?-[^}]*)?\}|([A-Za-z_]\w*))/g,
    (_, braced?: string, bare?: string) => `{{${braced ?? bare}}}`,
  )
}
