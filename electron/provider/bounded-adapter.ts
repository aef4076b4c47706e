import type { Adapter, AdapterPayload } from 'oidc-provider'

/** More sign-ins than anyone makes by hand; a loop that runs away fills this and no more. */
const maxRecords = 5_000

type Entry = { readonly payload: AdapterPayload; readonly expiresAt: number }

/**
 * Where the provider keeps sessions, codes and tokens: in memory, and in memory only. Nothing of it survives
 * the process. The oldest records make room for new ones.
 */
export function createBoundedAdapter(now: () => number = Date.now): (model: string) => Adapter {
  const entries = new Map<string, Entry>()

  const find = (key: string): AdapterPayload | undefined => {
    const entry = entries.get(key)
    if (!entry) return undefined
    if (entry.expiresAt > now()) return entry.payload
    entries.delete(key)
    return undefined
  }
  const removeWhere = (isMeant: (key: string, payload: AdapterPayload) => boolean) => {
    for (const [key, { payload }] of entries) if (isMeant(key, payload)) entries.delete(key)
  }

  return (model) => {
    const keyOf = (id: string) => `${model}:${id}`
    const findWhere = (isMeant: (payload: AdapterPayload) => boolean) => {
      for (const [key, { payload }] of entries) {
        if (key.startsWith(keyOf('')) && isMeant(payload)) return find(key)
      }
      return undefined
    }
    return {
      upsert: async (id, payload, expiresIn) => {
        const expiresAt = expiresIn === undefined ? Number.POSITIVE_INFINITY : now() + expiresIn * 1000
        entries.delete(keyOf(id))
        entries.set(keyOf(id), { payload, expiresAt })
        for (const oldest of entries.keys()) {
          if (entries.size <= maxRecords) break
          entries.delete(oldest)
        }
      },
      find: async (id) => find(keyOf(id)),
      findByUid: async (uid) => findWhere((payload) => payload.uid === uid),
      findByUserCode: async (userCode) => findWhere((payload) => payload.userCode === userCode),
      consume: async (id) => {
        const payload = find(keyOf(id))
        if (payload) payload.consumed = Math.floor(now() / 1000)
      },
      destroy: async (id) => {
        entries.delete(keyOf(id))
      },
      revokeByGrantId: async (grantId) => removeWhere((_key, payload) => payload.grantId === grantId),
    }
  }
}
