import { z } from 'zod'
import { AppError } from '../../error.ts'
import { defaultFlow } from '../flow-settings.ts'
import { secretFact } from '../import/given-secrets.ts'
import type { Import } from '../import/imported.ts'
import { emptyDraft, type ProfileDraft, profileDraft } from '../profile.ts'
import { keptSecretKey } from '../variant.ts'

/** What an encrypted file holds: profiles with their secrets. It is never written without encryption. */
const sealedContent = z.strictObject({
  format: z.literal('claimscope-profiles'),
  version: z.literal(1),
  profiles: z
    .array(
      z.strictObject({
        draft: z.record(z.string(), z.unknown()),
        secrets: z.record(keptSecretKey, z.string().min(1).max(100_000)),
      }),
    )
    .max(10_000),
})

export type SealedProfile = {
  readonly draft: ProfileDraft
  readonly secrets: Readonly<Record<string, string>>
}

export function writeSealedContent(profiles: readonly SealedProfile[]): string {
  return JSON.stringify({ format: 'claimscope-profiles', version: 1, profiles })
}

/** Reads what was decrypted. Throws ERR_IMPORT; of its text nothing is repeated. */
export function parseSealedImport(text: string): Import {
  const content = sealedContent.safeParse(jsonOf(text))
  if (!content.success) throw refused()
  const profiles = content.data.profiles.map(({ draft: written, secrets }) => {
    // A setting that a later version added is there with its default.
    const draft = profileDraft.safeParse({
      ...emptyDraft,
      ...written,
      flow: { ...defaultFlow, ...(written.flow as object | undefined) },
    })
    if (!draft.success) throw refused()
    const understood = Object.entries(secrets).map(([key, secret]) => ({
      from: key,
      field: key,
      value: secretFact(secret),
    }))
    return { draft: draft.data, secrets, understood, leftOut: [], toFill: [] }
  })
  return { format: 'Encrypted profiles', profiles, leftOut: [] }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

function refused(): AppError {
  return new AppError(
    'ERR_IMPORT',
    'the encrypted file holds profiles of a version that this app does not read',
    {
      details: { reason: 'malformed' },
    },
  )
}
