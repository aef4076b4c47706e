import { type SecretName, type Secrets, secretNames } from '../../shared/profile/secret-name.ts'
import { nameOfSecretKey, secretKey, type VariantChoice } from '../../shared/profile/variant.ts'
import type { RecordChange, RecordStore } from './record-store.ts'

/** What becomes of each secret when a profile is saved, by `secretKey`: absent keeps it, null removes it. */
export type SecretChanges = Readonly<Record<string, string | null | undefined>>

/** The client secret was the only one once, and is still kept under the profile's own id. */
function recordId(profileId: string, key: string): string {
  return key === 'client_secret' ? profileId : `${profileId}/${key}`
}

export function readSecret(store: RecordStore, profileId: string, key: string): string | null {
  return store.read('secret', recordId(profileId, key))?.toString('utf8') ?? null
}

/** What a run of this variant would send, by the plain names. */
export function readSecrets(store: RecordStore, profileId: string, choice: VariantChoice): Secrets {
  const found = secretNames.flatMap((name) => {
    const secret = readSecret(store, profileId, secretKey(name, choice))
    return secret === null ? [] : [[name, secret] as const]
  })
  return Object.fromEntries(found)
}

/** Which secrets each profile has, by `secretKey`, without opening one. Ids of profiles hold no slash. */
export function secretsByProfile(store: RecordStore): (profileId: string) => readonly string[] {
  const kept = new Map<string, string[]>()
  for (const id of store.ids('secret').keys()) {
    const at = id.indexOf('/')
    const [profileId, key] = at < 0 ? [id, 'client_secret'] : [id.slice(0, at), id.slice(at + 1)]
    if (!isSecretName(nameOfSecretKey(key))) continue
    const keys = kept.get(profileId)
    if (keys) keys.push(key)
    else kept.set(profileId, [key])
  }
  return (profileId) => (kept.get(profileId) ?? []).sort(byName)
}

export function secretChanges(profileId: string, secrets: SecretChanges): readonly RecordChange[] {
  return Object.entries(secrets).flatMap(([key, secret]) => {
    if (secret === undefined || !isSecretName(nameOfSecretKey(key))) return []
    const bytes = secret === null ? null : Buffer.from(secret, 'utf8')
    return [{ kind: 'secret' as const, id: recordId(profileId, key), bytes }]
  })
}

/** The records of all of a profile's secrets. */
export function secretRecords(store: RecordStore, profileId: string): readonly RecordChange[] {
  return secretsByProfile(store)(profileId).map((key) => {
    const id = recordId(profileId, key)
    return { kind: 'secret' as const, id, bytes: store.read('secret', id) }
  })
}

function isSecretName(name: string): name is SecretName {
  return (secretNames as readonly string[]).includes(name)
}

/** In the order of `secretNames`, the profile's own before those of variants. */
function byName(a: string, b: string): number {
  const place = (key: string) => secretNames.indexOf(nameOfSecretKey(key) as SecretName)
  return place(a) - place(b) || (a < b ? -1 : 1)
}
