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
  readonly discover: ProfileDesk['discover']
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
    const lent = profile.builtIn ? providerSecret(deps.provider(), profile.client_id) : null
    return { ...(lent === null ? {} : { client_secret: lent }), ...vault.secrets(profile.id) }
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
    discover: deps.discover,
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
        flow: profile.flow,
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

function providerSecret(provider: ProviderStatus, clientId: string): string | null {
  if (provider.kind !== 'running') return null
  return provider.clients.find((client) => client.client_id === clientId)?.client_secret ?? null
}
