import { AppError } from '../../shared/error.ts'
import type { CallInput } from '../../shared/ipc/contract.ts'
import type { KeyDescription, KeyReading, KeySetReport, WhichKey } from '../../shared/key/key-description.ts'
import type { KeyImport, KeyRecord } from '../../shared/key/key-record.ts'
import type { NetworkRequest } from '../../shared/verdict/verification.ts'
import type { RunJob } from '../jose/crypto-jobs.ts'
import { fetchJson } from '../jose/fetch-json.ts'
import { parseFetchableUrl } from '../jose/fetchable-url.ts'
import { tryKeys } from '../jose/keys/try-keys.ts'
import type { FetchLike } from '../net/limited-fetch.ts'
import { createKeyShelf, type KeyShelf, type NewKey } from '../vault/key-shelf.ts'
import { createMemoryStore } from '../vault/memory-store.ts'
import type { Vault } from '../vault/vault.ts'
import { makesSuperfluous } from './same-key.ts'

/** What the window may do with keys; material leaves it only by `reveal` and `privateKeyText`. */
export type KeyDesk = {
  /** Kept ones first, then those in memory; each by age. */
  readonly list: () => KeyRecord[]
  readonly generate: (input: CallInput<'keys.generate'>) => Promise<KeyRecord>
  readonly importText: (input: CallInput<'keys.import'>) => Promise<KeyImport>
  readonly keep: (id: string) => KeyRecord
  readonly change: (input: CallInput<'keys.change'>) => KeyRecord
  readonly remove: (id: string) => void
  readonly restore: (id: string) => KeyRecord
  readonly describe: (id: string) => Promise<KeyDescription>
  readonly reveal: (input: CallInput<'keys.reveal'>) => Promise<{ text: string }>
  readonly convert: (input: CallInput<'keys.convert'>) => Promise<KeyReading>
  readonly convertPrivate: (input: CallInput<'keys.convertPrivate'>) => Promise<{ text: string }>
  readonly checkSet: (input: CallInput<'keys.checkSet'>) => Promise<KeySetReport>
  readonly checkSetAt: (input: CallInput<'keys.checkSetAt'>) => Promise<KeySetReport>
  readonly whichVerifies: (input: CallInput<'keys.whichVerifies'>) => Promise<WhichKey>
  /** For engines of the main process, never for the window: the JWK as JSON text, private members included. */
  readonly privateKeyText: (id: string) => Promise<{ readonly text: string; readonly name: string }>
  /** Forgets the keys in memory. */
  /** The vault is open again: the window hears of its keys. */
  readonly opened: () => void
  /** Forgets the keys that are kept in memory only. */
  readonly dropUnkept: () => void
  readonly close: () => void
}

/** More keys than a person tells apart; a search through them must stay short. */
const maxKeys = 500

