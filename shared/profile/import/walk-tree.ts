import { listOf, member, textAt } from './json-value.ts'

/** A request or folder of a collection, with the names on the way to it. */
export type Place = { readonly node: unknown; readonly path: readonly string[] }

/** Every node of a tree in order, folders before what is in them; `children` names where those are. */
export function* walkTree(
  root: readonly unknown[],
  children: readonly string[],
  path: readonly string[] = [],
): Generator<Place> {
  const waiting: Place[] = root.map((node) => ({ node, path })).reverse()
  for (let place = waiting.pop(); place; place = waiting.pop()) {
    const { node, path: above } = place
    const name = textAt(node, 'name')
    const here = name === null ? above : [...above, name]
    yield { node, path: here }
    for (const key of children) {
      const inside = listOf(member(node, key))
      for (const child of inside.toReversed()) waiting.push({ node: child, path: here })
    }
  }
}

/** `Collection / Folder / Request`, short enough for a name. */
export function nameOfPath(path: readonly string[]): string {
  return path.join(' / ').slice(0, 200)
}
