import { AppError } from '../../shared/error.ts'
import type { CallInput } from '../../shared/ipc/contract.ts'
import { parseSealedImport } from '../../shared/profile/export/sealed-content.ts'
import type { ImportPreview } from '../../shared/profile/import/import-preview.ts'
import { keepableDraft, previewImport } from '../../shared/profile/import/import-preview.ts'
import type { Import } from '../../shared/profile/import/imported.ts'
import { readMetadata } from '../../shared/profile/import/read-metadata.ts'
import { issuerOfMetadataAddress } from '../../shared/profile/issuer-of-metadata-address.ts'
import type { MetadataSnapshot, Profile } from '../../shared/profile/profile.ts'
import type { RunJob } from '../jose/crypto-jobs.ts'
import type { Vault } from '../vault/vault.ts'

/** Import in two steps: reading keeps nothing; what was read, secrets included, waits here until it is accepted. */
export type ImportDesk = {
  readonly read: (input: CallInput<'profiles.readImport'>) => Promise<ImportPreview>
  /** The profiles that were added. ERR_NOT_FOUND where the preview is gone. */
  readonly accept: (input: CallInput<'profiles.acceptImport'>) => Profile[]
  readonly drop: (token: string) => void
  readonly close: () => void
}

export function createImportDesk(deps: {
  readonly vault: Pick<Vault, 'save' | 'remove' | 'profiles'>
  readonly run: RunJob
  readonly discover: (issuer: string) => Promise<MetadataSnapshot>
  readonly randomId: () => string
  readonly onChange: () => void
}): ImportDesk {
  const { vault } = deps
  /** One at a time: a preview that is not on the screen holds no secrets. */
  let waiting: { readonly token: string; readonly found: Import } | null = null

  const find = async ({ sources, passphrase }: CallInput<'profiles.readImport'>): Promise<Import> => {
    const [only] = sources
    const text = only?.text.trim() ?? ''
    if (sources.length === 1 && isSealed(text)) {
      if (passphrase === undefined) {
        throw new AppError('ERR_PASSPHRASE', 'the file is encrypted; its passphrase is needed', {
          details: { given: false },
        })
      }
      return parseSealedImport(await deps.run('openProfiles', { jwe: text, passphrase }))
    }
    const issuer = sources.length === 1 ? issuerOfMetadataAddress(text) : null
    if (issuer !== null) return readMetadata({ ...(await deps.discover(issuer)), issuer })
    return deps.run('importProfiles', sources)
  }

  return {
    read: async (input) => {
      waiting = null
      const found = await find(input)
      const token = deps.randomId()
      waiting = { token, found }
      return previewImport(token, found, vault.profiles())
    },
    accept: ({ token, indexes }) => {
      if (waiting?.token !== token) {
        throw new AppError('ERR_NOT_FOUND', 'what was read is no longer there; read it once more')
      }
      const chosen = waiting.found.profiles.filter((_, index) => indexes.includes(index))
      const added: Profile[] = []
      try {
        for (const profile of chosen) {
          added.push(vault.save({ draft: keepableDraft(profile), secrets: profile.secrets }))
        }
      } catch (error) {
        // All or none: half of a collection would have to be looked for.
        for (const { id } of added) vault.remove(id)
        throw error
      } finally {
        deps.onChange()
      }
      waiting = null
      return added
    },
    drop: (token) => {
      if (waiting?.token === token) waiting = null
    },
    close: () => {
      waiting = null
    },
  }
}

/** A compact JWE; whose, its opener says. */
function isSealed(text: string): boolean {
  return /^eyJ[\w-]+(?:\.[\w-]*){4}$/.test(text)
}
