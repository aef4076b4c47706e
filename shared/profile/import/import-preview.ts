import { redirectToRegister } from '../../oauth/redirect-to-register.ts'
import { enteredDraft, type Profile } from '../profile.ts'
import { hasFrontChannel } from '../runnable-grants.ts'
import type { Import, ImportedProfile, LeftOut, ToFill, Understood } from './imported.ts'

/** What the window sees of a profile before it is kept: all of it but the secrets. */
export type PreviewedProfile = {
  readonly name: string
  readonly issuer: string
  readonly clientId: string
  readonly grantType: string
  /** What to register with the provider; null where no browser is involved. */
  readonly redirectUri: string | null
  readonly understood: readonly Understood[]
  readonly leftOut: readonly LeftOut[]
  readonly toFill: readonly ToFill[]
  /** How many secrets come along. */
  readonly secretCount: number
  /** The kept profile with the same issuer and client; null where there is none. */
  readonly duplicateOf: string | null
}

export type ImportPreview = {
  /** Under which the main process keeps what was read, until it is accepted or dropped. */
  readonly token: string
  readonly format: string
  readonly profiles: readonly PreviewedProfile[]
  readonly leftOut: readonly LeftOut[]
}

export function previewImport(token: string, found: Import, kept: readonly Profile[]): ImportPreview {
  return {
    token,
    format: found.format,
    leftOut: found.leftOut,
    profiles: found.profiles.map((profile) => preview(profile, kept)),
  }
}

function preview({ draft, secrets, ...notes }: ImportedProfile, kept: readonly Profile[]): PreviewedProfile {
  const bare = (issuer: string) => issuer.replace(/\/$/, '')
  const same = kept.find(
    (each) =>
      each.client_id === draft.client_id && bare(each.issuer) === bare(draft.issuer) && draft.issuer !== '',
  )
  return {
    name: draft.name,
    issuer: draft.issuer,
    clientId: draft.client_id,
    grantType: draft.flow.grant_type,
    redirectUri: hasFrontChannel(draft.flow.grant_type) ? redirectToRegister(draft.redirect).uris[0] : null,
    ...notes,
    secretCount: Object.keys(secrets).length,
    duplicateOf: same?.name ?? null,
  }
}

/**
 * A draft that can be kept: a profile needs an issuer and a client, so that what the source does not say becomes a
 * variable without a value, which a run asks for.
 */
export function keepableDraft({ draft }: ImportedProfile): ImportedProfile['draft'] {
  const whole = {
    ...draft,
    name: draft.name || 'Imported profile',
    issuer: enteredDraft.shape.issuer.safeParse(draft.issuer).success ? draft.issuer : '{{issuer}}',
    client_id: draft.client_id || '{{client_id}}',
  }
  return enteredDraft.parse(whole)
}
