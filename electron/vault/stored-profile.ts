import { z } from 'zod'
import { defaultFlow } from '../../shared/profile/flow-settings.ts'
import { metadataSnapshot } from '../../shared/profile/metadata-snapshot.ts'
import { emptyDraft, type Profile, type ProfileDraft, profileDraft } from '../../shared/profile/profile.ts'
import { type SecretName, secretNames } from '../../shared/profile/secret-name.ts'

/** A profile as it lies in the vault, before its record is sealed. */
export type StoredProfile = {
  readonly draft: ProfileDraft
  readonly builtIn: boolean
  /** Unix milliseconds. */
  readonly createdAt: number
  readonly updatedAt: number
}

const envelope = z.object({
  draft: z.record(z.string(), z.unknown()),
  builtIn: z.boolean(),
  createdAt: z.number(),
  updatedAt: z.number(),
})

const draftFields = Object.keys(profileDraft.shape)

export function encodeProfile(stored: StoredProfile): Buffer {
  return Buffer.from(JSON.stringify(stored), 'utf8')
}

/**
 * Null when the bytes are not a profile. Fields that a later version added are passed over, fields that an
 * earlier version did not have get their default.
 */
export function parseStoredProfile(bytes: Buffer): StoredProfile | null {
  let value: unknown
  try {
    value = JSON.parse(bytes.toString('utf8'))
  } catch {
    return null
  }
  const outer = envelope.safeParse(value)
  if (!outer.success) return null
  const draft = profileDraft.safeParse({
    ...emptyDraft,
    ...knownOf(outer.data.draft, draftFields),
    flow: { ...defaultFlow, ...knownOf(outer.data.draft.flow, Object.keys(defaultFlow)) },
    metadata: knownMetadata(outer.data.draft.metadata),
  })
  return draft.success ? { ...outer.data, draft: draft.data } : null
}

function knownMetadata(value: unknown): unknown {
  return typeof value === 'object' && value !== null
    ? knownOf(value, Object.keys(metadataSnapshot.shape))
    : (value ?? null)
}

function knownOf(value: unknown, fields: readonly string[]): object {
  if (typeof value !== 'object' || value === null) return {}
  return Object.fromEntries(Object.entries(value).filter(([name]) => fields.includes(name)))
}

/** `keys`: of all its secrets, as `secretKey` names them. */
export function toProfile(id: string, stored: StoredProfile, keys: readonly string[]): Profile {
  const { draft, builtIn, createdAt, updatedAt } = stored
  const secrets = keys.filter((key): key is SecretName => (secretNames as readonly string[]).includes(key))
  const variantSecrets = keys.filter((key) => key.includes('@'))
  return { ...draft, id, builtIn, secrets, variantSecrets, createdAt, updatedAt }
}
