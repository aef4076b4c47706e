import { AppError } from '../../shared/error.ts'
import type { CallInput } from '../../shared/ipc/contract.ts'
import type { RunConfig } from '../../shared/oauth/run-config.ts'
import { builtInIssuer, isWithoutAddress } from '../../shared/profile/built-in-issuer.ts'
import {
  emptyDraft,
  type MetadataSnapshot,
  type Profile,
  type ProfileDraft,
} from '../../shared/profile/profile.ts'
import {
  resolveDraft,
  resolveProfile,
  unfilledIn,
  valuesIn,
  variantLabels,
} from '../../shared/profile/resolve-profile.ts'
import type { Secrets } from '../../shared/profile/secret-name.ts'
import { fillText } from '../../shared/profile/variable.ts'
import { isKnownChoice, noVariant, type VariantChoice } from '../../shared/profile/variant.ts'
import type { ProviderStatus } from '../../shared/provider-status.ts'
import type { ConnectionSettings } from '../net/connection.ts'
import { connectionSettings } from '../oauth/connection-settings.ts'
import type { Vault } from '../vault/vault.ts'

/** What the window may do with profiles; a secret leaves it only by `revealSecret` and `runConfig`. */
export type ProfileDesk = {
  readonly list: () => Profile[]
  readonly save: (input: CallInput<'profiles.save'>) => Profile
  readonly duplicate: (id: string) => Profile
  readonly remove: (id: string) => void
  readonly restore: (id: string) => Profile
  readonly revealSecret: (input: CallInput<'profiles.revealSecret'>) => { secret: string }
  readonly discover: (input: CallInput<'profiles.discover'>) => Promise<MetadataSnapshot>
  /** The vault is open, from the start or again: the built-in profile is there, and the window knows. */
  readonly opened: () => void
  /** What this variant would send, by the plain names. Throws ERR_NOT_FOUND where there is no such variant. */
  readonly secretsOf: (id: string, variant: VariantChoice) => Secrets
  /** By `secretKey`, null removes; the settings stay as they are. */
  readonly changeSecrets: (id: string, secrets: Readonly<Record<string, string | null>>) => void
  /** Throws ERR_INPUT where a placeholder has no value, ERR_NOT_FOUND where there is no such variant. */
  readonly runConfig: (id: string, variant?: VariantChoice) => RunConfig
  /** Another client at the same issuer, of any profile; null where none is known. */
  readonly otherClient: (config: RunConfig) => RunConfig | null
  /** Hosts to which the person allowed plain http, for the browser. */
  readonly allowedHttpHosts: () => ReadonlySet<string>
}

export const builtInDraft: ProfileDraft = {
  ...emptyDraft,
  name: 'Built-in provider',
  issuer: builtInIssuer,
  client_id: 'claimscope-public',
  scope: 'openid profile email offline_access',
}

