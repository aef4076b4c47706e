import type { KeyFacts } from '../../shared/key/key-record.ts'

/** A key with its JWK as JSON text. */
export type WithMaterial = { readonly facts: KeyFacts; readonly material: string }

/**
 * Whether `kept` makes `added` superfluous: the same key, which signs wherever the other would, under the same name
 * and for the same use. With another kid or alg it is another entry, because servers tell keys apart by these.
 */
export function makesSuperfluous(kept: WithMaterial, added: WithMaterial): boolean {
  const [one, other] = [kept.facts, added.facts]
  if (one.kty !== other.kty || one.alg !== other.alg || one.use !== other.use || one.kid !== other.kid) {
    return false
  }
  if (!one.hasPrivate && other.hasPrivate) return false
  // A secret has no thumbprint, because one would help whoever guesses.
  if (one.kty === 'oct') return secretOf(kept) !== null && secretOf(kept) === secretOf(added)
  return one.thumbprint !== null && one.thumbprint === other.thumbprint
}

function secretOf({ material }: WithMaterial): string | null {
  const { k } = JSON.parse(material) as { readonly k?: unknown }
  return typeof k === 'string' ? k : null
}
