import { createHash } from 'node:crypto'
import type { AccountClaims } from 'oidc-provider'

/** Anyone may sign in under any name; the first ones make room when there are more. */
const maxAccounts = 1_000

export type Accounts = {
  /** Answers the `sub`: the same for the same name, also after a restart. */
  readonly signIn: (name: string) => string
  readonly nameOf: (sub: string) => string | undefined
}

export function createAccounts(): Accounts {
  const names = new Map<string, string>()
  return {
    signIn: (name) => {
      const digest = createHash('sha256').update(name.normalize('NFC').toLowerCase()).digest('base64url')
      const sub = digest.slice(0, 22)
      names.delete(sub)
      names.set(sub, name)
      for (const oldest of names.keys()) {
        if (names.size <= maxAccounts) break
        names.delete(oldest)
      }
      return sub
    },
    nameOf: (sub) => names.get(sub),
  }
}

/** Claims made up from the name; which of them go out is decided by the scope (OpenID Connect Core §5.4). */
export function claimsOf(sub: string, name: string): AccountClaims {
  const words = name.split(/\s+/)
  const user =
    userName(name) ||
    `user-${sub
      .slice(0, 6)
      .toLowerCase()
      .replaceAll(/[^a-z0-9]/g, '0')}`
  return {
    sub,
    name,
    given_name: words[0],
    ...(words.length > 1 ? { family_name: words.at(-1) } : {}),
    preferred_username: user,
    locale: 'en',
    zoneinfo: 'Etc/UTC',
    // A name reserved for examples (RFC 2606): no mail can go astray.
    email: `${user}@example.com`,
    email_verified: true,
    // A number kept for fiction.
    phone_number: '+1 202-555-0100',
    phone_number_verified: false,
    address: { formatted: '1 Example Street\n00000 Exampletown', country: 'Exampleland' },
  }
}

/** The scopes and their claims, as in OpenID Connect Core §5.4. */
export const claimsByScope = {
  openid: ['sub'],
  profile: ['name', 'given_name', 'family_name', 'preferred_username', 'locale', 'zoneinfo'],
  email: ['email', 'email_verified'],
  phone: ['phone_number', 'phone_number_verified'],
  address: ['address'],
}

/** Scopes with a meaning of their own; any other belongs to a resource (RFC 8707 §2.1). */
export function isOidcScope(scope: string): boolean {
  return scope === 'offline_access' || Object.hasOwn(claimsByScope, scope)
}

function userName(name: string): string {
  const plain = name.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase()
  return plain
    .replaceAll(/[^a-z0-9]+/g, '.')
    .replaceAll(/^\.+|\.+$/g, '')
    .slice(0, 64)
}
