import { readBase64url } from '../token/base64url.ts'
import { type JsonNode, parseJsonTree, stringOf } from './json-tree.ts'

/** One disclosure, decoded and not yet compared with any digest (RFC 9901 §4.2). */
export type Disclosure =
  | {
      readonly ok: true
      /** As received; its digest is taken over this very text. */
      readonly text: string
      /** The JSON text inside. */
      readonly decoded: string
      readonly salt: string
      /** Null for an element of an array. */
      readonly name: string | null
      /** The name's JSON text as written; null for an element of an array. */
      readonly rawName: string | null
      readonly value: JsonNode
    }
  | { readonly ok: false; readonly text: string; readonly decoded: string | null; readonly message: string }

/**
 * Reads one disclosure strictly: canonical base64url of a UTF-8 JSON array of two or three elements, the salt a string
 * and the name, where there is one, a string. Never throws; linear. Says nothing about whether an issuer meant it.
 * Source: RFC 9901 §4.2.1, §4.2.2 and §7.1.
 */
export function readDisclosure(text: string): Disclosure {
  const fail = (message: string, decoded: string | null = null): Disclosure => ({
    ok: false,
    text,
    decoded,
    message,
  })
  if (text === '') return fail('The disclosure is empty.')
  const { bytes, problem } = readBase64url(text)
  if (problem) return fail(problem.message)
  let decoded: string
  try {
    decoded = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return fail('The disclosure is not UTF-8 text.')
  }
  const tree = parseJsonTree(decoded)
  if (!tree.ok) return fail(tree.message, decoded)
  if (tree.root.kind !== 'array') return fail('The disclosure is not a JSON array.', decoded)
  const { items } = tree.root
  if (items.length !== 2 && items.length !== 3) {
    const found = `${items.length} ${items.length === 1 ? 'element' : 'elements'}`
    return fail(`The disclosure has ${found}; a claim has 3 and an array element 2.`, decoded)
  }
  const salt = stringOf(items[0])
  if (salt === null) return fail('The salt is not a string.', decoded)
  const name = items.length === 3 ? stringOf(items[1]) : null
  if (items.length === 3 && name === null) return fail('The claim name is not a string.', decoded)
  const value = items.at(-1)
  if (!value) return fail('The disclosure holds no value.', decoded)
  const rawName = items.length === 3 ? (items[1]?.raw ?? null) : null
  return { ok: true, text, decoded, salt, name, rawName, value }
}
