import type { SdDigest } from './hash-algorithm.ts'
import { sdHashOf } from './hash-algorithm.ts'
import { parseJsonTree } from './json-tree.ts'
import { type DigestedDisclosure, maxDisclosures } from './process-sd-jwt.ts'
import { readDisclosure } from './read-disclosure.ts'

/**
 * Reads disclosures and takes their digests with the hash that the payload names; without digests where that hash is
 * not known or there are too many of them.
 */
export async function digestDisclosures(
  payloadText: string,
  texts: readonly string[],
  digest: SdDigest,
): Promise<readonly DigestedDisclosure[]> {
  const tree = parseJsonTree(payloadText)
  const hash = tree.ok ? sdHashOf(tree.root) : null
  const algorithm = hash?.ok && texts.length <= maxDisclosures ? hash.algorithm : null
  return Promise.all(
    texts.map(async (text) => ({
      disclosure: readDisclosure(text),
      digest: algorithm === null ? null : await digest(algorithm, text),
    })),
  )
}
