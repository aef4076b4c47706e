import type { VariantNames } from '../oauth/run-config.ts'
import { issuerOfMetadataAddress } from './issuer-of-metadata-address.ts'
import type { MetadataSnapshot, Profile, ProfileDraft } from './profile.ts'
import { secretNames } from './secret-name.ts'
import { fillText, placeholdersIn, type Values, valuesOf } from './variable.ts'
import { secretKey, type VariantChoice } from './variant.ts'

/**
 * The draft as one environment, client and user have it, with every `{{name}}` replaced that has a value. An id that
 * is not there changes nothing; whoever must not go on then asks `isKnownChoice` first. Names, folders and the lists
 * of variants stay as they are, and so does the metadata: it was read from one environment's issuer and is dropped
 * where this one's is another.
 */
export function resolveDraft<T extends ProfileDraft>(draft: T, choice: VariantChoice): T {
  const values = valuesIn(draft, choice)
  const fill = (text: string) => fillText(text, values)
  const client = draft.clients.find(({ id }) => id === choice.client)
  const user = draft.users.find(({ id }) => id === choice.user)
  const issuer = fill(draft.issuer)
  return {
    ...draft,
    issuer,
    client_id: fill(client?.client_id ?? draft.client_id),
    token_endpoint_auth_method: client?.token_endpoint_auth_method ?? draft.token_endpoint_auth_method,
    scope: fill(draft.scope),
    flow: {
      ...mapTexts(draft.flow, fill),
      ...(user && user.login_hint !== '' ? { login_hint: fill(user.login_hint) } : {}),
      ...(user && user.username !== '' ? { username: fill(user.username) } : {}),
    },
    redirect: mapTexts(draft.redirect, fill),
    parameters: draft.parameters.map((parameter) => ({ ...parameter, value: fill(parameter.value) })),
    endpoints: draft.endpoints === null ? null : mapTexts(draft.endpoints, fill),
    metadata: isOfIssuer(draft.metadata, issuer) ? draft.metadata : null,
  }
}

/** The same of a kept profile: of its secrets those that this choice would use, under their plain names. */
export function resolveProfile(profile: Profile, choice: VariantChoice): Profile {
  const kept = [...profile.secrets, ...profile.variantSecrets]
  return {
    ...resolveDraft(profile, choice),
    secrets: secretNames.filter((name) => kept.includes(secretKey(name, choice))),
  }
}

function isOfIssuer(metadata: MetadataSnapshot | null, issuer: string): boolean {
  const bare = (address: string | null) => address?.replace(/\/$/, '')
  return metadata !== null && bare(issuerOfMetadataAddress(metadata.url)) === bare(issuer)
}

export function valuesIn(
  draft: Pick<ProfileDraft, 'variables' | 'environments'>,
  choice: Pick<VariantChoice, 'environment'>,
): Values {
  const environment = draft.environments.find(({ id }) => id === choice.environment)
  return valuesOf(environment?.variables ?? [], draft.variables)
}

/** The placeholders that a run of this draft would send as they stand. */
export function unfilledIn(draft: ProfileDraft): readonly string[] {
  const { issuer, client_id, scope, flow, redirect, parameters, endpoints } = draft
  const texts = [issuer, client_id, scope, flow, redirect, parameters.map(({ value }) => value), endpoints]
  return placeholdersIn(JSON.stringify(texts))
}

/** Every text in a flat record of settings, lists of texts included. */
function mapTexts<T extends object>(settings: T, change: (text: string) => string): T {
  const mapped = Object.entries(settings).map(([name, value]) => [
    name,
    typeof value === 'string'
      ? change(value)
      : Array.isArray(value)
        ? value.map((each) => (typeof each === 'string' ? change(each) : each))
        : value,
  ])
  return Object.fromEntries(mapped)
}

/** What was chosen, in the person's own words, for a run's heading; empty where nothing was. */
export function variantLabels(
  draft: Pick<ProfileDraft, 'environments' | 'clients' | 'users'>,
  choice: VariantChoice,
): VariantNames {
  const nameIn = (list: readonly { id: string; name: string }[], id: string | null) =>
    list.find((each) => each.id === id)?.name
  const environment = nameIn(draft.environments, choice.environment)
  const client = nameIn(draft.clients, choice.client)
  const user = nameIn(draft.users, choice.user)
  return {
    ...(environment === undefined ? {} : { environment }),
    ...(client === undefined ? {} : { client }),
    ...(user === undefined ? {} : { user }),
  }
}
