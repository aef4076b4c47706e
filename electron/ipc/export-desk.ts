import { AppError } from '../../shared/error.ts'
import type { CallInput, CallOutput } from '../../shared/ipc/contract.ts'
import { writeSealedContent } from '../../shared/profile/export/sealed-content.ts'
import { slugOf, writeProfileFiles } from '../../shared/profile/export/write-profile-file.ts'
import { type Profile, type ProfileDraft, profileDraft } from '../../shared/profile/profile.ts'
import type { RunJob } from '../jose/crypto-jobs.ts'
import type { Vault } from '../vault/vault.ts'

/** Profiles leave as files without secrets, or, with them, as one encrypted file. */
export type ExportDesk = {
  readonly write: (input: CallInput<'profiles.export'>) => Promise<CallOutput<'profiles.export'>>
}

export type NamedText = { readonly fileName: string; readonly text: string }

export function createExportDesk(deps: {
  readonly profiles: () => readonly Profile[]
  readonly vault: Pick<Vault, 'secret'>
  readonly run: RunJob
  /** False where the person changed their mind. */
  readonly saveFile: (suggestedName: string, text: string) => Promise<boolean>
  /** Into a folder that the person chooses; null where they changed their mind. A file that is there is not replaced. */
  readonly saveFiles: (files: readonly NamedText[]) => Promise<{ readonly kept: readonly string[] } | null>
}): ExportDesk {
  const secretsOf = ({ id, secrets, variantSecrets }: Profile) =>
    Object.fromEntries(
      [...secrets, ...variantSecrets].flatMap((key) => {
        const secret = deps.vault.secret(id, key)
        return secret === null ? [] : [[key, secret] as const]
      }),
    )
  return {
    write: async ({ ids, passphrase }) => {
      const chosen = ids.map((id) => {
        const found = deps.profiles().find((each) => each.id === id)
        if (!found) throw new AppError('ERR_NOT_FOUND', 'there is no such profile', { details: { id } })
        return found
      })
      if (passphrase !== undefined) {
        const text = writeSealedContent(
          chosen.map((each) => ({ draft: { ...draftOf(each), metadata: null }, secrets: secretsOf(each) })),
        )
        const jwe = await deps.run('sealProfiles', { text, passphrase })
        const name = chosen.length === 1 && chosen[0] ? slugOf(chosen[0].name) : 'profiles'
        const saved = await deps.saveFile(`${name}.jwe`, `${jwe}\n`)
        return { saved: saved ? chosen.length : 0, leftOut: [], kept: [] }
      }
      const files = writeProfileFiles(
        chosen.map((each) => ({
          draft: draftOf(each),
          secretKeys: [...each.secrets, ...each.variantSecrets],
        })),
      )
      const leftOut = files.flatMap((file) => file.leftOut.map((what) => `${file.fileName}: ${what}`))
      const [only] = files
      if (files.length === 1 && only) {
        const saved = await deps.saveFile(only.fileName, only.text)
        return { saved: saved ? 1 : 0, leftOut, kept: [] }
      }
      const written = await deps.saveFiles(files)
      return written === null
        ? { saved: 0, leftOut: [], kept: [] }
        : { saved: files.length - written.kept.length, leftOut, kept: [...written.kept] }
    },
  }
}

function draftOf(profile: Profile): ProfileDraft {
  const fields = Object.keys(profileDraft.shape)
  return Object.fromEntries(Object.entries(profile).filter(([name]) => fields.includes(name))) as ProfileDraft
}
