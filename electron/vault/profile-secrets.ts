import { type SecretName, type Secrets, secretNames } from '../../shared/profile/secret-name.ts'
import type { RecordChange, RecordStore } from './record-store.ts'

/** What becomes of each secret when a profile is saved: absent keeps it, null removes it. */
export type SecretChanges = Readonly<Partial<Record<SecretName, string | null | undefined>>>

/** The client secret was the only one once, and is still kept under the profile's own id. */
function recordId(profileId: string, name: SecretName): string {
  return name === 'client_secret' ? profileId : `${profileId}/${name}`
}

export function readSecret(store: RecordStore, profileId: string, name: SecretName): string | null {
  return store.read('secret', recordId(profileId, name))?.toString('utf8') ?? null
}

export function readSecrets(store: RecordStore, profileId: string): Secrets {
  const found = secretNames.flatMap((name) => {
    const secret = readSecret(store, profileId, name)
    return secret === null ? [] : [[name, secret] as const]
  })
  return Object.fromEntries(found)
}

/** Which secrets each profile has, read in one go. */
export function secretsByProfile(store: RecordStore): (profileId: string) => readonly SecretName[] {
  const kept = new Set(store.list('secret').map(({ id }) => id))
  return (profileId) => secretNames.filter((name) => kept.has(recordId(profileId, name)))
}

export function secretChanges(profileId: string, secrets: SecretChanges): readonly RecordChange[] {
  return secretNames.flatMap((name) => {
    const secret = secrets[name]
    if (secret === undefined) return []
    const bytes = secret === null ? null : Buffer.from(secret, 'utf8')
    return [{ kind: 'secret' as const, id: recordId(profileId, name), bytes }]
  })
}

/** The records of all of a profile's secrets, those that are absent with null. */
export function secretRecords(store: RecordStore, profileId: string): readonly RecordChange[] {
  return secretNames.map((name) => {
    const id = recordId(profileId, name)
    return { kind: 'secret' as const, id, bytes: store.read('secret', id) }
  })
}