export function createKeyDesk(deps: {
  readonly vault: Vault
  readonly run: RunJob
  readonly fetch: FetchLike
  /** Unix milliseconds. */
  readonly now: () => number
  readonly randomId: () => string
  readonly onChange: (keys: KeyRecord[]) => void
}): KeyDesk {
  const { vault, run, now } = deps
  const memoryStore = createMemoryStore()
  const memory = createKeyShelf(memoryStore, { now, randomId: deps.randomId, keptIn: () => 'memory' })
  const list = () => [...vault.keys.list(), ...memory.list()]
  const changed = <T>(result: T): T => {
    deps.onChange(list())
    return result
  }
  const shelfOf = (id: string): KeyShelf => (memory.list().some((key) => key.id === id) ? memory : vault.keys)
  const materialOf = (id: string) => shelfOf(id).material(id)

  const keptWithMaterial = () => {
    const records = new Map(list().map((record) => [record.id, record]))
    return [...vault.keys.materials(), ...memory.materials()].flatMap(({ id, material }) => {
      const facts = records.get(id)
      return facts ? [{ facts, material }] : []
    })
  }

  const add = async (
    text: string,
    passphrase: string | undefined,
    { name, keep }: { readonly name: string; readonly keep: boolean },
  ): Promise<KeyImport> => {
    const { keys } = await run('readKeptKeys', { text, passphrase })
    const before = keptWithMaterial()
    const fresh = keys.filter(
      (key, index) => ![...before, ...keys.slice(0, index)].some((kept) => makesSuperfluous(kept, key)),
    )
    if (list().length + fresh.length > maxKeys) {
      throw new AppError('ERR_CONFLICT', `at most ${maxKeys} keys are kept; delete some first`)
    }
    const named = fresh.map(
      ({ facts, material }, index): NewKey => ({
        facts,
        material,
        name: nameOf(name, index, fresh.length),
      }),
    )
    const added = fresh.length === 0 ? [] : changed((keep ? vault.keys : memory).add(named))
    const present = before.filter((kept) => keys.some((key) => makesSuperfluous(kept, key)))
    return {
      added,
      present: present.map(({ facts }) => facts),
      weak: fresh.flatMap(({ weakness }, index) => {
        const record = added[index]
        return weakness === null || !record ? [] : [{ id: record.id, reason: weakness }]
      }),
    }
  }

  return {
    list,
    generate: async ({ spec, name, keep }) => {
      const jwk = await run('generateKey', spec)
      const {
        added: [record],
      } = await add(JSON.stringify(jwk), undefined, { name, keep })
      if (!record) throw new AppError('ERR_INTERNAL', 'the new key did not come out right')
      return record
    },
    importText: ({ text, passphrase, ...rest }) => add(text, passphrase, rest),
    keep: (id) => {
      const { name, note, ...facts } = memory.find(id)
      const { keptIn: _, id: __, createdAt: ___, ...known } = facts
      const [record] = vault.keys.add([{ facts: known, name, note, material: memory.material(id) }])
      if (!record) throw new AppError('ERR_INTERNAL', 'the key was not kept')
      memory.remove(id)
      return changed(record)
    },
    change: ({ id, name, note }) =>
      changed(
        shelfOf(id).change(id, {
          ...(name === undefined ? {} : { name }),
          ...(note === undefined ? {} : { note }),
        }),
      ),
    remove: (id) => changed(shelfOf(id).remove(id)),
    restore: (id) => changed(restoreFrom([memory, vault.keys], id)),
    describe: async (id) => {
      const { keys } = await run('describeKeys', { text: materialOf(id) })
      const [key] = keys
      if (!key) throw new AppError('ERR_NOT_FOUND', 'the material of this key is gone')
      return key
    },
    reveal: async ({ id, form, passphrase }) => ({
      text: await run('writePrivateKey', {
        text: materialOf(id),
        index: 0,
        form,
        newPassphrase: passphrase,
      }),
    }),
    convert: (input) => run('describeKeys', input),
    convertPrivate: async (input) => ({ text: await run('writePrivateKey', input) }),
    checkSet: ({ text }) => run('checkKeySet', { text, at: now() / 1000 }),
    checkSetAt: async ({ url }) => {
      let request: NetworkRequest | undefined
      const { text } = await fetchJson(parseFetchableUrl(url), {
        fetch: deps.fetch,
        onRequest: (made) => {
          request = made
        },
      })
      const report = await run('checkKeySet', { text, at: now() / 1000 })
      return request ? { ...report, request } : report
    },
    whichVerifies: ({ token }) =>
      tryKeys(
        token,
        [...vault.keys.materials(), ...memory.materials()].map(({ id, material }) => ({
          id,
          text: material,
        })),
        run,
      ),
    privateKeyText: async (id) => {
      const shelf = shelfOf(id)
      return { text: shelf.material(id), name: shelf.find(id).name }
    },
    opened: () => deps.onChange(list()),
    dropUnkept: () => {
      memory.close()
      memoryStore.close()
    },
    close: () => {
      memory.close()
      memoryStore.close()
    },
  }
}

function restoreFrom(shelves: readonly KeyShelf[], id: string): KeyRecord {
  const [shelf, ...others] = shelves
  if (!shelf) throw new AppError('ERR_NOT_FOUND', 'this key was not deleted in this session')
  try {
    return shelf.restore(id)
  } catch (error) {
    if (error instanceof AppError && error.code === 'ERR_NOT_FOUND') return restoreFrom(others, id)
    throw error
  }
}

/** Several keys out of one text are counted, so that they can be told apart. */
function nameOf(name: string, index: number, count: number): string {
  const suffix = count > 1 ? ` ${index + 1}` : ''
  return `${name.slice(0, 200 - suffix.length)}${suffix}`
}