export function createProfileDesk(deps: {
  readonly vault: Vault
  readonly provider: () => ProviderStatus
  readonly discover: (
    input: CallInput<'profiles.discover'>,
    connection: ConnectionSettings,
  ) => Promise<MetadataSnapshot>
  readonly onChange: (profiles: Profile[]) => void
}): ProfileDesk {
  const { vault } = deps
  const list = () => vault.profiles().map((profile) => followProvider(profile, deps.provider()))
  const changed = <T>(result: T): T => {
    deps.onChange(list())
    return result
  }
  const find = (id: string) => followProvider(vault.profile(id), deps.provider())
  /** As this variant has it, with the secrets that it would send. Throws ERR_NOT_FOUND for one that is not there. */
  const resolved = (kept: Profile, choice: VariantChoice = noVariant) => {
    if (!isKnownChoice(choice, kept)) {
      throw new AppError('ERR_NOT_FOUND', 'this profile has no such environment, client or user')
    }
    const profile = resolveProfile(kept, choice)
    const lent = profile.builtIn ? lentSecrets(deps.provider(), profile.client_id) : {}
    return { profile, secrets: { ...lent, ...vault.secrets(kept.id, choice) } }
  }
  const configOf = (kept: Profile, choice: VariantChoice): RunConfig => {
    const { profile, secrets } = resolved(kept, choice)
    const unfilled = unfilledIn(profile)
    if (unfilled.length > 0) throw unfilledError(unfilled)
    return {
      profileId: profile.id,
      profileName: profile.name,
      variant: choice,
      variantNames: variantLabels(profile, choice),
      issuer: profile.issuer,
      client_id: profile.client_id,
      token_endpoint_auth_method: profile.token_endpoint_auth_method,
      secrets,
      scope: profile.scope,
      flow: trustingProvider(profile, deps.provider()),
      redirect: profile.redirect,
      browser: profile.browser,
      parameters: profile.parameters,
      allowHttp: profile.allowHttp,
      endpoints: profile.endpoints,
    }
  }

  const ensureBuiltIn = () => {
    try {
      vault.ensureBuiltIn(builtInDraft)
    } catch (error) {
      // A full disk must not keep the window shut: without this profile everything else still works.
      if (!(error instanceof AppError)) throw error
    }
  }
  ensureBuiltIn()

  return {
    list,
    save: (input) => changed(followProvider(vault.save(input), deps.provider())),
    duplicate: (id) => {
      const profile = find(id)
      // A copy does not follow the provider, so it needs the address of this moment.
      if (isWithoutAddress(profile)) {
        throw new AppError('ERR_CONFLICT', 'start the built-in provider first: a copy needs its address')
      }
      return changed(vault.duplicate(id, profile.issuer))
    },
    remove: (id) => changed(vault.remove(id)),
    restore: (id) => changed(vault.restore(id)),
    revealSecret: ({ id, key }) => {
      const secret = vault.secret(id, key)
      if (secret === null) throw new AppError('ERR_NOT_FOUND', `this profile has no ${key}`)
      return { secret }
    },
    discover: async (input) => {
      const { id, flow, variant } = input
      const secrets = id === null ? {} : resolved(find(id), variant).secrets
      return deps.discover(input, connectionSettings({ flow, secrets }))
    },
    opened: () => {
      ensureBuiltIn()
      deps.onChange(list())
    },
    secretsOf: (id, variant) => resolved(find(id), variant).secrets,
    changeSecrets: (id, changes) => {
      const { id: _, builtIn, secrets, variantSecrets, createdAt, updatedAt, ...draft } = vault.profile(id)
      changed(vault.save({ id, draft, secrets: changes }))
    },
    runConfig: (id, choice = noVariant) => configOf(find(id), choice),
    otherClient: (config) => {
      for (const kept of list()) {
        for (const choice of choicesOf(kept)) {
          const { issuer, client_id } = resolveDraft(kept, choice)
          if (issuer !== config.issuer || client_id === config.client_id) continue
          const other = resolveProfile(kept, choice)
          if (unfilledIn(other).length === 0) return configOf(kept, choice)
        }
      }
      return null
    },
    allowedHttpHosts: () =>
      new Set(
        list()
          .filter(({ allowHttp }) => allowHttp)
          .flatMap(issuersOf)
          .flatMap((issuer) => (URL.canParse(issuer) ? [new URL(issuer).host] : [])),
      ),
  }
}

/** Every environment with every client; who signs in makes no other client. */
function choicesOf({ environments, clients }: Profile): readonly VariantChoice[] {
  const ids = (list: readonly { readonly id: string }[]) => [null, ...list.map(({ id }) => id)]
  return ids(environments).flatMap((environment) =>
    ids(clients).map((client) => ({ environment, client, user: null })),
  )
}

/** In each of its environments. */
function issuersOf(profile: Profile): readonly string[] {
  return [null, ...profile.environments.map(({ id }) => id)].map((environment) =>
    fillText(profile.issuer, valuesIn(profile, { environment })),
  )
}

function unfilledError(names: readonly string[]): AppError {
  return new AppError('ERR_INPUT', `no value is given for ${names.map((name) => `{{${name}}}`).join(', ')}`, {
    details: { field: 'variables', names: names.join(' ') },
  })
}

/** The built-in profile points at the provider wherever it runs now; its port may differ from start to start. */
function followProvider(profile: Profile, provider: ProviderStatus): Profile {
  return profile.builtIn && provider.kind === 'running' ? { ...profile, issuer: provider.issuer } : profile
}

/** The authority of the provider's certificates is another one at each start, so it is not kept. */
function trustingProvider({ builtIn, flow }: Profile, provider: ProviderStatus): Profile['flow'] {
  return builtIn && provider.kind === 'running' && flow.ca_certificates === ''
    ? { ...flow, ca_certificates: provider.ca_certificates }
    : flow
}

/** What the provider made for this client at its start. */
function lentSecrets(provider: ProviderStatus, clientId: string): Secrets {
  if (provider.kind !== 'running') return {}
  const client = provider.clients.find(({ client_id }) => client_id === clientId)
  return {
    ...(client?.client_secret ? { client_secret: client.client_secret } : {}),
    ...(client?.client_certificate ? { client_certificate: client.client_certificate } : {}),
  }
}
