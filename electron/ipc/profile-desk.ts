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
import type { Secrets } from '../../shared/profile/secret-name.ts'
import type { ProviderStatus } from '../../shared/provider-status.ts'
import type { VaultStatus } from '../../shared/vault-status.ts'
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
  readonly vaultStatus: () => VaultStatus
  readonly runConfig: (id: string) => RunConfig
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
  const find = (id: string) => {
    const profile = list().find((candidate) => candidate.id === id)
    if (!profile) throw new AppError('ERR_NOT_FOUND', 'there is no such profile')
    return profile
  }
  const secretsOf = (profile: Profile): Secrets => {
    const lent = profile.builtIn ? lentSecrets(deps.provider(), profile.client_id) : {}
    return { ...lent, ...vault.secrets(profile.id) }
  }

  try {
    vault.ensureBuiltIn(builtInDraft)
  } catch (error) {
    // A full disk must not keep the window shut: without this profile everything else still works.
    if (!(error instanceof AppError)) throw error
  }

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
    revealSecret: ({ id, name }) => {
      const secret = secretsOf(find(id))[name]
      if (secret === undefined) throw new AppError('ERR_NOT_FOUND', `this profile has no ${name}`)
      return { secret }
    },
    discover: async (input) => {
      const { id, flow } = input
      const secrets = id === null ? {} : secretsOf(find(id))
      return deps.discover(input, connectionSettings({ flow, secrets }))
    },
    vaultStatus: () => vault.status(),
    runConfig: (id) => {
      const profile = find(id)
      return {
        profileId: profile.id,
        profileName: profile.name,
        issuer: profile.issuer,
        client_id: profile.client_id,
        token_endpoint_auth_method: profile.token_endpoint_auth_method,
        secrets: secretsOf(profile),
        scope: profile.scope,
        flow: trustingProvider(profile, deps.provider()),
        redirect: profile.redirect,
        parameters: profile.parameters,
        allowHttp: profile.allowHttp,
      }
    },
    allowedHttpHosts: () =>
      new Set(
        list().flatMap((profile) =>
          profile.allowHttp && URL.canParse(profile.issuer) ? [new URL(profile.issuer).host] : [],
        ),
      ),
  }
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
