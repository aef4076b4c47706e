export type Command = {
  readonly id: string
  readonly label: string
  /** Tells commands of one label apart, for example a profile's issuer. */
  readonly detail?: string
  readonly keys?: readonly string[]
  readonly run: () => void
}

/** Commands that hold every word typed, in label or detail; those whose label begins with the first come first. */
export function filterCommands(commands: readonly Command[], query: string): readonly Command[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean)
  const first = words[0]
  if (first === undefined) return commands
  const found = commands.filter(({ label, detail = '' }) => {
    const text = `${label} ${detail}`.toLowerCase()
    return words.every((word) => text.includes(word))
  })
  const begins = (command: Command) => command.label.toLowerCase().startsWith(first)
  return [...found.filter(begins), ...found.filter((command) => !begins(command))]
}
