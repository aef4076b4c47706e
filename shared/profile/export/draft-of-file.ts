import { defaultFlow } from '../flow-settings.ts'
import { emptyDraft, type ProfileDraft, profileDraft } from '../profile.ts'
import { hasFrontChannel } from '../runnable-grants.ts'
import { readFileRedirect } from './file-redirect.ts'
import type { ProfileFile } from './profile-file.ts'

/** The draft that a file describes; the defaults are those of the command line. Null where its redirect URI is none. */
export function draftOfFile(file: ProfileFile, name: string): ProfileDraft | null {
  const redirect = readFileRedirect(file)
  if (redirect === null) return null
  const given = Object.fromEntries(
    Object.keys(defaultFlow).flatMap((key) => {
      const value = file[key as keyof typeof defaultFlow]
      return value === undefined ? [] : [[key, value]]
    }),
  )
  const flow = { ...defaultFlow, ...given }
  const hasSecret = [...Object.keys(file.secrets ?? {}), ...Object.keys(file.variant_secrets ?? {})].some(
    (key) => key.startsWith('client_secret'),
  )
  const draft = profileDraft.safeParse({
    ...emptyDraft,
    name: file.name?.trim() || name,
    issuer: file.issuer,
    client_id: file.client_id,
    token_endpoint_auth_method:
      file.token_endpoint_auth_method ?? (hasSecret ? 'client_secret_basic' : 'none'),
    scope: file.scope ?? (hasFrontChannel(flow.grant_type) ? 'openid' : ''),
    flow,
    redirect,
    parameters: [
      ...Object.entries(file.parameters ?? {}).flatMap(([name, value]) =>
        [value].flat().map((each) => ({ name, value: each })),
      ),
      ...(file.request_parameters ?? []),
    ],
    allowHttp: file.allow_http ?? false,
    endpoints: file.endpoints ?? null,
    variables: file.variables ?? [],
    environments: file.environments ?? [],
    clients: file.clients ?? [],
    users: file.users ?? [],
    folder: file.folder ?? '',
  })
  return draft.success ? draft.data : null
}
