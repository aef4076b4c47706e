import { secretMembers } from '../../key/private-members.ts'
import type { Member } from '../reading.ts'

/**
 * True where JSON is a key (RFC 7517 §4), or has a private key or a secret anywhere inside, as a set of them has (§5): a
 * comparison would print it. A public key as a value, as in `cnf` (RFC 7800 §3.2), is one of the claims. Linear.
 */
export function holdsKey(members: readonly Member[]): boolean {
  if (members.some(({ name }) => name === 'kty')) return true
  const waiting: unknown[] = members.map(({ value }) => value)
  while (waiting.length > 0) {
    const value = waiting.pop()
    if (typeof value !== 'object' || value === null) continue
    if (Object.hasOwn(value, 'kty') && secretMembers.some((name) => Object.hasOwn(value, name))) return true
    for (const inner of Object.values(value)) waiting.push(inner)
  }
  return false
}
