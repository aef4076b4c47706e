import type { JoinedHeader } from '../joined-header.ts'
import type { NameInfo } from '../name-info.ts'

/** What a provider is recognised by, and what its quirks look at. Everything in it is the token's own word. */
export type ProviderFacts = {
  readonly header: JoinedHeader
  readonly claims: ReadonlyMap<string, unknown>
  readonly token: string
  /** Nothing but the text: there is no header and no claim to look at. */
  readonly isOpaque: boolean
}

/** Something about a provider's tokens that surprises people, where it applies to this one. */
export type Quirk = {
  /** Stable, for example `entra_graph_nonce`. */
  readonly id: string
  /** What is so here, one sentence. */
  readonly sentence: string
  /** What to do about it, one sentence. */
  readonly advice: string
}

export type QuirkRule = {
  readonly id: string
  /** The sentence where it applies; null where it does not. */
  readonly applies: (facts: ProviderFacts) => string | null
  readonly advice: string
}

export type ProviderPack = {
  readonly id: string
  /** For a sentence, for example `Microsoft Entra ID`. */
  readonly name: string
  /** Why it looks like this provider's, one clause after “because”; null where it does not. */
  readonly recognise: (facts: ProviderFacts) => string | null
  /** What kind of its tokens it looks like, for example `v1 access token for Microsoft Graph`. */
  readonly describe?: (facts: ProviderFacts) => string | null
  /** By name, or by path for members of objects, for example `realm_access.roles`. */
  readonly claims: Readonly<Record<string, NameInfo>>
  readonly headers?: Readonly<Record<string, NameInfo>>
  /** What a value means, by the name of the claim; for each element where the claim is a list. */
  readonly values?: Readonly<Record<string, (value: string) => string | null>>
  /** Claims that hold an instant in Unix seconds besides the registered ones. */
  readonly timeClaims?: readonly string[]
  readonly quirks: readonly QuirkRule[]
}

/** A claim as text; empty where it is not text. */
export function textOf(facts: ProviderFacts, name: string): string {
  const value = facts.claims.get(name)
  return typeof value === 'string' ? value : ''
}

/** The audiences that are text. */
export function audiencesOf({ claims }: ProviderFacts): readonly string[] {
  const value = claims.get('aud')
  const all: readonly unknown[] = Array.isArray(value) ? value : [value]
  return all.filter((audience) => typeof audience === 'string')
}

/** The host of the issuer, lower case; empty where the issuer is no address. */
export function issuerHost(facts: ProviderFacts): string {
  const issuer = textOf(facts, 'iss')
  return URL.canParse(issuer) ? new URL(issuer).hostname : ''
}

/** A lookup in a table of words, safe for any name. */
export function lookUp(table: Readonly<Record<string, string>>): (value: string) => string | null {
  return (value) => (Object.hasOwn(table, value) ? (table[value] ?? null) : null)
}
