import { headersOf } from '../joined-header.ts'
import type { NameInfo } from '../name-info.ts'
import type { TokenReading } from '../reading.ts'
import { apple } from './apple.ts'
import { auth0 } from './auth0.ts'
import { cognito } from './cognito.ts'
import { duende } from './duende.ts'
import { entra } from './entra.ts'
import { githubActions } from './github-actions.ts'
import { google } from './google.ts'
import { keycloak } from './keycloak.ts'
import { kubernetes } from './kubernetes.ts'
import { okta } from './okta.ts'
import { ping } from './ping.ts'
import type { ProviderFacts, ProviderPack, Quirk } from './provider-pack.ts'

export type { Quirk } from './provider-pack.ts'

/** A provider that a token looks like it came from, and what is known of its tokens. Nothing of it is proved. */
export type Provider = {
  /** Stable: `entra`, `auth0`, `okta`, `cognito`, `keycloak`, `google`, `apple`, `ping`, `duende`, `github_actions`, `kubernetes`. */
  readonly id: string
  readonly name: string
  /** Why, one sentence. */
  readonly reason: string
  /** What kind of its tokens it looks like, for example `v1 access token for Microsoft Graph`; null where that is unclear. */
  readonly describes: string | null
  /** What the provider means by a claim; `name` is a name, or a path such as `realm_access.roles`. */
  claimInfo(name: string): NameInfo | null
  headerInfo(name: string): NameInfo | null
  /** What one value of a claim means there, for example the role behind an identifier; null where it is not known. */
  valueInfo(name: string, value: string): string | null
  /** True for the provider's own claims that hold an instant in Unix seconds. */
  isTime(name: string): boolean
  /** What surprises people about this token, most important first. */
  quirks(): readonly Quirk[]
}

/** Those with an issuer of their own first; those that are told by the look of their claims last. */
const packs: readonly ProviderPack[] = [
  entra,
  cognito,
  google,
  apple,
  githubActions,
  auth0,
  okta,
  ping,
  keycloak,
  kubernetes,
  duende,
]

/**
 * The provider that a token looks like it came from, by what the token says of itself: anyone can write the same. For
 * explanations only; no check may rely on it. Null where it looks like none of those known. Never throws.
 */
export function findProvider(reading: TokenReading): Provider | null {
  const facts: ProviderFacts = {
    header: headersOf(reading)[0] ?? new Map(),
    claims: new Map(
      reading.segments
        .find(({ name }) => name === 'payload')
        ?.members?.map(({ name, value }) => [name, value]),
    ),
    token: reading.token,
    isOpaque: reading.format === 'opaque',
  }
  if (facts.claims.size === 0 && facts.header.size === 0 && !facts.isOpaque) return null
  for (const pack of packs) {
    const because = pack.recognise(facts)
    if (because !== null) return createProvider(pack, facts, because)
  }
  return null
}

function createProvider(pack: ProviderPack, facts: ProviderFacts, because: string): Provider {
  const own = <T>(table: Readonly<Record<string, T>> | undefined, name: string): T | null =>
    table && Object.hasOwn(table, name) ? (table[name] ?? null) : null
  return {
    id: pack.id,
    name: pack.name,
    reason: `It looks like a token of ${pack.name}, because ${because}.`,
    describes: pack.describe?.(facts) ?? null,
    claimInfo: (name) => own(pack.claims, name),
    headerInfo: (name) => own(pack.headers, name),
    valueInfo: (name, value) => own(pack.values, name)?.(value) ?? null,
    isTime: (name) => pack.timeClaims?.includes(name) ?? false,
    quirks: () =>
      pack.quirks.flatMap(({ id, applies, advice }) => {
        const sentence = applies(facts)
        return sentence === null ? [] : [{ id, sentence, advice }]
      }),
  }
}
