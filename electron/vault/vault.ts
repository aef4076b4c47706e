import { AppError } from '../../shared/error.ts'
import { copyName } from '../../shared/profile/copy-name.ts'
import { enteredDraft, type Profile, type ProfileDraft } from '../../shared/profile/profile.ts'
import type { Secrets } from '../../shared/profile/secret-name.ts'
import {
  choiceOfSecretKey,
  isKnownChoice,
  noVariant,
  type VariantChoice,
} from '../../shared/profile/variant.ts'
import type { VaultStatus } from '../../shared/vault-status.ts'
import { type CertificateShelf, createCertificateShelf } from './certificate-shelf.ts'
import { createKeyShelf, type KeyShelf } from './key-shelf.ts'
import {
  readSecret,
  readSecrets,
  type SecretChanges,
  secretChanges,
  secretRecords,
  secretsByProfile,
} from './profile-secrets.ts'
import type { RecordChange } from './record-store.ts'
import { createRunShelf, type RunShelf } from './run-shelf.ts'
import { createSessionShelf, type SessionShelf } from './session-shelf.ts'
import { encodeProfile, parseStoredProfile, type StoredProfile, toProfile } from './stored-profile.ts'
import { type KeeperDeps, openKeeper, type VaultKeeper } from './vault-keeper.ts'

export type VaultDeps = KeeperDeps & {
  readonly randomId: () => string
}

export type SaveInput = {
  /** Absent: a new profile. */
  readonly id?: string | undefined
  readonly draft: ProfileDraft
  readonly secrets?: SecretChanges | undefined
}

/**
 * Profiles and their secrets, and the person's keys. Whatever `status` says, all of it works: without a sealed file
 * everything is kept in memory until `close`.
 * Errors: ERR_NOT_FOUND, ERR_CONFLICT, ERR_INPUT, ERR_VAULT_WRITE, ERR_VAULT_DAMAGED, ERR_VAULT_UNAVAILABLE.
 */
export type Vault = {
  readonly status: () => VaultStatus
  /** Lock, unlock, and what changes the file as a whole. */
  readonly door: Omit<VaultKeeper, 'store' | 'close' | 'lock'>
  /** Drops the key, and all that was read or waits for an undo. Throws ERR_CONFLICT where it could not be opened again. */
  readonly lock: () => void
  readonly assertLockable: () => void
  /** Minutes without a touch after which it locks; 0: never. */
  readonly lockAfter: () => number
  readonly setLockAfter: (minutes: number) => void
  /** The built-in profile first, then by age. */
  readonly profiles: () => Profile[]
  readonly profile: (id: string) => Profile
  /** On disk when it returns. Of the built-in profile, name and issuer stay as they are. */
  readonly save: (input: SaveInput) => Profile
  /** With its secrets. `issuer` stands in for the kept one, which of the built-in profile is only a placeholder. */
  readonly duplicate: (id: string, issuer?: string) => Profile
  /** The built-in profile is not removed: ERR_CONFLICT. */
  readonly remove: (id: string) => void
  /** Undoes a removal of this session, secrets included. */
  readonly restore: (id: string) => Profile
  /** By `secretKey`; null where there is none of that name. */
  readonly secret: (id: string, key: string) => string | null
  /** What a run of this variant sends; without one, of the profile's own values. */
  readonly secrets: (id: string, choice?: VariantChoice) => Secrets
  /**
   * Keeps exactly one built-in profile. An existing one takes over issuer and metadata from `draft` and keeps
   * what the person changed. `secretOf` names the client secret that belongs to its `client_id` now.
   */
  readonly ensureBuiltIn: (draft: ProfileDraft, secretOf?: (clientId: string) => string | null) => Profile
  readonly keys: KeyShelf
  readonly runs: RunShelf
  /** For https on loopback. */
  readonly certificate: CertificateShelf
  readonly sessions: SessionShelf
  /** Forgets the key and what was in memory. */
  readonly close: () => void
}

const lockAfterId = 'lock_after'
const usualLockAfter = 15

export async function openVault(deps: VaultDeps): Promise<Vault> {
  return createVault(deps, await openKeeper(deps))
}

