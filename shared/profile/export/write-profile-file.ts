import { isSecretParameter } from '../../oauth/redact.ts'
import { type ExtraParameter, firstParameters } from '../extra-parameter.ts'
import { defaultFlow } from '../flow-settings.ts'
import { isSecretName } from '../import/secret-variable.ts'
import type { ProfileDraft } from '../profile.ts'
import type { Variable } from '../variable.ts'
import { nameOfSecretKey } from '../variant.ts'
import { writeFileRedirect } from './file-redirect.ts'
import { type ProfileFile, profileFile } from './profile-file.ts'

/** A profile on its way out: the draft, and the keys of its secrets, never one of them. */
export type ExportedProfile = { readonly draft: ProfileDraft; readonly secretKeys: readonly string[] }

export type ExportedFile = {
  readonly fileName: string
  readonly text: string
  /** What looks like a secret in a place that is none, and does not go into a file. */
  readonly leftOut: readonly string[]
}

/** One file a profile, with names that differ; the same profiles give the same bytes. */
export function writeProfileFiles(profiles: readonly ExportedProfile[]): readonly ExportedFile[] {
  const taken = new Set<string>()
  return profiles.map((profile) => {
    const base = slugOf(profile.draft.name)
    let slug = base
    for (let count = 2; taken.has(slug); count += 1) slug = `${base}-${count}`
    taken.add(slug)
    return { fileName: `${slug}.json`, ...writeProfileFile(profile, slug) }
  })
}

/** `slug` begins the names of the variables that hold the secrets. */
export function writeProfileFile(
  { draft, secretKeys }: ExportedProfile,
  slug: string = slugOf(draft.name),
): Omit<ExportedFile, 'fileName'> {
  const leftOut: string[] = []
  const shown = draft.parameters.filter((parameter) => !looksSecret(parameter, leftOut))
  const open = (list: readonly Variable[]) =>
    list.filter(({ name }) => {
      if (isSecretName(name)) leftOut.push(`variable ${name}`)
      return !isSecretName(name)
    })
  const file: ProfileFile = {
    name: draft.name,
    ...(draft.folder === '' ? {} : { folder: draft.folder }),
    issuer: draft.issuer,
    ...(draft.endpoints === null ? {} : { endpoints: draft.endpoints }),
    client_id: draft.client_id,
    token_endpoint_auth_method: draft.token_endpoint_auth_method,
    scope: draft.scope,
    ...writeFileRedirect(draft.redirect),
    ...parametersOf(shown),
    ...(draft.allowHttp ? { allow_http: true } : {}),
    ...(draft.variables.length === 0 ? {} : { variables: open(draft.variables) }),
    ...(draft.environments.length === 0
      ? {}
      : { environments: draft.environments.map((each) => ({ ...each, variables: open(each.variables) })) }),
    ...(draft.clients.length === 0 ? {} : { clients: draft.clients }),
    ...(draft.users.length === 0 ? {} : { users: draft.users }),
    ...secretsOf(secretKeys, slug),
    ...changedSettings(draft),
  }
  return { text: `${JSON.stringify(inSchemaOrder(file), null, 2)}\n`, leftOut: [...new Set(leftOut)] }
}

function parametersOf(parameters: readonly ExtraParameter[]): Partial<ProfileFile> {
  const first: Record<string, string | string[]> = {}
  for (const { name, value } of firstParameters(parameters)) {
    const before = Object.hasOwn(first, name) ? first[name] : undefined
    const next = before === undefined ? value : [...[before].flat(), value]
    Object.defineProperty(first, name, { value: next, enumerable: true, configurable: true, writable: true })
  }
  const named = parameters.flatMap(({ name, value, target }) => (target ? [{ name, value, target }] : []))
  return {
    ...(Object.keys(first).length === 0 ? {} : { parameters: first }),
    ...(named.length === 0 ? {} : { request_parameters: named }),
  }
}

function looksSecret({ name, target }: ExtraParameter, leftOut: string[]): boolean {
  const isSecret =
    isSecretParameter(name) || (target?.place === 'header' && isSecretName(name.replace(/^x-/i, '')))
  if (isSecret) leftOut.push(`${target?.place === 'header' ? 'header' : 'parameter'} ${name}`)
  return isSecret
}

function changedSettings({ flow }: ProfileDraft): Partial<ProfileFile> {
  const changed = Object.entries(flow).filter(
    ([name, value]) =>
      name === 'grant_type' ||
      JSON.stringify(value) !== JSON.stringify(defaultFlow[name as keyof typeof flow]),
  )
  return Object.fromEntries(changed)
}

/** Each secret is named by a variable of the environment: `ACME_STAGING_CLIENT_SECRET`. */
function secretsOf(keys: readonly string[], slug: string): Partial<ProfileFile> {
  const named = [...keys].sort().map((key) => [key, { env: variableOf(key, slug) }] as const)
  const own = named.filter(([key]) => !key.includes('@'))
  const others = named.filter(([key]) => key.includes('@'))
  return {
    ...(own.length === 0 ? {} : { secrets: Object.fromEntries(own) }),
    ...(others.length === 0 ? {} : { variant_secrets: Object.fromEntries(others) }),
  }
}

function variableOf(key: string, slug: string): string {
  const ids = (key.split('@')[1] ?? '').split('.').filter((_, at) => at % 2 === 1)
  return [slug, nameOfSecretKey(key), ...ids]
    .join('_')
    .toUpperCase()
    .replace(/[^A-Z0-9]+/g, '_')
    .replace(/^(?=\d)/, '_')
    .slice(0, 200)
}

function inSchemaOrder(file: ProfileFile): unknown {
  const order = Object.keys(profileFile.shape)
  return Object.fromEntries(
    Object.entries(file).sort(([first], [second]) => order.indexOf(first) - order.indexOf(second)),
  )
}

/** A file name that every system takes, told from the profile's name. */
export function slugOf(name: string): string {
  const plain = name.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
  const slug = plain
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 60)
    .replace(/-$/, '')
  // Names that Windows keeps for devices.
  return slug === '' ? 'profile' : /^(?:con|prn|aux|nul|com\d|lpt\d)$/.test(slug) ? `${slug}-profile` : slug
}
