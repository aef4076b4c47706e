import type { KeyUsed } from '../verdict/verification.ts'
import type { KeyFacts } from './lint-context.ts'

/**
 * What the words about the key of a verification tell the rules: kind, curve, size. Null where they say none of it.
 * Bindings (`alg`, `use`) are not in them; a verification that passed has kept to them.
 */
export function keyUsedFacts({ description, kid, provenance }: KeyUsed): KeyFacts | null {
  const [, kty, rest] = /^(RSA|EC|OKP|oct|AKP)(?: (.{1,40}))?$/.exec(description) ?? []
  if (kty === undefined) return null
  const bits = /^(\d{1,6})(?: bits)?$/.exec(rest ?? '')?.[1]
  return {
    kty,
    ...(kid === undefined ? {} : { kid }),
    ...(bits === undefined ? {} : { bits: Number(bits) }),
    ...((kty === 'EC' || kty === 'OKP') && rest !== undefined ? { crv: rest } : {}),
    isPrivate: kty === 'oct',
    provenance,
  }
}