function createVault({ now, randomId }: VaultDeps, keeper: VaultKeeper): Vault {
  const { store } = keeper
  const keptIn = () => (keeper.status().kind === 'sealed' ? 'vault' : 'memory')
  const keys = createKeyShelf(store, { now, randomId, keptIn })
  const runs = createRunShelf(store)
  /** What `restore` needs, until the app quits. */
  const removed = new Map<string, readonly RecordChange[]>()

  const forgetUndo = () => {
    keys.close()
    runs.close()
    for (const changes of removed.values()) {
      for (const { bytes } of changes) bytes?.fill(0)
    }
    removed.clear()
  }

  const stored = (id: string): StoredProfile => {
    const bytes = store.read('profile', id)
    const found = bytes && parseStoredProfile(bytes)
    if (!found) throw new AppError('ERR_NOT_FOUND', 'there is no such profile', { details: { id } })
    return found
  }
  const profile = (id: string) => toProfile(id, stored(id), secretsByProfile(store)(id))

  const put = (id: string, content: StoredProfile, secrets: SecretChanges = {}): Profile => {
    store.write([{ kind: 'profile', id, bytes: encodeProfile(content) }, ...secretChanges(id, secrets)])
    return profile(id)
  }

  const add = (draft: ProfileDraft, secrets: SecretChanges | undefined, builtIn: boolean) => {
    const time = now()
    return put(randomId(), { draft, builtIn, createdAt: time, updatedAt: time }, secrets)
  }

  const secretOfProfile = (id: string, key: string) => {
    stored(id)
    return readSecret(store, id, key)
  }
  const secretsOfProfile = (id: string, choice: VariantChoice = noVariant) => {
    stored(id)
    return readSecrets(store, id, choice)
  }
  const allSecrets = (id: string): SecretChanges =>
    Object.fromEntries(secretsByProfile(store)(id).map((key) => [key, readSecret(store, id, key)]))
  /** Secrets of variants that the draft has no longer. */
  const orphans = (id: string, draft: ProfileDraft): SecretChanges =>
    Object.fromEntries(
      secretsByProfile(store)(id)
        .filter((key) => !isKnownChoice(choiceOfSecretKey(key), draft))
        .map((key) => [key, null]),
    )

  const profiles = () => {
    const secretsOf = secretsByProfile(store)
    return store
      .list('profile')
      .flatMap(({ id, bytes }) => {
        const content = parseStoredProfile(bytes)
        return content ? [toProfile(id, content, secretsOf(id))] : []
      })
      .sort(byAge)
  }

  return {
    status: keeper.status,
    door: keeper,
    assertLockable: keeper.assertLockable,
    lock: () => {
      keeper.lock()
      forgetUndo()
    },
    lockAfter: () => {
      if (keeper.status().kind === 'locked') return usualLockAfter
      const kept = store.read('setting', lockAfterId)?.toString('utf8')
      return kept !== undefined && /^\d{1,4}$/.test(kept) ? Number(kept) : usualLockAfter
    },
    setLockAfter: (minutes) => {
      store.write([{ kind: 'setting', id: lockAfterId, bytes: Buffer.from(String(minutes)) }])
    },
    keys,
    runs,
    certificate: createCertificateShelf(store),
    sessions: createSessionShelf(store),
    profiles,
    profile,
    secret: secretOfProfile,
    secrets: secretsOfProfile,

    save: ({ id, draft: input, secrets }) => {
      const draft = parseDraft(input)
      if (id === undefined) return add(draft, secrets, false)
      const before = stored(id)
      const kept = before.builtIn ? { ...draft, ...ownedByProvider(before.draft) } : draft
      return put(id, { ...before, draft: kept, updatedAt: now() }, { ...secrets, ...orphans(id, kept) })
    },

    duplicate: (id, issuer) => {
      const { draft } = stored(id)
      const taken = profiles().map((each) => each.name)
      const copy = { ...draft, name: copyName(draft.name, taken), issuer: issuer ?? draft.issuer }
      return add(copy, allSecrets(id), false)
    },

    remove: (id) => {
      if (stored(id).builtIn) {
        throw new AppError('ERR_CONFLICT', 'the profile of the built-in provider cannot be deleted')
      }
      const kept: readonly RecordChange[] = [
        { kind: 'profile', id, bytes: store.read('profile', id) },
        ...secretRecords(store, id),
      ]
      store.write(kept.map((record) => ({ ...record, bytes: null })))
      removed.set(id, kept)
    },

    restore: (id) => {
      const changes = removed.get(id)
      if (!changes) {
        throw new AppError('ERR_NOT_FOUND', 'this profile was not deleted in this session', {
          details: { id },
        })
      }
      store.write(changes)
      removed.delete(id)
      return profile(id)
    },

    ensureBuiltIn: (input, secretOf) => {
      const draft = parseDraft(input)
      const current = profiles().find((candidate) => candidate.builtIn)
      if (!current) return add(draft, { client_secret: secretOf?.(draft.client_id) ?? undefined }, true)
      const before = stored(current.id)
      const next = {
        ...before.draft,
        issuer: draft.issuer,
        metadata: draft.metadata,
        allowHttp: draft.allowHttp,
      }
      const secret = secretOf?.(next.client_id)
      const isSame =
        JSON.stringify(next) === JSON.stringify(before.draft) &&
        (secret === undefined || secret === secretOfProfile(current.id, 'client_secret'))
      if (isSame) return current
      return put(current.id, { ...before, draft: next, updatedAt: now() }, { client_secret: secret })
    },

    close: () => {
      forgetUndo()
      keeper.close()
    },
  }
}

/** These follow the built-in provider, whatever the person saves. */
function ownedByProvider(draft: ProfileDraft) {
  const { name, issuer, metadata, allowHttp } = draft
  return { name, issuer, metadata, allowHttp }
}

function parseDraft(input: ProfileDraft): ProfileDraft {
  const parsed = enteredDraft.safeParse(input)
  if (parsed.success) return parsed.data
  const field = parsed.error.issues[0]?.path.join('.') ?? ''
  throw new AppError('ERR_INPUT', 'the profile is not complete or holds a value that is not allowed', {
    details: { field },
  })
}

function byAge(a: Profile, b: Profile): number {
  return Number(b.builtIn) - Number(a.builtIn) || a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1)
}
