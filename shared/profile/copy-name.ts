const longestName = 200

/**
 * The name for a copy: `Acme copy`, then `Acme copy 2`, `Acme copy 3`, the first that is not taken.
 * A copy of a copy counts on. At most 200 characters.
 */
export function copyName(name: string, taken: readonly string[]): string {
  const base = name.replace(/ copy(?: \d{1,4})?$/, '')
  for (let count = 1; ; count++) {
    const ending = count === 1 ? ' copy' : ` copy ${count}`
    // A cut never leaves half of a surrogate pair.
    const stem = base.slice(0, longestName - ending.length).replace(/[\uD800-\uDBFF]$/, '')
    if (!taken.includes(stem + ending)) return stem + ending
  }
}
