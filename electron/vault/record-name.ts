/** One text for a record, as messages about damage count them. */
export function recordName(kind: string, id: string): string {
  return `${kind}/${id}`
}

/** Kinds hold no slash. */
export function splitName(name: string): readonly [kind: string, id: string] {
  const slash = name.indexOf('/')
  return [name.slice(0, slash), name.slice(slash + 1)]
}
